"""Who may listen to what: the topics of one socket, and whether its session still lasts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from casework.access import Scope, visible_cases, visible_complaints
from casework.models import User
from notifications.feed import Envelope

MOST_TOPICS = 60
RECORD = re.compile(r"(case|complaint):(\d{1,18})")
_STAFF = frozenset({"desk", "board", "inbox"})


@dataclass(frozen=True)
class Listener:
    """What one visitor may hear. `offices` None: those of the whole province; empty: none."""

    topics: frozenset[str]
    offices: frozenset[int] | None = frozenset()
    user_id: int | None = None

    def heard(self, event: Envelope) -> list[str]:
        """Return the topics of `event` that this visitor follows and may hear; often none."""
        if self.user_id is None:
            if not event["public"]:
                return []
        elif self.offices is not None and self.offices.isdisjoint(event["offices"]):
            return []
        return [topic for topic in event["topics"] if topic in self.topics]


def listener(session_key: str | None, wanted: Iterable[object]) -> Listener | None:
    """Return what the visitor of this session may hear of `wanted`; None when nobody is known.

    Asked anew while a socket is open: the session may have ended, a membership changed.
    """
    session = _session(session_key)
    if session is None:
        return None
    asked = [topic for topic in wanted if isinstance(topic, str)][:MOST_TOPICS]
    if SESSION_KEY in session:
        user = _user(session)
        return None if user is None else _staff(user, asked)
    tracked = _tracked(session)
    if not tracked:
        return None
    return Listener(frozenset(f"complaint:{pk}" for pk in tracked) & set(asked))


def _staff(user: User, asked: list[str]) -> Listener:
    # A fresh user: access keeps the scope on the object, and a socket outlives a request.
    offices = Scope(user).visible_office_ids
    ids: dict[str, set[int]] = {"case": set(), "complaint": set()}
    for topic in asked:
        if found := RECORD.fullmatch(topic):
            ids[found[1]].add(int(found[2]))
    topics = _STAFF.intersection(asked)
    if offices is not None and not offices:
        topics -= {"desk", "board"}
    seen = set(topics)
    if ids["case"]:
        cases = visible_cases(user).filter(pk__in=ids["case"])
        seen.update(f"case:{pk}" for pk in cases.values_list("pk", flat=True))
    if ids["complaint"]:
        rows = visible_complaints(user).filter(pk__in=ids["complaint"])
        seen.update(f"complaint:{pk}" for pk in rows.values_list("pk", flat=True))
    return Listener(frozenset(seen), None if offices is None else frozenset(offices), user.pk)


def _session(key: str | None) -> Mapping[str, Any] | None:
    if not key:
        return None
    return import_module(settings.SESSION_ENGINE).SessionStore(key).load() or None


def _user(session: Mapping[str, Any]) -> User | None:
    """Return the active user of a session whose password has not been changed since."""
    user = User.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if user is None:
        return None
    known = session.get(HASH_SESSION_KEY) or ""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if any(constant_time_compare(known, own) for own in hashes) else None


def _tracked(session: Mapping[str, Any]) -> set[int]:
    """Return the complaints an anonymous visitor opened with number and code, not yet expired."""
    tracked = session.get("tracked_complaints") or {}
    now = time.time()
    return {int(pk) for pk, expiry in tracked.items() if str(pk).isdigit() and expiry > now}
