"""What passes between the employer and the office by the employer's own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.codes import grouped
from casework.models import EmployerAccess, EmployerSubmission, Evidence
from casework.models.actor import Actor
from casework.records import employer_access
from casework.records.evidence import store_upload
from casework.vocabulary import EventKind, EvidenceKind, SubmissionKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_employer, by_handlers

MOST_FILES = 100


def give_employer_code(case: CaseMachine, *, actor: Actor, reason: str = "") -> Done:
    """Give the employer a code of its own page; an unused earlier one no longer opens it."""
    require(by_handlers().explain(case, actor))
    access = employer_access.grant(case)
    record(case, EventKind.EMPLOYER_CODE_GIVEN, actor=actor, reason=reason, save=False,
           facts={"access": access.pk})  # fmt: skip
    code = grouped(access.code)
    return Done(message=_("查阅码：%(code)s。请当面交给单位，只能启用一次。") % {"code": code})


def close_employer_access(
    case: CaseMachine, *, actor: Actor, access: EmployerAccess, reason: str
) -> Done:
    """Take an access back: its phone no longer opens the page."""
    require(by_handlers().explain(case, actor))
    access.revoked_at, access.code = clock.now(), ""
    access.save(update_fields=["revoked_at", "code"])
    record(case, EventKind.EMPLOYER_CODE_TAKEN_BACK, actor=actor, reason=reason, save=False,
           facts={"access": access.pk})  # fmt: skip
    return Done()


def employer_came(
    case: CaseMachine, *, actor: Actor, access: EmployerAccess, name: str, position: str, phone: str
) -> Done:
    """Use up the code: who came and how they come back is kept, encrypted, beside the case."""
    require(by_employer().explain(case, actor))
    found = employer_access.activate(access.pk, name=name, position=position, phone=phone)
    if found is None or found.case_id != case.pk:
        raise Refused(_("这个查阅码已经用过，请用登记的手机号登录，或者向承办机构再要一个。"))
    record(case, EventKind.EMPLOYER_CAME, actor=actor, save=False,
           facts={"access": found.pk, "position": position})  # fmt: skip
    return Done()


def employer_send(
    case: CaseMachine,
    *,
    actor: Actor,
    access: EmployerAccess,
    kind: str,
    text: str = "",
    pay_by: date | None = None,
    amount_yuan: Decimal | None = None,
    files: Sequence[UploadedFile] = (),
) -> Done:
    """Keep what the employer sent in; its words are the employer's, not the journal's.

    Raises Refused when the access is of another case or too many files came.
    """
    require(by_employer().explain(case, actor))
    if access.case_id != case.pk or access.revoked_at is not None:
        raise Refused(_("查阅权限已经停用，请联系承办机构。"))
    stored = _store(case, files, kind)
    submission = EmployerSubmission.objects.create(
        case=case, access=access, kind=kind, text=text, pay_by=pay_by, amount_yuan=amount_yuan,
        sent_at=clock.now(),
    )  # fmt: skip
    submission.files.set(stored)
    record(
        case, EventKind.EMPLOYER_SENT, actor=actor, save=False,
        facts={"submission": submission.pk, "kind": kind, "files": len(stored),
               "pay_by": pay_by, "amount": amount_yuan},
    )  # fmt: skip
    return Done()


def _store(case: CaseMachine, files: Sequence[UploadedFile], kind: str) -> list[Evidence]:
    if not files:
        return []
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    told = Evidence.objects.filter(case=case.pk, from_employer=True).count()
    if told + len(files) > MOST_FILES:
        raise Refused(_("材料最多交 %(most)s 个，请联系承办机构当面提交。") % {"most": MOST_FILES})
    proof = EvidenceKind.ROSTER if kind == SubmissionKind.PAYROLL else EvidenceKind.DOCUMENT
    word = str(SubmissionKind(kind).label)
    return [
        store_upload(complaint, file, kind=proof, caption=word, from_employer=True)
        for file in files
    ]
