"""Everything the page of a complaint shows, before and after it was filed as a case."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.law.identity import mask_name, mask_phone
from casework.models import Complaint, DepartmentTransfer
from casework.queries.dossier import Dossier, Stage
from casework.vocabulary import ComplaintKind, ComplaintState, EventKind

COMPLAINT_TONE = {
    ComplaintState.ACCEPTED: "ok", ComplaintState.CLOSED: "ok", ComplaintState.RESULT_TOLD: "ok",
    ComplaintState.SUPPLEMENT: "warn", ComplaintState.TRANSFERRED_OUT: "warn",
    ComplaintState.REJECTED: "bad", ComplaintState.WITHDRAWN: "", ComplaintState.REDIRECTED: "",
    ComplaintState.CLOSED_INCOMPLETE: "", ComplaintState.MERGED: "",
}  # fmt: skip
ENDED = frozenset(
    {
        ComplaintState.CLOSED, ComplaintState.RESULT_TOLD, ComplaintState.REJECTED,
        ComplaintState.REDIRECTED, ComplaintState.WITHDRAWN, ComplaintState.CLOSED_INCOMPLETE,
    }
)  # fmt: skip


class ComplaintFile(Dossier):
    """The parts of a complaint page."""

    record: Complaint

    @cached_property
    def complaints(self) -> list[Complaint]:
        return [self.record]

    @property
    def title(self) -> str:
        words = {"firm": self.record.title, "n": self.record.worker_count}
        if self.record.kind == ComplaintKind.REPORT:
            return _("举报%(firm)s拖欠工资") % words
        return _("投诉%(firm)s拖欠 %(n)s 人工资") % words

    @property
    def tone(self) -> str:
        return COMPLAINT_TONE.get(ComplaintState(self.record.state), "info")

    @property
    def shows_names(self) -> bool:
        return self.record.pk in self.open_names

    @property
    def shows_content(self) -> bool:
        """What an informant wrote may tell who wrote it."""
        return self.record.kind != ComplaintKind.REPORT or self.shows_names

    @property
    def contact(self) -> tuple[str, str]:
        """Name and phone of the contact; masked, the phone always."""
        name, phone = self.record.contact_name, mask_phone(self.record.contact_phone)
        if not self.shows_content:
            return _("举报人信息保密"), ""
        return (name if self.shows_names else mask_name(name)), phone

    @cached_property
    def departments(self) -> list[DepartmentTransfer]:
        """Other departments the matter was sent on to, oldest first."""
        rows = self.record.department_transfers.select_related("department", "sent_by")
        return list(rows.order_by("id"))

    @property
    def is_ended(self) -> bool:
        return self.record.state in ENDED

    @property
    def stages(self) -> list[Stage]:
        """Registered, jurisdiction, acceptance, handling in the case, result told."""
        state = ComplaintState(self.record.state)
        accepted = self.day(EventKind.COMPLAINT_ACCEPTED)
        told = self.day(EventKind.COMPLAINT_RESULT_TOLD)
        arrived = self.day(EventKind.TRANSFER_ACCEPTED, _("%s 接收"))
        rail: list[Stage] = [(_("登记"), self.day(EventKind.COMPLAINT_FILED), "done")]
        if self.transfers:
            moving = state == ComplaintState.TRANSFERRED_OUT
            rail.append(
                (_("移送"), _("等待接收") if moving else arrived, "current" if moving else "done")
            )
        examining = state in (ComplaintState.FILED, ComplaintState.SUPPLEMENT)
        rail.append(
            (
                _("受理"),
                accepted or self._ending(),
                "done" if accepted else "current" if examining else "todo",
            )
        )
        handled = state in (ComplaintState.RESULT_TOLD, ComplaintState.CLOSED) and bool(accepted)
        in_case = state in (ComplaintState.ACCEPTED, ComplaintState.MERGED)
        rail.append((_("案件办理"), "", "done" if handled else "current" if in_case else "todo"))
        rail.append((_("告知结果"), told, "done" if handled else "todo"))
        return rail

    def _ending(self) -> str:
        """How it ended without acceptance, in the word of its state."""
        if self.record.state in ENDED | {ComplaintState.SUPPLEMENT}:
            return str(ComplaintState(self.record.state).label)
        return _("审查中") if self.record.state == ComplaintState.FILED else _("未开始")
