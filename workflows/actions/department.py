"""Other departments (住建、交通、水利…): send, record their answers, tell the result (art. 10).

Whoever was asked first never tells anybody to go elsewhere: the matter is sent on, watched, and the
complainant hears the result from us.
"""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Department, DepartmentTransfer
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.vocabulary import (
    OPEN_DEPARTMENT,
    DepartmentState,
    DocumentKind,
    EventKind,
    EvidenceKind,
)
from workflows import deadlines, documents
from workflows.actions.acceptance import issue_notice
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.department import DepartmentTransferMachine
from workflows.machines.step import Refused, take


def send_to_department(
    complaint: ComplaintMachine, *, actor: Actor, department: Department, reason: str
) -> Done:
    """Send the complaint to the department that is competent; we go on watching (D-04, J-04)."""
    take(complaint, "send_to_department", actor)
    deadlines.meet(complaint, "D-01", "D-04")
    deadlines.start(complaint, "J-04")
    letter = documents.write(complaint, DocumentKind.TRANSFER_LETTER, actor,
                             {"addressee": department.name, "reason": reason})  # fmt: skip
    transfer = DepartmentTransfer.objects.create(
        complaint=complaint, department=department, reason=reason[:300], letter=letter,
        sent_at=clock.now(), sent_by=actor.user,
    )  # fmt: skip
    _tell(complaint, EventKind.DEPARTMENT_SENT, actor, transfer, reason, document=letter.number)
    return Done(outcome="sent_on")


def record_department_acceptance(
    complaint: ComplaintMachine, *, actor: Actor, answered_on: date, answer: str,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """The department took it on; its result is still to come."""
    transfer = _answered(complaint, "accept", actor, answered_on, answer, proof)
    transfer.save()
    _tell(complaint, EventKind.DEPARTMENT_ACCEPTED, actor, transfer, answer)
    return Done()


def record_department_return(
    complaint: ComplaintMachine, *, actor: Actor, answered_on: date, answer: str,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """The department gave it back: we decide anew, with new terms (D-01, D-04)."""
    transfer = _answered(complaint, "give_back", actor, answered_on, answer, proof)
    take(complaint, "return_from_department", actor)
    transfer.save()
    deadlines.meet(complaint, "J-04")
    deadlines.start(complaint, "D-01")
    deadlines.start(complaint, "D-04")
    _tell(complaint, EventKind.DEPARTMENT_RETURNED, actor, transfer, answer)
    return Done(outcome="given_back")


def record_department_result(
    complaint: ComplaintMachine, *, actor: Actor, answered_on: date, answer: str,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """The department's result, with its proof; the complainant is to be told within D-21."""
    if proof is None:
        raise Refused(_("请上传对方的书面答复或者记录。"))
    transfer = _answered(complaint, "conclude", actor, answered_on, answer, proof)
    transfer.save()
    deadlines.meet(complaint, "J-04")
    deadlines.start(complaint, "D-21")
    _tell(complaint, EventKind.DEPARTMENT_RESULT, actor, transfer, answer)
    return Done(outcome="concluded")


def tell_department_result(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """Tell the complainant in writing what the department found, and close (Order 724 art. 10)."""
    transfer = _open(complaint)
    if transfer.state != DepartmentState.RESULT:
        raise Refused(_("对方还没有办理结果。"))
    take(complaint, "tell_department_result", actor)
    transfer.told_at = clock.now()
    transfer.save(update_fields=["told_at"])
    number = issue_notice(complaint, DocumentKind.RESULT_NOTICE, actor, {"text": text})
    deadlines.meet(complaint, "D-21")
    deadlines.cancel(complaint)
    record(complaint, EventKind.COMPLAINT_RESULT_TOLD, actor=actor, reason=text,
           facts={"document": number}, save=False)  # fmt: skip
    take(complaint, "close", actor)
    record(complaint, EventKind.COMPLAINT_CLOSED, actor=actor, save=False)
    return Done(outcome="told")


def _open(complaint: ComplaintMachine) -> DepartmentTransferMachine:
    rows = DepartmentTransferMachine.objects.select_for_update(of=("self",))
    found = rows.select_related("department", "complaint__office").filter(
        complaint=complaint.pk, state__in=OPEN_DEPARTMENT, told_at__isnull=True
    )  # fmt: skip
    transfer = found.first()
    if transfer is None:
        raise Refused(_("这件投诉没有转送其他部门。"))
    transfer.complaint = complaint
    return transfer


def _answered(
    complaint: ComplaintMachine, step: str, actor: Actor, day: date, answer: str,
    proof: UploadedFile | None,
) -> DepartmentTransferMachine:  # fmt: skip
    transfer = _open(complaint)
    check_day(day, after=clock.day_of(transfer.sent_at))
    take(transfer, step, actor)
    transfer.answered_on, transfer.answer = day, answer
    if proof is not None:
        transfer.proof = store_upload(
            complaint, proof, added_by=actor.user, kind=EvidenceKind.DOCUMENT
        )
    return transfer


def _tell(
    complaint: ComplaintMachine, kind: str, actor: Actor, transfer: DepartmentTransfer,
    reason: str, **facts: str | None,
) -> None:  # fmt: skip
    record(complaint, kind, actor=actor, reason=reason, save=False,
           facts={"department": transfer.department.name, **facts},
           offices=[complaint.first_office_id])  # fmt: skip
