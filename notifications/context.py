"""What every staff page shows of the inbox: the number beside the bell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.models import unread_of


def unread(request: HttpRequest) -> dict[str, Any]:
    """Return `unread_count`, asked for by one indexed query when a template shows it."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "unread_count": SimpleLazyObject(lambda: unread_of(user.pk) if user.is_authenticated else 0)
    }
