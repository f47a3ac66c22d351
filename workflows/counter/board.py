"""The board of those who supervise: where it is late, how much is owed, what has just happened."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework import clock
from casework.access import scope_of
from casework.models import Campaign, CaseEvent, User
from casework.printing import figures as printing
from casework.queries.figures import Account
from casework.queries.figures import Line as FigureLine
from casework.queries.search import typed
from casework.templatetags.casework_format import thousands, yuan_short
from casework.vocabulary import Role
from workflows.counter.board_figures import (
    Figures,
    Line,
    Region,
    city_lines,
    office_lines,
    recent_events,
    stock,
    total,
)
from workflows.counter.board_period import Asked
from workflows.counter.campaigns import figure_rows, heads, line_rows

READERS = (Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.BODY_HEAD, Role.AUDITOR)
RANKED, BESIDE_MAP = 20, 10
HEADLINE = ("clues", "groups", "acceptance_in_time", "first_response", "filed", "closing_rate",
            "amount", "paid", "recovery_rate", "overdue")  # fmt: skip
IN_PARTS = ("clues", "groups", "acceptance_in_time", "filed", "closing_rate", "owed", "paid")
MILLION = Decimal(1_000_000)
# (column, row) of each city in a 7 x 6 grid: roughly where it lies, not its boundary.
GRID = {
    "410500": (5, 0), "419001": (2, 1), "410800": (3, 1), "410700": (4, 1), "410600": (5, 1),
    "410900": (6, 1), "411200": (0, 2), "410300": (2, 2), "410100": (3, 2), "410200": (4, 2),
    "411400": (6, 2), "410400": (2, 3), "411000": (3, 3), "411100": (4, 3), "411600": (5, 3),
    "411300": (1, 4), "411700": (4, 4), "411500": (4, 5),
}  # fmt: skip
LEVELS = ((20, 4), (10, 3), (5, 2), (1, 1), (0, 0))
LEGEND = [(0, "0"), (1, "1–4"), (2, "5–9"), (3, "10–19"), (4, "≥ 20")]


@login_required
@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The board of the user's region, or (`?region=board`) its live part; `?wall=1` for a screen."""
    assert isinstance(request.user, User)
    if not scope_of(request.user).has(*READERS):
        raise PermissionDenied
    region = Region(request.user, typed(request.GET.get("city", "")))
    asked = Asked(request, list(Campaign.objects.select_related("previous")))
    found, repeated = stock(region, asked.begins)
    account = asked.account(region)
    events = [_event(event) for event in recent_events(region)]
    offices = office_lines(region, found)
    context = {
        "region": region,
        "title": _("%(place)s办理情况") % {"place": region.name},
        "actions": [(reverse("audit_process"), _("流程分析"), False)],
        "now": clock.now(),
        "asked": asked,
        "kpis": _kpis(total(found.values()), account.beside[0]["paid"], _late_url(region)),
        "ranked": [_ranked(line) for line in offices if line.figures.open][:RANKED],
        "tiles": _tiles(region, found, asked) if region.shows_map else [],
        "legend": LEGEND,
        "offices": [] if region.shows_map else [_ranked(line) for line in offices],
        "events": events,
        "newest": events[:BESIDE_MAP],
        "live_url": f"{reverse('board')}?region=board&{asked.query()}",
        "wall_url": f"{reverse('board')}?{asked.query(wall='1')}",
        "repeated": repeated,
        "may_issue": scope_of(request.user).has(Role.SUPERVISOR),
        "own_offices": scope_of(request.user).office_ids,
        **_of_period(account, region),
    }
    if request.GET.get("region") == "board":
        part = "workflows/_board_wall.html" if asked.is_wall else "workflows/_board.html"
        return render(request, part, context)
    page = "workflows/board_wall.html" if asked.is_wall else "workflows/board.html"
    return render(request, page, context)


