"""Who may listen to what: the topics of one socket, and whether its session still lasts.

All of it is read when a socket opens, and again when its `Standing` is no longer what it was: that
is asked for all sockets of a process together, by three queries however many they are.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from casework import clock
from casework.access import Scope, visible_cases, visible_complaints
from casework.models import Membership, User
from notifications.feed import Envelope

MOST_TOPICS = 60
RECORD = re.compile(r"(case|complaint):(\d{1,18})")
_STAFF = frozenset({"desk", "board", "inbox"})
FOREVER = float("inf")

Standing: TypeAlias = tuple[Any, ...] | None
"""What a visitor's rights rest on: password and roles of today; of a tracker nothing, () for the
session alone. None: the session has ended or the user may not enter any more."""
Ear: TypeAlias = tuple[bool, frozenset[int] | None, frozenset[str]]
"""Whoever has the same ear hears the same: is it staff, of which offices, which topics."""


@dataclass(frozen=True)
class Listener:
    """What one visitor may hear. `offices` None: those of the whole province; empty: none.

    `standing` is what that was read from; a tracker's access ends at `until` (unix seconds).
    """

    topics: frozenset[str]
    offices: frozenset[int] | None = frozenset()
    user_id: int | None = None
    standing: Standing = ()
    until: float = FOREVER

    @cached_property
    def ear(self) -> Ear:
        """What decides whether an event is heard, the same for all of equal rights."""
        return self.user_id is not None, self.offices, self.topics

    def strayed(self, event: Envelope) -> bool:
        """Does a record this member of staff follows concern none of the own offices any more?"""
        if self.user_id is None or self.offices is None:
            return False
        follows = any(topic in self.topics for topic in event["topics"] if topic not in _STAFF)
        return follows and self.offices.isdisjoint(event["offices"])

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

    Asked anew while a socket is open, when `standings` has changed or a record has moved on.
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
    topics = frozenset(f"complaint:{pk}" for pk in tracked) & set(asked)
    return Listener(topics, until=min(tracked.values()))


def standings(visitors: Iterable[tuple[str | None, int | None]]) -> dict[Any, Standing]:
    """Return the standing of each visitor, a pair of session key and user id, by that pair."""
    pairs = set(visitors)
    rows = Session.objects.filter(
        session_key__in={key for key, _pk in pairs if key}, expire_date__gt=timezone.now()
    )
    alive = set(rows.values_list("session_key", flat=True))
    ids = {pk for key, pk in pairs if pk is not None and key in alive}
    users = dict(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", "password"))
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    today = clock.today()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    members = Membership.objects.filter(held, user__in=users, valid_from__lte=today)
    for pk, office, role in members.order_by("id").values_list("user", "office", "role"):
        roles[pk].append((office, role))

    def standing(key: str | None, pk: int | None) -> Standing:
        if key not in alive:
            return None
        if pk is None:
            return ()
        return (users[pk], *roles[pk]) if pk in users else None

    return {pair: standing(*pair) for pair in pairs}


def _staff(user: User, asked: list[str]) -> Listener:
    # A fresh user: access keeps the scope on the object, and a socket outlives a request.
    scope = Scope(user)
    standing = (user.password, *((one.office_id, one.role) for one in scope.memberships))
    offices = scope.visible_office_ids
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
    seen_offices = None if offices is None else frozenset(offices)
    return Listener(frozenset(seen), seen_offices, user.pk, standing)


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


def _tracked(session: Mapping[str, Any]) -> dict[int, float]:
    """Return the complaints an anonymous visitor opened with number and code, and until when."""
    tracked = session.get("tracked_complaints") or {}
    now = time.time()
    return {int(pk): end for pk, end in tracked.items() if str(pk).isdigit() and end > now}
