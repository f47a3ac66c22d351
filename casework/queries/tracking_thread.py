"""The complainant's own voice on the tracking page: thread, files, complaint about delay, rating.

`claim_ids` None: the whole complaint (its representative); else one worker of the group, who reads
the own thread only, as the representative reads only the group's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from casework.models import Complaint, DelayComplaint, Evidence, Message, Satisfaction
from casework.queries.messages import thread_of
from casework.templatetags.casework_format import local_minute


@dataclass
class Line:
    """One message with what became of it: sent, delivered, read, and when."""

    message: Message
    files: list[Evidence]

    @property
    def is_own(self) -> bool:
        return self.message.author_id is None

    @property
    def fate(self) -> str:
        """How far the complainant's own message has come."""
        message = self.message
        if message.read_at is not None:
            return _("看过了 %(at)s") % {"at": local_minute(message.read_at)}
        if message.told_at is not None:
            return _("送到了 %(at)s") % {"at": local_minute(message.told_at)}
        return _("发出了")

    @property
    def tone(self) -> str:
        message = self.message
        if message.read_at is not None:
            return "read"
        return "told" if message.told_at is not None else "sent"


@dataclass
class Voice:
    """What this reader said and was answered."""

    lines: list[Line]
    files: list[Evidence]
    delays: list[DelayComplaint]
    rating: Satisfaction | None

    @property
    def has_news(self) -> bool:
        """Is there an answer of the office the reader has not read yet?"""
        return any(not line.is_own and line.message.read_at is None for line in self.lines)


def voice_of(complaint: Complaint, claim_ids: Sequence[int] | None = None) -> Voice:
    """Return thread, files of the filing, delays and rating of one reader; five queries."""
    files = Prefetch("files", Evidence.objects.order_by("id"))
    rows = thread_of(complaint, claim_ids).select_related("author").prefetch_related(files)
    whose: dict[str, Any] = {"claim__isnull": True}
    if claim_ids is not None:
        whose = {"claim__in": list(claim_ids)}
    delays = complaint.delays.filter(**whose).select_related("office")
    return Voice(
        lines=[Line(row, list(row.files.all())) for row in rows.order_by("id")],
        files=_of_the_filing(complaint) if claim_ids is None else [],
        delays=list(delays.order_by("-id")),
        rating=complaint.satisfactions.filter(**whose).order_by("-id").first(),
    )


def _of_the_filing(complaint: Complaint) -> list[Evidence]:
    """What came with the filing; whatever came later stands in a thread."""
    rows = complaint.evidence.filter(added_by__isnull=True, from_employer=False)
    return list(rows.filter(messages__isnull=True))


def file_of(complaint: Complaint, claim_ids: Sequence[int] | None, pk: int) -> Evidence | None:
    """Return one file the reader may open: of the own thread, or of the own filing."""
    thread = Evidence.objects.filter(messages__in=thread_of(complaint, claim_ids), pk=pk)
    found = thread.distinct().first()
    if found is not None or claim_ids is not None:
        return found
    return next((item for item in _of_the_filing(complaint) if item.pk == pk), None)
