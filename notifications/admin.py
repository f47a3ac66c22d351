"""Deliveries as the administrator sees them: how far they got, never what they say."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ("id", "channel", "state", "attempts", "next_try_at", "sent_at", "error")
    list_filter = ["state", "channel"]
    fields = (*list_display, "provider_ref", "created_at", "read_at")
    readonly_fields = fields
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
