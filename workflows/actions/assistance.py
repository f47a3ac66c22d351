"""Another county's help (异地调查): entrust, accept, add evidence, answer (Order 25 art. 29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Assistance, Document, Evidence, Office, Participation, User
from casework.models.actor import Actor
from casework.records.branches import open_branch
from casework.records.evidence import store_upload
from casework.vocabulary import DocumentKind, EventKind
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.handlers import AssistanceMachine
from workflows.machines.step import Refused, take

ASSISTING = "assisting"
"""`Participation.reason` of an office that helps."""


def request_assistance(
    case: CaseMachine, *, actor: Actor, office: Office, matter: str, answer_by: date
) -> Done:
    """Entrust part of the investigation to `office`, which from now on sees the case."""
    if office.pk == case.office_id:
        raise Refused(_("不能委托本单位。"))
    if answer_by <= clock.today():
        raise Refused(_("回复日期须在今天以后。"))
    branch = open_branch(Assistance, case, actor, office=office, matter=matter, answer_by=answer_by)
    Participation.objects.bulk_create(
        [
            Participation(complaint=complaint, office=office, reason=ASSISTING, since=clock.now())
            for complaint in case.complaints.all()
        ],
        ignore_conflicts=True,
    )
    letter = documents.write(
        branch, DocumentKind.ASSISTANCE_LETTER, actor,
        {"addressee": office.name, "matter": matter, "answer_by": answer_by}, office=case.office,
    )  # fmt: skip
    _note(branch, EventKind.ASSISTANCE_REQUESTED, actor, matter, until=answer_by,
          document=letter.number)  # fmt: skip
    return Done(branches=[branch])


def accept_assistance(
    branch: AssistanceMachine, *, actor: Actor, helper: User, helper2: User, answer_by: date
) -> Done:
    """Agree to help until `answer_by` and name two inspectors (Order 423 art. 16)."""
    if answer_by <= clock.today():
        raise Refused(_("回复日期须在今天以后。"))
    if helper.pk == helper2.pk:
        raise Refused(_("主办和协办不能是同一人。"))
    take(branch, "accept", actor, helper=helper, helper2=helper2)
    branch.answer_by = answer_by
    deadlines.start(branch, "S-02", length=(answer_by - clock.today()).days)
    _note(branch, EventKind.ASSISTANCE_ACCEPTED, actor, "", until=answer_by)
    return Done(outcome="accepted")


def refuse_assistance(branch: AssistanceMachine, *, actor: Actor, reason: str) -> Done:
    """Say that the office cannot help, and why."""
    take(branch, "refuse", actor)
    # Part of the letter, so always Chinese.
    reply = _reply(branch, actor, f"我单位不能协助。理由：{reason}")
    _note(branch, EventKind.ASSISTANCE_REFUSED, actor, reason, document=reply.number)
    return Done(outcome="refused")


def add_assistance_evidence(
    branch: AssistanceMachine, *, actor: Actor, files: Sequence[UploadedFile], caption: str = ""
) -> Done:
    """Add evidence to the case from the helping office; it may change nothing else."""
    stored = _store(branch, actor, files, caption)
    _note(branch, EventKind.ASSISTANCE_EVIDENCE, actor, "", caption=caption, files=_told(stored))
    return Done()


def answer_assistance(
    branch: AssistanceMachine, *, actor: Actor, text: str, files: Sequence[UploadedFile] = ()
) -> Done:
    """Answer with what was found; the lead of the case goes on with it."""
    take(branch, "reply", actor, text=text)
    deadlines.meet(branch, "S-02")
    stored = _store(branch, actor, files, "")
    reply = _reply(branch, actor, text, [one.original_name for one in stored])
    _note(branch, EventKind.ASSISTANCE_ANSWERED, actor, text, files=_told(stored),
          document=reply.number)  # fmt: skip
    return Done(outcome="answered")


def _reply(
    branch: AssistanceMachine, actor: Actor, text: str, evidence: Sequence[str] = ()
) -> Document:
    """Write the helping office's letter back to the office that asked, under its own number."""
    asked = branch.documents.filter(kind=DocumentKind.ASSISTANCE_LETTER).order_by("-id").first()
    # An assistance asked for before letters were written is answered by its day alone.
    letter = asked.number if asked is not None else f"{branch.opened_at:%Y-%m-%d}来函"
    return documents.write(
        branch, DocumentKind.ASSISTANCE_REPLY, actor,
        {"addressee": branch.case.office.name, "letter": letter, "text": text,
         "evidence": "\n".join(evidence)},
    )  # fmt: skip


def _store(
    branch: AssistanceMachine, actor: Actor, files: Sequence[UploadedFile], caption: str
) -> list[Evidence]:
    complaint = branch.case.complaints.order_by("id").first()
    assert complaint is not None
    return [
        store_upload(complaint, file, added_by=actor.user, caption=caption or branch.title)
        for file in files
    ]


def _told(stored: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"id": one.pk, "kind": one.kind, "sha256": one.sha256} for one in stored]


def _note(branch: Assistance, kind: str, actor: Actor, reason: str, **facts: Any) -> None:
    record(
        branch.case, kind, actor=actor, reason=reason, save=False, offices=[branch.office_id],
        facts={"branch": branch.pk, "office": branch.office.name, **facts},
    )  # fmt: skip
