"""Which figures a campaign page, a report, a file and the interface show: one scope for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from casework import clock
from casework.access import scope_of
from casework.models import Campaign, Office, User
from casework.queries import figures
from casework.queries.figures import Account, Scope
from casework.vocabulary import DivisionLevel, Role
from workflows.counter.board_figures import Region

READERS = (Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.BODY_HEAD, Role.AUDITOR)


@dataclass(frozen=True)
class Area:
    """The offices of one office's area, as a `Region` is that of a user."""

    name: str
    offices: list[Office]
    whole: bool

    @property
    def office_ids(self) -> list[int]:
        return [office.pk for office in self.offices]


def area_of(office: Office) -> Area:
    """Return the offices at and below `office`; all of them for the province."""
    rows = Office.objects.filter(closed_on__isnull=True).select_related("division__parent")
    division = office.division
    below = rows.filter(division__path__startswith=division.path)
    return Area(division.name, list(below), division.level == DivisionLevel.PROVINCE)


def region_of(user: User, city: str = "") -> Region:
    """Return the offices whose figures `user` may read. Raises PermissionDenied for others."""
    if not scope_of(user).has(*READERS):
        raise PermissionDenied
    return Region(user, city)


def day_of(text: str | None, *, least: date | None = None) -> date | None:
    """Read a day of a query. Raises Http404 for what is none, lies ahead or before `least`."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day > clock.today() or (least is not None and day < least):
        raise Http404
    return day


def scopes(
    campaign: Campaign, region: Region | Area, on: date | None = None
) -> tuple[Scope, Scope]:
    """Return what the campaign counts as of `on`, and the same days of the one before.

    After its last day a campaign is shown as of that day, unless another is asked for. Without an
    earlier campaign the same days of the year before are compared.
    """
    offices = None if region.whole else tuple(region.office_ids)
    day = on or min(clock.today(), campaign.ends)
    now = figures.today_of(
        campaign.begins, campaign.ends, day, offices=offices, tags=tuple(campaign.tags)
    )
    before = campaign.previous
    if before is None:
        return now, now.last_year()
    same_day = before.begins + (now.on - campaign.begins)
    return now, now.as_of(before.begins, max(same_day, before.begins))


def account_of(campaign: Campaign, region: Region | Area, on: date | None = None) -> Account:
    """Return the figures of the campaign in `region` as of `on`; two statements."""
    now, before = scopes(campaign, region, on)
    return figures.account(now, before, region.offices)


def title_of(campaign: Campaign, region: Region | Area) -> str:
    """Heading of the figures on page and paper."""
    return _("%(place)s%(campaign)s情况") % {"place": region.name, "campaign": campaign.name}


def zeros(campaign: Campaign, found: Account) -> list[dict[str, Any]]:
    """The two zeros (两个清零): what is left, and the days there are."""
    left = [
        (_("存量欠薪清零"), "owed", campaign.arrears_zero_on, _("尚欠（元）")),
        (_("欠薪线索清零"), "clues_left", campaign.clues_zero_on, _("未办结线索（件）")),
    ]
    return [
        {
            "label": label, "unit": unit, "by": by, "days": (by - found.scope.on).days,
            "value": figures.BY_CODE[code].shown(found.now[code]), "done": not found.now[code],
        }
        for label, code, by, unit in left
    ]  # fmt: skip
