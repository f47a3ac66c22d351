"""The administration site: tables that rarely change; accounts, journal and ledger to read. Superusers only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.models import (
    AdminEntry,
    CalendarDay,
    CaseEvent,
    Department,
    Division,
    Membership,
    Office,
    Payment,
    PaymentAnswer,
    User,
    WageClass,
)


class SuperuserOnly:
    """Rights follow memberships, not Django's permissions: only superusers come in here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: people end a membership, offices close."""
        return False


class ReadOnly(SuperuserOnly):
    """Rows that only the acts themselves write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _may(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


@admin.register(User)
class PeopleAdmin(ReadOnly, admin.ModelAdmin):
    """To read: accounts, roles and offices change on `/manage/`, which keeps a log."""

    fields = [
        "username",
        "full_name",
        "badge_no",
        "work_phone",
        "is_active",
        "is_superuser",
        "last_login",
    ]
    list_display = ["username", "full_name", "badge_no", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "office", "role", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "office"]
    search_fields = ["user__username", "user__full_name", "office__name"]


@admin.register(Office)
class OfficeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "division", "hotline", "closed_on"]
    list_select_related = ["division"]
    search_fields = ["name", "division__code"]


@admin.register(AdminEntry)
class AdminEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "at", "kind", "actor", "user", "office"]
    list_filter = ["kind"]
    list_select_related = ["actor", "user", "office"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(Department)
class DepartmentAdmin(SuperuserOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "division", "phone", "closed_on"]
    list_filter = ["kind"]
    list_select_related = ["division"]
    search_fields = ["name"]
    autocomplete_fields = ["division"]


@admin.register(Division)
class DivisionAdmin(SuperuserOnly, admin.ModelAdmin):
    list_display = ["code", "name", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "pinyin"]
    autocomplete_fields = ["parent", "successor"]


@admin.register(CalendarDay)
class CalendarDayAdmin(ReadOnly, admin.ModelAdmin):
    """To read: days change by the import of a notice alone, which recomputes and journals."""

    list_display = ["date", "kind", "status", "source"]
    list_filter = ["kind", "status"]
    date_hierarchy = "date"


@admin.register(CaseEvent)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "at", "stream", "subject_id", "seq", "kind", "actor", "office"]
    # Words and facts are case content: who administers accounts does not read it (三员分立).
    fields = ["stream", "subject_id", "seq", "kind", "at", "actor", "actor_role", "office", "hash"]
    list_filter = ["stream", "kind"]
    list_select_related = ["actor", "office"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(Payment)
class PaymentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "claim", "amount_yuan", "paid_on", "payer", "recorded_by", "recorded_at"]
    list_filter = ["payer", "method"]
    list_select_related = ["claim", "recorded_by"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(PaymentAnswer)
class PaymentAnswerAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "payment", "answer", "answered_at"]
    list_filter = ["answer"]
    list_select_related = ["payment"]
    ordering = ["-id"]


@admin.register(WageClass)
class WageClassAdmin(SuperuserOnly, admin.ModelAdmin):
    """Which place is in which class of the minimum wage: entered with its ground, ticked when checked."""

    list_display = ["division", "wage_class", "valid_from", "basis", "is_verified"]
    list_filter = ["wage_class", "is_verified"]
    search_fields = ["division__name", "division__code"]
    autocomplete_fields = ["division"]


admin.site.unregister(Group)
admin.site.site_header = _("清欠 系统管理")
admin.site.site_title = _("清欠 系统管理")
