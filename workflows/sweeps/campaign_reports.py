"""The reports of a running campaign (日督促、周交办、月通报): made when their day is over, sent to supervisors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import override

from casework import clock
from casework.models import Campaign, FigureReport, Membership, Office
from casework.models.actor import Actor
from casework.queries import figures
from casework.records.figure_reports import store
from casework.vocabulary import DivisionLevel, JobKind, ReportKind, Role
from workflows import jobs
from workflows.counter.campaign_figures import account_of, area_of, scopes

logger = logging.getLogger(__name__)
SUNDAY, QUARTER_MONTHS = 6, 3
MONTHS_KEPT = 12


def make_due() -> int:
    """Make every report of yesterday that is not there yet and send each; return how many are new.

    Figures are cumulative from the first day of the campaign. A day missed is made up by hand from
    the campaign page: for a past day the figures are those of that day.
    """
    day = clock.today() - timedelta(days=1)
    made = 0
    running = Campaign.objects.filter(begins__lte=day, ends__gte=day).select_related("previous")
    for campaign in running:
        for office in _offices_above(campaign):
            made += _make(campaign, office, day)
    return made


def keep_days() -> int:
    """Keep the balances boards, campaigns and reports are read from; return how many are new.

    Of year and quarter today, yesterday and the ends of the months before, of each campaign its
    last day; each beside the one it is compared with. Any day between is a month of moves away.
    """
    today = clock.today()
    yesterday = today - timedelta(days=1)
    periods = set()
    for day in (today, yesterday, *_ends_of_months(today, MONTHS_KEPT)):
        for first in (date(day.year, 1, 1), _quarter_of(day)):
            periods |= {(first, day), (figures.a_year_before(first), figures.a_year_before(day))}
    for day in (today, yesterday):
        periods |= {(day.replace(day=1), day),
                    (figures.a_year_before(day.replace(day=1)), figures.a_year_before(day))}  # fmt: skip
    for campaign in Campaign.objects.filter(begins__lte=yesterday).select_related("previous"):
        for day in {min(today, campaign.ends), min(yesterday, campaign.ends)}:
            for scope in scopes(campaign, area_of(campaign.office), day):
                periods.add((scope.begins, scope.on))
    return figures.keep(periods)


def _ends_of_months(day: date, count: int) -> Iterator[date]:
    for _n in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        yield day


def _quarter_of(day: date) -> date:
    return date(day.year, (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, 1)


def kinds_of(day: date) -> Iterator[ReportKind]:
    """Yield which reports a finished day closes: each day, Sunday, last of a month, of a quarter."""
    yield ReportKind.DAILY
    if day.weekday() == SUNDAY:
        yield ReportKind.WEEKLY
    if (day + timedelta(days=1)).day == 1:
        yield ReportKind.MONTHLY
        if day.month % QUARTER_MONTHS == 0:
            yield ReportKind.QUARTERLY


def send(report: FigureReport) -> int:
    """Lay the workbook of the report into the inbox of each supervisor of its area; once each."""
    sent = 0
    for member in _supervisors(report.office):
        actor = Actor(role=member.role, user=member.user, office=member.office)
        try:
            jobs.start(
                JobKind.FIGURE_REPORT,
                actor,
                {"report": report.pk},
                key=f"figure-report-{report.pk}",
            )
            sent += 1
        except jobs.TooManyError:
            # The report is on the campaign page all the same.
            logger.warning("report %s: user %s has too many works", report.pk, member.user_id)
    return sent


def _make(campaign: Campaign, office: Office, day: date) -> int:
    wanted = list(kinds_of(day))
    there = FigureReport.objects.filter(
        campaign=campaign, office=office, on=day, kind__in=wanted
    ).values_list("kind", flat=True)
    missing = set(wanted) - set(there)
    if not missing:
        return 0
    with override("zh-hans"):  # stored, so in one language
        said = figures.content(account_of(campaign, area_of(office), day))
    for kind in missing:
        report, _new = store(campaign, office, kind, said, figures.digest(said))
        send(report)
    return len(missing)


def _offices_above(campaign: Campaign) -> list[Office]:
    """The office that founded the campaign, and the cities below it where somebody supervises."""
    rows = Office.objects.filter(
        closed_on__isnull=True, division__path__startswith=campaign.office.division.path,
        division__level__in=(DivisionLevel.PROVINCE, DivisionLevel.CITY),
        memberships__role=Role.SUPERVISOR,
    )  # fmt: skip
    return list(rows.select_related("division").distinct().order_by("pk"))


def _supervisors(office: Office) -> list[Membership]:
    today = clock.today()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(
        held, office=office, role=Role.SUPERVISOR, valid_from__lte=today, user__is_active=True
    )
    return list(rows.select_related("user", "office"))
