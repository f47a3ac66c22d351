"""What stands about the money of a case beside its ledger, in one query: which acts are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from casework.models import (
    Case,
    Document,
    ExtraPayment,
    InstalmentPlan,
    Liability,
    Recourse,
    Surcharge,
)
from casework.vocabulary import DocumentKind, DocumentState

_KEPT = "_money_facts"


@dataclass(frozen=True)
class MoneyFacts:
    """Yes or no for each thing an act of `workflows.catalogue.money` depends on."""

    liable: bool
    order_drafted: bool
    order_unserved: bool
    recourse: bool
    extra: bool
    surcharge: bool
    plan: bool
    reported: bool
    government: bool
    project: bool


def money_facts(case: Case) -> MoneyFacts:
    """Return them for `case`, asked once per loaded row."""
    known = getattr(case, _KEPT, None)
    if known is None:
        known = _read(case)
        setattr(case, _KEPT, known)
    return known


def _read(case: Case) -> MoneyFacts:
    mine = {"case": OuterRef("pk")}
    orders = Document.objects.filter(kind=DocumentKind.PAYER_ORDER, **mine)
    decided = {"decision__case": OuterRef("pk"), "decision__annulled_on__isnull": True}
    asked = {
        "liable": Liability.objects.filter(ended_at__isnull=True, **mine),
        "order_drafted": orders.filter(state=DocumentState.DRAFT),
        "order_unserved": orders.filter(state=DocumentState.ISSUED, services__isnull=True),
        "recourse": Recourse.objects.filter(**mine),
        "extra": ExtraPayment.objects.filter(reversal__isnull=True, amount_yuan__gt=0, **mine),
        "surcharge": Surcharge.objects.filter(**decided),
        "plan": InstalmentPlan.objects.filter(ended_on__isnull=True, **mine),
        "reported": Document.objects.filter(kind=DocumentKind.GOVERNMENT_REPORT, **mine),
        "government": Case.objects.filter(pk=OuterRef("pk"), project__is_government=True),
    }
    rows = Case.objects.filter(pk=case.pk).annotate(
        **{f"has_{name}": Exists(rows) for name, rows in asked.items()}
    )
    found = rows.values(*(f"has_{name}" for name in asked)).get()
    facts = {name: found[f"has_{name}"] for name in asked}
    return MoneyFacts(**facts, project=case.project_id is not None)
