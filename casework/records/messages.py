"""Write messages of a thread and mark them: told, read, answered, late. Only acts and the relay call."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from casework import clock
from casework.models import Complaint, Message, User, WageClaim
from casework.models.contact import WAITING


def write(
    complaint: Complaint,
    *,
    kind: str,
    text: str,
    author: User | None = None,
    claim: WageClaim | None = None,
) -> Message:
    """Keep one message of a thread; without `author` it is the complainant's."""
    return Message.objects.create(
        complaint_id=complaint.pk, claim=claim, kind=kind, text=text, author=author,
        sent_at=clock.now(),
    )  # fmt: skip


def mark_read(rows: QuerySet[Message]) -> list[int]:
    """Mark these messages as read now; return the ids of those that were not before."""
    ids = list(rows.filter(read_at__isnull=True).order_by("id").values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(read_at=clock.now())
    return ids


def mark_answered(rows: QuerySet[Message]) -> list[int]:
    """Mark what waits for an answer among these as answered now; return the ids."""
    ids = list(rows.filter(WAITING).order_by("id").values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(answered_at=clock.now())
    return ids


def mark_told(ids: Iterable[int]) -> None:
    """Mark messages as delivered: the other side was told by phone or in the inbox."""
    rows = Message.objects.filter(pk__in=list(ids), told_at__isnull=True)
    rows.update(told_at=clock.now())
