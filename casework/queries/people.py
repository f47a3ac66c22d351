"""The people and firms of a matter, what it is linked with, and who was responsible for it when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from casework.access import visible_cases, visible_complaints
from casework.models import Case, CaseEvent, Complaint, Liability, Subcontract
from casework.queries.cases import CaseFile
from casework.queries.custody import MOVES, Custody, custody_of
from casework.queries.dossier import Dossier, WorkerRow
from casework.vocabulary import EventKind

_HOW: dict[str, Promise] = {
    "filed": _("登记"),
    EventKind.TRANSFER_ACCEPTED: _("接收移送"),
    EventKind.TRANSFER_TAKEN_UP: _("提级管辖"),
    EventKind.CASE_TRANSFERRED: _("随案接收"),
}


@dataclass(frozen=True)
class Link:
    """Another matter this one is linked with; without `record` when the reader may not open it."""

    word: str | Promise
    number: str
    record: Case | Complaint | None = None


class People:
    """The parts of the section 人员与单位 of one page, each loaded when asked for."""

    def __init__(self, file: Dossier) -> None:
        self.file, self.record = file, file.record

    @cached_property
    def representatives(self) -> list[WorkerRow]:
        """The workers chosen to speak for the group, still in the matter."""
        return [row for row in self.file.staying if row.claim.is_representative]

    @cached_property
    def subcontracts(self) -> Sequence[Subcontract]:
        """Who let work to whom on the project, in the order it was recorded."""
        if not self.record.project_id:
            return []
        rows = Subcontract.objects.filter(project=self.record.project_id)
        return list(rows.select_related("giver", "taker").order_by("id"))

    @cached_property
    def liable(self) -> Sequence[Liability]:
        """Who must pay beside the employer, and by which article."""
        if not isinstance(self.record, Case):
            return []
        rows = self.record.liabilities.filter(ended_at__isnull=True).select_related("party")
        return list(rows.order_by("id"))

    @cached_property
    def custody(self) -> list[Custody]:
        return custody_of(self.file.complaints, moved=self._has(*MOVES))

    @property
    def how(self) -> dict[str, Promise]:
        """How an authority came to a matter, in words."""
        return _HOW

    @cached_property
    def links(self) -> list[Link]:
        """Earlier and later cases, cases split off, complaints merged into this one."""
        found = self._merged()
        if isinstance(self.file, CaseFile):
            found = self._cases(self.file) + found
        return found

    def _has(self, *kinds: str) -> bool:
        """Was any of this done here? The page has counted its journal already."""
        return any(kind in self.file.tallies for kind in kinds)

    def _cases(self, file: CaseFile) -> list[Link]:
        case, words = file.record, {}
        if case.predecessor is not None:
            words[case.predecessor.number] = _("移送前的案件")
        if file.successor is not None:
            words[file.successor.number] = _("接收机构的案件")
        for facts in self._splits(case):
            if facts.get("from") == case.number:
                words[str(facts.get("case"))] = _("由本案分出")
            else:
                words[str(facts.get("from"))] = _("本案由此分出")
        if not words:
            return []
        seen = {row.number: row for row in visible_cases(self.file.user).filter(number__in=words)}
        return [Link(word, number, seen.get(number)) for number, word in words.items()]

    def _splits(self, case: Case) -> Sequence[Any]:
        if not self._has(EventKind.CASE_SPLIT):
            return []
        rows = CaseEvent.objects.filter(
            stream=Case.STREAM, subject_id=case.pk, kind=EventKind.CASE_SPLIT
        )
        return list(rows.order_by("seq").values_list("facts", flat=True))

    def _merged(self) -> list[Link]:
        """Complaints of others that were merged into those of this page."""
        if not self._has(EventKind.COMPLAINT_JOINED):
            return []
        ids = self.file.complaint_ids
        rows = visible_complaints(self.file.user).filter(merged_into__in=ids).exclude(pk__in=ids)
        return [Link(_("并入本件的投诉"), row.tracking_no, row) for row in rows.order_by("id")]
