"""What an invented complainant tells: one Filing of the demonstration, from a random source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from casework.models import Division
from casework.records.complaints import Filing
from casework.records.parties import WorkerFacts
from casework.vocabulary import Channel, ComplaintKind, Industry
from workflows.demo import names

MARK = "demo"
"""Filings of the demonstration carry this as their external source."""

INDUSTRIES = {
    Industry.CONSTRUCTION: 60, Industry.NEW_FORMS: 10, Industry.MANUFACTURING: 10,
    Industry.CATERING: 8, Industry.SERVICES: 7, Industry.OTHER: 5,
}  # fmt: skip
CHANNELS = {
    Channel.WEB: 48, Channel.WINDOW: 24, Channel.NATIONAL_PLATFORM: 14, Channel.HOTLINE_12333: 8,
    Channel.HOTLINE_12345: 4, Channel.PHONE: 2,
}  # fmt: skip
DAY_RATES = {
    Industry.CONSTRUCTION: (220, 420), Industry.NEW_FORMS: (160, 300), Industry.CATERING: (110, 190),
}  # fmt: skip
GROUPS = 0.15
SUMMARY = "支付拖欠的工资；并支付赔偿金"


def invent(
    rng: Random, site: Division, today: date, *, old: bool = False, grave: bool | None = None,
    group: int = 0,
) -> Filing:  # fmt: skip
    """Return a filing about a site in `site` as told on `today`.

    `old`: more than two years ago. `grave`: surely above the amount of a listing (five months and
    more), or surely below it (one month, few workers). `group`: so many workers.
    """
    industry = pick(rng, INDUSTRIES)
    months = rng.randint(1, 6)
    if grave is not None:
        months = rng.choice((5, 6)) if grave else 1
        industry = Industry.CONSTRUCTION if industry == Industry.CATERING else industry
    end = today - timedelta(days=rng.randint(760, 900) if old else rng.randint(10, 150))
    start = end - timedelta(days=27 if grave is False else 30 * months - 1)
    size = 1 if rng.random() > GROUPS else rng.choice((5, 6, 7, 8, 9, 11, 12, 14, 18, 23, 37, 60))
    size = group or (min(size, 8) if grave is False else size)
    workers = [_worker(rng, industry, start, end, leads=n == 0) for n in range(size)]
    post = workers[0].post
    city = site.parent if site.parent and site.parent.level == "city" else site
    built = industry == Industry.CONSTRUCTION
    uscc = names.uscc(rng) if grave is not None or rng.random() < 0.7 else ""
    return Filing(
        workers=workers,
        employer_name=names.firm(rng, city.name[:2], industry),
        uscc=uscc,
        employer_address=f"{city.name}{names.address(rng)}（示例）" if uscc else "",
        site_division=site,
        site_address=names.address(rng),
        project_name=names.project(rng) if built else "",
        industry=industry,
        kind=ComplaintKind.COMPLAINT,
        channel=pick(rng, CHANNELS),
        contact_name=workers[0].name,
        contact_phone=workers[0].phone,
        period_text=f"{start.year}年{start.month}月至{end.year}年{end.month}月",
        period_start=start,
        period_end=end,
        description=names.story(rng, industry, post, months),
        requests=SUMMARY if rng.random() < 0.2 else SUMMARY.split("；")[0],
        external_source=MARK,
    )


def as_report(filing: Filing) -> Filing:
    """Return the same matter told by a passer-by without a name, who knows the sum from hearsay."""
    told = sum((worker.claimed_yuan for worker in filing.workers), Decimal("0.00"))
    return replace(
        filing, kind=ComplaintKind.REPORT, is_anonymous=True, channel=Channel.WEB, workers=[],
        worker_count=len(filing.workers), claimed_yuan=told, contact_name="", contact_phone="",
        description="路过工地听说老板欠了工人的钱，请去查一查。", requests="请依法查处",
    )  # fmt: skip


def _worker(rng: Random, industry: str, start: date, end: date, *, leads: bool) -> WorkerFacts:
    low, high = DAY_RATES.get(Industry(industry), (120, 240))
    rate = Decimal(rng.randrange(low, high, 10))
    worked = (end - start).days + 1
    days = Decimal(rng.randint(worked * 6 // 10, worked * 9 // 10))
    if rng.random() < 0.2:
        days += Decimal("0.5")
    return WorkerFacts(
        name=names.person(rng),
        id_number=names.id_card(rng),
        phone=names.phone(rng),
        bank_card=names.bank_card(rng) if rng.random() < 0.6 else "",
        post=rng.choice(names.POSTS[Industry(industry)]),
        period_start=start,
        period_end=end,
        days=days,
        day_rate_yuan=rate.quantize(Decimal("0.01")),
        claimed_yuan=(rate * days).quantize(Decimal("0.01")),
        is_representative=leads,
    )


def pick(rng: Random, weights: dict[Industry, int] | dict[Channel, int]) -> str:
    """Return one key by its weight."""
    found: str = rng.choices([k.value for k in weights], list(weights.values()))[0]
    return found
