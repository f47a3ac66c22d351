"""Instalment plans (分期支付计划): promised, broken, ended. A plan suspends neither order nor limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import grouped, total
from casework.models import Instalment, InstalmentPlan
from casework.models.actor import Actor
from casework.queries.plans import paid_until
from casework.vocabulary import EventKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers, by_timer


def record_plan(
    case: CaseMachine, *, actor: Actor, promised_by: str, agreed_on: date,
    instalments: Sequence[tuple[date, Decimal]], note: str = "",
) -> Done:  # fmt: skip
    """Write down what the payer promised: day and amount (yuan) of each instalment, at most what is owed."""
    require(by_handlers().explain(case, actor))
    sum_ = total(amount for _day, amount in instalments)
    if sum_ > case.unpaid_yuan:
        raise Refused(
            _("计划共 %(sum)s 元，超过尚欠的 %(left)s 元。")
            % {"sum": grouped(sum_), "left": grouped(case.unpaid_yuan)}
        )
    if agreed_on > clock.today():
        raise Refused(_("承诺日期不能晚于今天。"))
    plan = InstalmentPlan(
        case_id=case.pk, promised_by=promised_by, agreed_on=agreed_on, note=note,
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("本案已有分期支付计划，请先终止原计划。")) from error
    Instalment.objects.bulk_create(
        Instalment(plan=plan, due_on=day, amount_yuan=amount) for day, amount in instalments
    )
    record(case, EventKind.PLAN_RECORDED, actor=actor, reason=note, save=False,
           facts={"plan": plan.pk, "instalments": len(instalments), "amount": sum_,
                  "last": max(day for day, _amount in instalments)})  # fmt: skip
    return Done()


def end_plan(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """End the running plan: kept, replaced, or given up."""
    require(by_handlers().explain(case, actor))
    plan = case.plans.select_for_update().filter(ended_on__isnull=True).first()
    if plan is None:
        raise Refused(_("本案没有正在执行的分期支付计划。"))
    plan.ended_on, plan.end_reason = clock.today(), reason[:200]
    plan.save(update_fields=["ended_on", "end_reason"])
    record(case, EventKind.PLAN_ENDED, actor=actor, reason=reason, save=False,
           facts={"plan": plan.pk})  # fmt: skip
    return Done()


def mark_plan_broken(case: CaseMachine, *, actor: Actor) -> Done:
    """The day of a promise passed and less was paid than promised by then; each promise once."""
    require(by_timer().explain(case, actor))
    plan = case.plans.filter(ended_on__isnull=True).first()
    if plan is None:
        raise Refused(_("本案没有正在执行的分期支付计划。"))
    promised, broken = Decimal("0.00"), []
    for row in plan.instalments.select_for_update():
        promised += row.amount_yuan
        if row.broken_on or row.due_on >= clock.today():
            continue
        paid = paid_until(plan, row.due_on)
        if paid < promised:
            row.broken_on = clock.today()
            broken.append(row)
            record(case, EventKind.PLAN_BROKEN, actor=actor, save=False,
                   facts={"plan": plan.pk, "instalment": row.pk, "due": row.due_on,
                          "promised": promised, "paid": paid})  # fmt: skip
    Instalment.objects.bulk_update(broken, ["broken_on"])
    return Done()
