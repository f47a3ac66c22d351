"""Routes of the inbox, of the fall-back for blocked WebSockets, and the WebSocket route."""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path

from notifications import (
    deliveries,
    manage,
    pages,
    polling,
    receipts,
    rules_page,
    settings_page,
)
from notifications.consumers import live_socket

urlpatterns = [
    path("inbox/", pages.inbox, name="inbox"),
    path("inbox/settings/", settings_page.notice_settings, name="inbox_settings"),
    path("inbox/read/", pages.mark_read, name="inbox_read"),
    path("inbox/<int:pk>/", pages.open_notice, name="inbox_open"),
    re_path(
        r"^receipts/(?P<vendor>aliyun|tencent)/(?P<token>[\w-]{1,200})/$",
        receipts.take_receipts,
        name="take_receipts",
    ),
    path("manage/deliveries/", deliveries.undelivered_list, name="manage_deliveries"),
    path("manage/deliveries/resend/", deliveries.resend, name="manage_resend"),
    path("manage/rules/", rules_page.rule_list, name="manage_rules"),
    path("manage/rules/<str:kind>/", rules_page.rule, name="manage_rule"),
    path("present/<str:stream>/<int:pk>/", pages.present, name="present"),
    path("manage/texts/", manage.sms_texts, name="manage_texts"),
    path("manage/texts/<str:key>/", manage.sms_text, name="manage_text"),
    path("live/since/", polling.live_since, name="live_since"),
]
websocket_urlpatterns: list[Any] = [path("ws/live/", live_socket)]  # type: ignore[arg-type]