def _of_period(account: Account, region: Region) -> dict[str, Any]:
    """The figures of the period beside those of the year before, and their parts."""
    said = {"begins": account.scope.begins, "on": account.scope.on,
            "last_begins": account.earlier.begins, "last_on": account.earlier.on}  # fmt: skip
    trades = line_rows(account.trades, IN_PARTS)
    return {
        "account": account,
        "figures": figure_rows(account),
        "headline": [row for row in figure_rows(account) if row["code"] in HEADLINE],
        "period": printing.period(said),
        "last_period": printing.last_period(said),
        "trades": trades,
        "trade_bars": _bars(account.trades),
        "channels": line_rows(account.channels, IN_PARTS),
        "channel_bars": _bars(account.channels),
        "part_heads": heads(IN_PARTS),
        "places": line_rows(account.cities if region.shows_map else account.offices, IN_PARTS),
    }


def _bars(lines: list[FigureLine]) -> list[tuple[Any, Any, Any]]:
    """Complaints received by trade or channel: (name, number, the greatest number)."""
    most = max((line.now["clues"] or 0 for line in lines), default=0)
    return [(line.name, line.now["clues"], most or 1) for line in lines]


def _late_url(region: Region) -> str:
    """The list behind the figure; the list has no filter for a city within the province."""
    return "" if region.city else f"{reverse('cases')}?overdue=1"


def _kpis(sums: Figures, recovered: Any, late_url: str) -> list[tuple[Any, ...]]:
    """Key figures: (label, value, tone, url, unit)."""
    bad = "bad" if sums.overdue else ""
    warn = "warn" if sums.near else ""
    return [
        (_("在办投诉"), thousands(sums.complaints), "", "", _("件")),
        (_("在办案件"), thousands(sums.cases), "", "", _("件")),
        (_("已超期"), thousands(sums.overdue), bad, late_url, _("件")),
        (_("三个工作日内到期"), thousands(sums.near), warn, "", _("件")),
        (_("待受理"), thousands(sums.unaccepted), "", "", _("件")),
        (_("移送途中"), thousands(sums.in_transit), "", "", _("件")),
        (_("涉及工人"), thousands(sums.workers), "", "", _("人")),
        (_("尚欠"), *_amount(sums.owed, "")),
        (_("今年立案已追回"), *_amount(recovered, "ok")),
    ]


def _amount(yuan: Decimal, tone: str) -> tuple[str, str, str, str]:
    """A sum of money as (value, tone, url, unit); from a million yuan on in ten thousands."""
    if yuan < MILLION:
        return yuan_short(yuan), tone, "", _("元")
    return f"{yuan / 10000:,.1f}", tone, "", _("万元")


def _ranked(line: Line) -> dict[str, Any]:
    return {"name": line.name, "figures": line.figures, "office_id": line.office_id,
            "url": f"{reverse('cases')}?{urlencode({'office': line.office_id})}"}  # fmt: skip


def _tiles(region: Region, found: dict[int, Figures], asked: Asked) -> list[dict[str, Any]]:
    """One tile per city that has a place in the grid; all cities are in the table beside it."""
    tiles = []
    for line in city_lines(region, found):
        col, row = GRID.get(line.code, (None, None))
        late = line.figures.overdue
        tiles.append({
            "name": _short(line.name), "full_name": line.name, "value": late, "col": col,
            "row": row, "figures": line.figures,
            "level": next(level for least, level in LEVELS if late >= least),
            "url": f"{reverse('board')}?{asked.query(city=line.code)}",
        })  # fmt: skip
    return tiles


def _short(name: str) -> str:
    return name.split("示范区")[0].removesuffix("市")


def _event(event: CaseEvent) -> dict[str, Any]:
    """One line of the feed: what happened to which number, at which office; nobody's name."""
    subject = event.case if event.stream == "case" else event.complaint
    assert subject is not None
    return {
        "at": event.at,
        "text": event.get_kind_display(),
        "note": f"{subject.title} · {subject}",
        "by": event.office.division.full_name if event.office is not None else "",
        "url": reverse(event.stream, args=[event.subject_id]),
    }
