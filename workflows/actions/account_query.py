"""Query accounts, houses and vehicles: request, endorse, approve by the city, send, answer."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from casework import clock
from casework.journal import record
from casework.models import AccountQuery, Document
from casework.models.actor import Actor
from casework.records.branches import open_branch
from casework.records.evidence import store_upload
from casework.vocabulary import AccountQueryState, DocumentKind, EventKind, EvidenceKind
from workflows import documents
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.machines.account_query import AccountQueryMachine
from workflows.machines.case import CaseMachine
from workflows.machines.step import require, take
from workflows.permissions import by_handlers
from workflows.routing import city_office


def request_query(
    case: CaseMachine,
    *,
    actor: Actor,
    subject_name: str,
    scope: str,
    grounds: str,
    institution: str,
) -> Done:
    """Ask for a query; the department head endorses, the city's approves (Order 724 art. 40)."""
    require(by_handlers().explain(case, actor))
    query = open_branch(
        AccountQuery, case, actor,
        subject_name=subject_name, scope=scope, grounds=grounds, institution=institution,
    )  # fmt: skip
    _note(query, EventKind.ACCOUNT_QUERY_REQUESTED, actor, grounds)
    return Done(branches=[query])


def endorse_query(query: AccountQueryMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Send the request up to the city."""
    take(query, "endorse", actor)
    _note(query, EventKind.ACCOUNT_QUERY_ENDORSED, actor, opinion)
    return Done(outcome="endorsed")


def approve_query(query: AccountQueryMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Approve at city level."""
    take(query, "approve", actor)
    _paper(
        query,
        DocumentKind.ACCOUNT_APPROVAL,
        actor,
        approver=f"{actor.office} {actor.user}",
        opinion=opinion,
    )
    _note(query, EventKind.ACCOUNT_QUERY_APPROVED, actor, opinion)
    return Done(outcome="approved")


def refuse_query(query: AccountQueryMachine, *, actor: Actor, reason: str) -> Done:
    """Refuse with reason, at whichever level the request lies."""
    requested = query.state == AccountQueryState.REQUESTED
    take(query, "decline" if requested else "refuse", actor)
    _note(query, EventKind.ACCOUNT_QUERY_REFUSED, actor, reason)
    return Done(outcome="refused")


def send_query(query: AccountQueryMachine, *, actor: Actor, sent_on: date) -> Done:
    """Record that the notice to assist went out."""
    take(query, "send", actor, on=sent_on)
    approval = _approval(query)
    check_day(sent_on, after=clock.day_of(approval.issued_at) if approval.issued_at else None)
    _paper(
        query,
        DocumentKind.ACCOUNT_QUERY_NOTICE,
        actor,
        addressee=query.institution,
        approval=str(approval),
    )
    _note(query, EventKind.ACCOUNT_QUERY_SENT, actor, "")
    return Done(outcome="sent")


def record_query_answer(
    query: AccountQueryMachine, *, actor: Actor, answered_on: date, text: str,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Record what the institution answered; the answer itself stays out of the journal."""
    check_day(answered_on, after=query.sent_on)
    take(query, "answer_arrives", actor, on=answered_on, text=text)
    if proof is not None:
        complaint = query.case.complaints.order_by("id").first()
        assert complaint is not None
        query.answer_file = store_upload(
            complaint, proof, added_by=actor.user, kind=EvidenceKind.DOCUMENT
        )
    _note(query, EventKind.ACCOUNT_QUERY_ANSWERED, actor, "")
    return Done(outcome="answered")


def record_bank_refusal(
    query: AccountQueryMachine, *, actor: Actor, answered_on: date, text: str
) -> Done:
    """The institution refuses to assist: to be told to its regulator (Order 724 art. 58)."""
    check_day(answered_on, after=query.sent_on)
    take(query, "bank_refuses", actor, on=answered_on, text=text)
    _note(query, EventKind.ACCOUNT_QUERY_REFUSED_BY_BANK, actor, text)
    return Done(outcome="refused")


def tell_regulator(
    query: AccountQueryMachine, *, actor: Actor, regulator: str, told_on: date, text: str
) -> Done:
    """Tell the financial regulator that the institution refused to assist (Order 724 art. 58)."""
    check_day(told_on, after=query.answered_on)
    take(query, "tell_regulator", actor, on=told_on, regulator=regulator)
    approval = _approval(query)
    _paper(
        query,
        DocumentKind.REGULATOR_LETTER,
        actor,
        addressee=regulator,
        text=text,
        institution=query.institution,
        approval=str(approval),
    )
    _note(query, EventKind.ACCOUNT_QUERY_REGULATOR_TOLD, actor, text)
    return Done(outcome="told")


def _paper(query: AccountQuery, kind: str, actor: Actor, **facts: str) -> None:
    """Issue a paper of the query; what is asked, of whom and why is filled in."""
    known = {"scope": f"{query.subject_name}：{query.scope}", "reason": query.grounds}
    documents.write(query, kind, actor, {**known, **facts})


def _approval(query: AccountQuery) -> Document:
    """The paper by which the city approved, read by its number."""
    return query.documents.filter(kind=DocumentKind.ACCOUNT_APPROVAL).latest("id")


def _note(query: AccountQuery, kind: str, actor: Actor, reason: str) -> None:
    record(
        query.case, kind, actor=actor, reason=reason, save=False,
        facts={"branch": query.pk, "institution": query.institution},
        offices=[city_office(query.office).pk],
    )  # fmt: skip
