"""The fall-back where WebSockets are blocked: a page asks every few seconds what it would be told.

Rights are read anew at each question; presence is renewed by it and left by the one without `here`.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notifications import feed, live, presence
from notifications.models import unread_of
from notifications.rights import RECORD, Listener, listener

MOST_READ, MOST_MISSED = 2000, 200
TAB = re.compile(r"[0-9a-z]{8,32}")


@never_cache
@require_GET
def live_since(request: HttpRequest) -> JsonResponse:
    """Answer what a WebSocket would have told since `cursor`, for `topics` (space separated).

    `tab` names the page that asks, `here` the record it shows, `left` the one it showed before.
    """
    asked = request.GET.get("topics", "").split()
    heard_by = listener(request.session.session_key, asked)
    if heard_by is None:
        return JsonResponse({"type": "ended"}, status=401)
    answer: dict[str, Any] = {"type": "ready", "events": []}
    cursor = feed.Position.parse(request.GET.get("cursor"))
    page = feed.since(cursor, MOST_READ) if cursor else None
    if page is None:
        answer |= {"cursor": str(feed.now()), "reload": True}
    else:
        heard = [(event, heard_by.heard(event)) for event in page.events]
        events = [{"topics": topics, "seq": event["seq"]} for event, topics in heard if topics]
        answer["cursor"] = str(page.position)
        if not page.complete or len(events) > MOST_MISSED:
            answer |= {"cursor": str(feed.now()), "reload": True}
        else:
            answer["events"] = events
    if heard_by.user_id is not None:
        answer["unread"] = unread_of(heard_by.user_id)
        answer["present"] = _present(request, heard_by, heard_by.user_id)
    return JsonResponse(answer)


def _present(request: HttpRequest, heard_by: Listener, user_id: int) -> list[int]:
    """Keep the tab at the record it shows and return who is there; nobody where it may not hear."""
    tab, moved = request.GET.get("tab", ""), False
    here, left = (_place(request.GET.get(name, ""), heard_by) for name in ("here", "left"))
    if TAB.fullmatch(tab):
        if left and left != here:
            moved = presence.go(left, user_id, tab)
        if here:
            moved = presence.stay(here, user_id, tab) or moved
    if moved:
        live.tell_presence()
    return sorted(presence.looking_at(here)) if here else []


def _place(name: str, heard_by: Listener) -> str:
    return name if RECORD.fullmatch(name) and name in heard_by.topics else ""
