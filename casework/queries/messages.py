"""Threads with complainants as the office reads them: one complaint's, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from casework.access import scope_of
from casework.law.identity import mask_name
from casework.models import Complaint, DelayComplaint, Message, Satisfaction, User
from casework.models.contact import WAITING
from casework.vocabulary import ComplaintKind, Role
from casework.vocabulary.people import ASKING

PAGE = 40
MOST_DIGITS = 18


@dataclass
class Thread:
    """One thread: of the whole complaint, or (`worker`, masked) of one worker of the group."""

    claim_id: int | None
    worker: str
    messages: list[Message] = field(default_factory=list)

    @property
    def unread(self) -> int:
        return sum(m.author_id is None and m.read_at is None for m in self.messages)

    @property
    def waits(self) -> bool:
        return any(is_waiting(m) for m in self.messages)


@dataclass
class Summary:
    """What the panel says of one complaint: counts, no text."""

    complaint: Complaint
    total: int = 0
    unread: int = 0
    waiting: int = 0
    late: int = 0
    delays: list[DelayComplaint] = field(default_factory=list)
    ratings: list[Satisfaction] = field(default_factory=list)


def thread_of(complaint: Complaint, claims: Iterable[int] | None) -> QuerySet[Message]:
    """Return one thread: of the whole complaint (None), or that of a worker's own claims."""
    rows = Message.objects.filter(complaint=complaint.pk)
    if claims is None:
        return rows.filter(claim__isnull=True)
    return rows.filter(claim__in=list(claims))


def is_waiting(message: Message) -> bool:
    """Does the complainant still wait for an answer to this?"""
    asking = message.author_id is None and message.kind in ASKING
    return asking and message.answered_at is None


def threads_of(complaint: Complaint) -> list[Thread]:
    """Return the threads of a complaint, that of the whole first, then by worker; two queries."""
    rows = Message.objects.filter(complaint=complaint.pk).order_by("id")
    found: dict[int | None, Thread] = {None: Thread(None, "")}
    for message in rows.select_related("author", "claim__worker").prefetch_related("files"):
        if message.claim_id not in found:
            assert message.claim is not None
            found[message.claim_id] = Thread(message.claim_id, mask_name(message.claim.worker.name))
        found[message.claim_id].messages.append(message)
    return [one for one in found.values() if one.messages]


def counted(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Count each complaint's messages beside it, so that a page needs one query for all of them."""
    own = Q(messages__author__isnull=True)
    waits = own & Q(messages__kind__in=ASKING, messages__answered_at__isnull=True)
    of_it = {"complaint": OuterRef("pk")}
    return complaints.annotate(
        said=Count("messages"),
        unread=Count(
            "messages", filter=own & Q(messages__id__isnull=False, messages__read_at=None)
        ),
        waiting=Count("messages", filter=waits & Q(messages__id__isnull=False)),
        late=Count("messages", filter=waits & Q(messages__late_at__isnull=False)),
        more=Exists(DelayComplaint.objects.filter(**of_it))
        | Exists(Satisfaction.objects.filter(**of_it)),
    )


def summaries_of(complaints: Sequence[Any]) -> list[Summary]:
    """Return one summary per complaint that `counted()` read; two more queries where there is more."""
    found = {
        row.pk: Summary(row, row.said, row.unread, row.waiting, row.late) for row in complaints
    }
    more = [row.pk for row in complaints if row.more]
    if more:
        for delay in DelayComplaint.objects.filter(complaint__in=more).select_related("office"):
            found[delay.complaint_id].delays.append(delay)
        for rating in Satisfaction.objects.filter(complaint__in=more):
            found[rating.complaint_id].ratings.append(rating)
    return list(found.values())


def waiting_page(user: User, after: str = "") -> tuple[list[Message], str]:
    """Return messages that wait for an answer, oldest first, and the cursor of the next page.

    A head sees all of the office, everybody else the matters they lead or second. What an
    informant wrote is read by the head and the lead alone.
    """
    scope = scope_of(user)
    headed = [m.office_id for m in scope.memberships if m.role == Role.BODY_HEAD]
    clerked = [m.office_id for m in scope.memberships if m.role == Role.CLERK]
    mine = Q(complaint__lead=user.pk) | Q(
        complaint__second=user.pk, complaint__kind=ComplaintKind.COMPLAINT
    )
    unled = Q(complaint__office__in=clerked, complaint__lead__isnull=True,
              complaint__kind=ComplaintKind.COMPLAINT)  # fmt: skip
    rows = Message.objects.filter(
        WAITING, Q(complaint__office__in=headed) | unled
        | (mine & Q(complaint__office__in=scope.office_ids)),
    ).select_related("complaint").defer("text", "complaint__description")  # fmt: skip
    place = _place(after)
    if place is not None:
        moment, pk = place
        rows = rows.filter(Q(sent_at__gt=moment) | Q(sent_at=moment, pk__gt=pk))
    found = list(rows.order_by("sent_at", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], _cursor(last) if last else ""


def _cursor(message: Message) -> str:
    return f"{int(message.sent_at.timestamp() * 1_000_000)}.{message.pk}"


def _place(after: str) -> tuple[datetime, int] | None:
    micros, _dot, pk = after.partition(".")
    if not all(_is_number(part) for part in (micros, pk)):
        return None
    try:
        seconds, rest = divmod(int(micros), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS
