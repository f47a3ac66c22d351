"""Query codes and one-time codes: checked with a growing wait after wrong tries, stored as hashes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from casework import clock
from casework.crypto import blind_index
from casework.language import language_chosen
from casework.models import Complaint, EmployerAccess, FailedLookup, OneTimeCode, WageClaim
from casework.numbering import query_code_hash
from casework.records.parties import phone_key

FREE_TRIES = 3
# Behind one address there may be a whole site (one gateway for all phones): it waits later.
FREE_TRIES_ADDRESS = 20
LONGEST_WAIT = 3600
FORGET_AFTER = timedelta(days=1)
CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=10)
CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=1)
CODES_AN_HOUR = 5


class TryLater(Exception):  # noqa: N818  an answer, not a fault
    """Too many tries; `seconds` tells how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = max(seconds, 1)
        super().__init__(str(self.seconds))


def check_query_code(number: str, code: str, address: str) -> Complaint | None:
    """Return the complaint of tracking number and query code, or None when they do not fit.

    An unknown number and a wrong code take the same path. Raises TryLater while the number or the
    address is waiting; the wait is 2, 4, 8 … seconds after the free tries, at most one hour.
    """
    number_key, address_key = _key("n", number), _key("a", address)
    with transaction.atomic():
        rows = _locked(number_key, address_key)
        _refuse_waiting(rows.values())
        complaint = Complaint.objects.filter(tracking_no=number).first()
        stored = complaint.query_code_hash if complaint else query_code_hash("", "")
        fits = hmac.compare_digest(stored, query_code_hash(number, code))
        if complaint is not None and fits:
            rows[number_key].count = 0
            rows[number_key].save(update_fields=["count"])
            return complaint
        _count(rows[number_key], FREE_TRIES)
        _count(rows[address_key], FREE_TRIES_ADDRESS)
    return None


class Tries:
    """Wrong tries of one address at one purpose, counted while its row is locked."""

    def __init__(self, row: FailedLookup) -> None:
        self._row = row

    def wrong(self) -> None:
        """Count one wrong try; from the free ones on the next has to wait longer each time."""
        _count(self._row, FREE_TRIES_ADDRESS)


@contextmanager
def guarded(purpose: str, address: str) -> Iterator[Tries]:
    """Let one try at `purpose` through. Raises TryLater while the address is waiting."""
    key = _key(purpose, address)
    with transaction.atomic():
        row = _locked(key)[key]
        _refuse_waiting([row])
        yield Tries(row)


def allow(purpose: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `purpose` by `who`; False beyond `limit` within `seconds`."""
    key = _key(purpose, who)
    with transaction.atomic():
        row = _locked(key)[key]
        now = clock.now()
        if row.count == 0 or row.blocked_until <= now:
            row.count, row.blocked_until = 0, now + timedelta(seconds=seconds)
        row.count += 1
        row.save(update_fields=["count", "blocked_until"])
        return row.count <= limit


def issue_one_time_code(phone: str) -> bool:
    """Make a code for `phone` (checked); True when a message is to be sent.

    A phone without a complaint gets a row too, so that the pauses tell nothing. Raises TryLater
    when the last code is younger than a minute or five were made within the hour.
    """
    key, now = phone_key(phone), clock.now()
    with transaction.atomic():
        _locked(_key("p", phone))
        made = OneTimeCode.objects.filter(phone_index=key, created_at__gt=now - timedelta(hours=1))
        times = list(made.order_by("-created_at").values_list("created_at", flat=True))
        if times and times[0] + CODE_PAUSE > now:
            raise TryLater(int((times[0] + CODE_PAUSE - now).total_seconds()) + 1)
        if len(times) >= CODES_AN_HOUR:
            raise TryLater(int((times[-1] + timedelta(hours=1) - now).total_seconds()) + 1)
        known = _of_phone(key).exists() or _of_employer(key)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        OneTimeCode.objects.create(
            phone_index=key,
            phone=phone if known else "",
            code=code if known else "",
            sent_at=None if known else now,
            code_hash=_one_time_hash(key, code),
            language=language_chosen(),
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
    return known


def check_one_time_code(phone: str, code: str) -> list[Complaint] | None:
    """Return the complaints of `phone`, newest first, when `code` is its latest one; else None."""
    if not use_one_time_code(phone, code):
        return None
    return list(_of_phone(phone_key(phone)).order_by("-received_at"))


def use_one_time_code(phone: str, code: str) -> bool:
    """Use up the latest code of `phone`; False when it does not fit.

    A code serves once, for ten minutes and five tries.
    """
    key, now = phone_key(phone), clock.now()
    with transaction.atomic():
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(phone_index=key)
            .order_by("-created_at", "-id")
            .first()
        )
        if row is None or row.used_at or row.expires_at <= now or row.tries >= CODE_TRIES:
            return False
        row.tries += 1
        fits = hmac.compare_digest(row.code_hash, _one_time_hash(key, code))
        if fits:
            row.used_at = now
        row.save(update_fields=["tries", "used_at"])
    return fits


def claims_of_phone(complaint: Complaint, phone: str) -> list[int] | None:
    """Return which claims `phone` may see: None for all (it filed), else those told with it."""
    key = phone_key(phone)
    if complaint.phone_index == key:
        return None
    own = WageClaim.objects.filter(complaint=complaint, phone_index=key)
    return list(own.values_list("pk", flat=True))


def purge() -> None:
    """Forget wrong tries and one-time codes older than a day."""
    before = clock.now() - FORGET_AFTER
    FailedLookup.objects.filter(blocked_until__lt=before).delete()
    OneTimeCode.objects.filter(expires_at__lt=before).delete()


def _of_phone(key: str) -> QuerySet[Complaint]:
    if not key:
        return Complaint.objects.none()
    own = WageClaim.objects.filter(phone_index=key, withdrawn_at__isnull=True)
    return Complaint.objects.filter(Q(phone_index=key) | Q(pk__in=own.values("complaint")))


def _of_employer(key: str) -> bool:
    """Does the phone open the page of an employer?"""
    if not key:
        return False
    return EmployerAccess.objects.filter(phone_index=key, revoked_at__isnull=True).exists()


def _one_time_hash(phone_index: str, code: str) -> str:
    return blind_index(f"{phone_index}:{code}", "one_time_code")


def _key(purpose: str, value: str) -> str:
    """Numbers and addresses stand here as keyed digests only."""
    return f"{purpose}:{blind_index(value, 'lookup') or '-'}"


def _locked(*keys: str) -> dict[str, FailedLookup]:
    now = clock.now()
    FailedLookup.objects.bulk_create(
        [FailedLookup(key=key, blocked_until=now) for key in sorted(keys)], ignore_conflicts=True
    )
    rows = FailedLookup.objects.select_for_update().filter(key__in=keys).order_by("key")
    return {row.key: row for row in rows}


def _refuse_waiting(rows: Iterable[FailedLookup]) -> None:
    now = clock.now()
    waits = [(row.blocked_until - now).total_seconds() for row in rows]
    if max(waits) > 0:
        raise TryLater(int(max(waits)) + 1)


def _count(row: FailedLookup, free: int) -> None:
    now = clock.now()
    if row.blocked_until < now - FORGET_AFTER:
        row.count = 0
    row.count += 1
    over = min(row.count - free, 12)
    wait = min(2**over, LONGEST_WAIT) if over > 0 else 0
    row.blocked_until = now + timedelta(seconds=wait)
    row.save(update_fields=["count", "blocked_until"])
