"""Taking in clues of the national platform: each in its own transaction, once per clue number."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

from django.db import DatabaseError, IntegrityError

from casework.files.clues import ClueRow, Doubt
from casework.files.rows import RowError
from casework.law.errors import SentenceError, gettext_noop
from casework.models import Complaint, Office
from casework.models.actor import Actor
from casework.queries.places import division_of
from casework.records.clues import filing_of
from workflows.dispatch import file_complaint
from workflows.machines.step import Refused

log = logging.getLogger(__name__)
NOT_SAVED = gettext_noop("没有登记成功，请稍后重新发送这条线索。")
Status = Literal["created", "exists", "error"]


@dataclass(frozen=True)
class Taken:
    """What became of one clue; `office` answers for it now, `errors` say why it was not taken."""

    clue_no: str
    status: Status
    row_number: int
    tracking_no: str = ""
    office: str = ""
    errors: tuple[RowError, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def problems(self) -> list[RowError | Doubt]:
        """What was wrong and what was doubted, in this order."""
        return [*self.errors, *self.doubts]


def take_clue(clue: ClueRow | RowError, *, office: Office | None = None) -> Taken:
    """File `clue` at the competent office, or at `office`; the same number again changes nothing.

    Two processes may hold the same clue: the unique index lets one of them through and the other
    answers `exists`.
    """
    if isinstance(clue, RowError):
        return Taken("", "error", clue.row_number, errors=(clue,))
    known = _known(clue)
    if known is not None:
        return known
    try:
        filing = filing_of(clue, place=division_of)
        complaint, _code = file_complaint(filing, Actor.system(), office=office)
    except IntegrityError:
        known = _known(clue)
        return known if known is not None else _failed(clue)
    except (DatabaseError, Refused):
        log.exception("clue of row %s was not filed", clue.row_number)
        return _failed(clue)
    return _answer(clue, "created", complaint)


def _known(clue: ClueRow) -> Taken | None:
    rows = Complaint.objects.filter(external_clue_no=clue.clue_no).select_related("office")
    found = rows.only("tracking_no", "office__name").first()
    return _answer(clue, "exists", found) if found is not None else None


def _answer(clue: ClueRow, status: Status, complaint: Complaint) -> Taken:
    doubts = clue.doubts if status == "created" else ()
    return Taken(
        clue.clue_no, status, clue.row_number,
        tracking_no=complaint.tracking_no, office=complaint.office.name, doubts=doubts,
    )  # fmt: skip


def _failed(clue: ClueRow) -> Taken:
    error = RowError.of(clue.row_number, "线索编号", clue.clue_no, SentenceError(NOT_SAVED))
    return Taken(clue.clue_no, "error", clue.row_number, errors=(error,))
