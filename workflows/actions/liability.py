"""Liable parties of a case (责任单位): found, and struck off again; recourse that came back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import grouped
from casework.models import Liability, Recourse, RecourseReceipt
from casework.models.actor import Actor
from casework.queries.payers import recourses_of
from casework.records.parties import find_or_create_employer
from casework.vocabulary import DocumentState, EventKind
from workflows import documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers


def add_liability(
    case: CaseMachine, *, actor: Actor, kind: str, name: str, article: str, reason: str,
    uscc: str = "",
) -> Done:  # fmt: skip
    """Find one more party liable for the wages of this case. Law: Order 724 arts. 16-22, 29, 30, 36."""
    require(by_handlers().explain(case, actor))
    party = find_or_create_employer(name, uscc=uscc, uscc_verified=bool(uscc))
    row = Liability(
        case=case, kind=kind, party=party, party_name=name, article=article, reason=reason,
        added_at=clock.now(), added_by=actor.staff,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这家单位已经认定为责任单位。")) from error
    record(case, EventKind.LIABILITY_ADDED, actor=actor, reason=reason, save=False,
           facts={"liability": row.pk, "kind": kind, "party": name, "article": article})  # fmt: skip
    return Done()


def end_liability(case: CaseMachine, *, actor: Actor, liability: Liability, reason: str) -> Done:
    """Strike a party off again: it was no party after all. Refused once an order to it was issued."""
    require(by_handlers().explain(case, actor))
    document = liability.document
    if document is not None and document.state == DocumentState.ISSUED:
        raise Refused(_("已向这家单位签发指令书，不能直接撤销认定。"))
    if document is not None and document.state == DocumentState.DRAFT:
        documents.void(document, actor, reason)
    liability.ended_at, liability.end_reason = clock.now(), reason[:300]
    liability.save(update_fields=["ended_at", "end_reason"])
    record(case, EventKind.LIABILITY_ENDED, actor=actor, reason=reason, save=False,
           facts={"liability": liability.pk, "party": liability.party_name})  # fmt: skip
    return Done()


def receive_recourse(
    case: CaseMachine, *, actor: Actor, recourse: Recourse, amount: Decimal, received_on: date,
    note: str = "",
) -> Done:  # fmt: skip
    """Write down what came back of an advance, at most what was advanced. No claim changes."""
    require(by_handlers().explain(case, actor))
    if received_on > clock.today():
        raise Refused(_("到账日期不能晚于今天。"))
    row = next((r for r in recourses_of([case]) if r.recourse.pk == recourse.pk), None)
    if row is None or amount > row.left:
        left = row.left if row else Decimal("0.00")
        raise Refused(_("还可追偿 %(left)s 元，登记的金额超出了。") % {"left": grouped(left)})
    RecourseReceipt.objects.create(
        recourse=recourse, amount_yuan=amount, received_on=received_on, note=note,
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip
    received = recourse.receipts.aggregate(sum=Sum("amount_yuan"))["sum"]
    record(case, EventKind.RECOURSE_RECEIVED, actor=actor, reason=note, save=False,
           facts={"recourse": recourse.pk, "amount": amount, "left": row.advanced - received})  # fmt: skip
    return Done()
