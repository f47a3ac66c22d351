"""What stands beside the matters of the walked province: one of each thing that has a page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from casework import clock
from casework.law.identity import make_uscc
from casework.models import CaseEvent, Employer, Job, User
from casework.queries.risk import scoring
from notifications.models import Delivery
from notifications.planning import Plan
from tests import cast, factories, listing_helpers, referral_helpers
from workflows import jobs, tasks
from workflows.actions.merging import merge_employers
from workflows.oversight import rounds
from workflows.sweeps import clusters, conduct

OTHER = "宏远建筑劳务公司（虚构）"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def earlier() -> None:
    """Proceedings of this spring and autumn: a listing, publications, a referral, a merged firm."""
    listing_helpers.on_list()
    listing_helpers.shown(listing_helpers.decided(), "2026-11-09")
    listing_helpers.selected(listing_helpers.decided("2026-09-01"), "2026-11-10")
    case = referral_helpers.expired("2026-10-12", employer_name="郑州立新劳务公司（虚构）",
                                    uscc=make_uscc("410105", 7))  # fmt: skip
    with referral_helpers.at("2026-11-20 09:00"):
        referral_helpers.report(case)
    kept = Employer.objects.get(uscc=factories.USCC)
    factories.file_at(uscc="", employer_name=OTHER, workers=2)
    merge_employers(kept=kept, dropped=Employer.objects.get(name=OTHER),
                    actor=cast.actor(cast.person("sun")), reason="同一家单位。")  # fmt: skip


def now(case: Any) -> None:
    """What is made on pages: a visit and a site at `case`, an absence, a campaign with a report, an
    order of the city, a file to be taken along, a filter, a notice of holidays, messages."""
    lead, today = case.lead, clock.today()
    factories.do("plan_visit", case, lead, {
        "day": today.isoformat(), "starts": "09:00", "ends": "11:00", "place": "工地", "purpose": "核查",
    })  # fmt: skip
    factories.do("record_project", case, lead, {
        "name": "宏远花园三期", "developer": "城建投资公司（虚构）", "general_contractor": "中原建工（虚构）",
        "address": "东风路",
    })  # fmt: skip
    factories.do("comment", case, lead, {"text": "@wugang 请看一下。"})
    factories.do("export_file", case, lead, {"pack": "whole"})
    tasks.make_document_volumes()
    head, city, province = (signed_in(cast.person(key)) for key in ("he", "chen", "sun"))
    head.post(reverse("absence_new"), {
        "user": cast.person("wu_gang").pk, "substitute": lead.pk, "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=2)).isoformat(), "reason": "培训",
    })  # fmt: skip
    city.post(reverse("supervision_new", args=[case.office_id]), {
        "kind": "order", "text": "请在期限内查清并回复。", "working_days": "5", "campaign": "",
        "case": case.pk,
    })  # fmt: skip
    founded = province.post(reverse("campaign_new"), {
        "name": "2026 冬季行动", "begins": "2026-11-01", "ends": "2027-02-16",
        "arrears_zero_on": "2027-01-01", "clues_zero_on": "2027-02-16", "goals": "清零",
        "tags": ["construction"], "previous": "",
    })  # fmt: skip
    province.post(f"{founded['Location']}reports/", {"kind": "daily", "on": today.isoformat()})
    signed_in(lead).post(reverse("desk_save"), {"name": "工程", "query": "industry=construction"})
    signed_in(cast.person("administrator")).post(reverse("calendar"), {
        "year": "2026", "source": "省政府办公厅（虚构）", "text": "放假,2026-12-31,2026-12-31,防汛停工",
        "partial": "on", "confirmed": "1",
    })  # fmt: skip
    for job in Job.objects.order_by("id"):
        jobs.run_job(job.pk)
    # The relay takes only rows of transactions that have ended, and this one does not.
    told = Plan(list(CaseEvent.objects.order_by("id")), clock.now()).deliveries()
    Delivery.objects.bulk_create(told, ignore_conflicts=True)
    watched()


def watched() -> None:
    """What the inspection of the inspectors shows: alerts, and a round with a sheet to fill in;
    scores of risk, and the warning of a cluster."""
    conduct.find_now()
    clusters.sweep()
    for kind in ("employer", "project"):
        scoring.rebuild(kind)
    sun, today = cast.person("sun"), clock.today()
    places = [cast.office(place).pk for place in (cast.JINSHUI, cast.SHANGSHUI)]
    plan = rounds.Plan("试评查", places, today, today, 2, 50, Decimal(20000), 10, [sun.pk])
    rounds.open_round(plan, actor=cast.actor(sun))
