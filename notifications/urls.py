"""Routes of the inbox, of the fall-back for blocked WebSockets, and the WebSocket route."""

from __future__ import annotations

from typing import Any

from django.urls import path

from notifications import pages
from notifications.consumers import live_socket

urlpatterns = [
    path("inbox/", pages.inbox, name="inbox"),
    path("inbox/settings/", pages.inbox, name="inbox_settings"),
    path("inbox/read/", pages.mark_read, name="inbox_read"),
    path("inbox/<int:pk>/", pages.open_notice, name="inbox_open"),
    path("live/since/", pages.live_since, name="live_since"),
]
websocket_urlpatterns: list[Any] = [path("ws/live/", live_socket)]  # type: ignore[arg-type]
