"""Panel of the case page: liable parties and their orders, recourse, surcharge, extras, plan, project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from casework.law.money import total
from casework.models import Case, Complaint
from casework.queries.accounts import balances_of
from casework.queries.money_facts import money_facts
from casework.queries.payers import liabilities_of, orders_of, recourses_of
from casework.queries.plans import plan_of
from casework.queries.surcharge import surcharge_of

TEMPLATE = "workflows/_money_panel.html"


def money(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Return only what stands; a case without any of it shows nothing and costs one query."""
    if not isinstance(record, Case):
        return {"template": TEMPLATE, "context": {}}
    facts = money_facts(record)
    context: dict[str, Any] = {"record": record}
    if facts.liable:
        context |= {"liabilities": liabilities_of(record), "orders": orders_of(record)}
    if facts.recourse:
        context["recourses"] = recourses_of([record])
    if facts.surcharge:
        context["surcharge"] = surcharge_of(record)
    if facts.extra:
        rows = record.extra_payments.all()
        context["extra"] = total(row.amount_yuan for row in rows)
    if facts.plan:
        context["plan"] = plan_of(record)
    if facts.project:
        context |= {"project": record.project, "balances": balances_of(record.project_id or 0)}
    context["stands"] = len(context) > 1
    return {"template": TEMPLATE, "context": context}
