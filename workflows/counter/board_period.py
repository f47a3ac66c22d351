"""What the board is asked for: the days, the campaign, trade and channel; and the figures of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Campaign
from casework.queries import figures
from casework.queries.figures import Account, Scope
from casework.queries.search import typed
from casework.vocabulary import Channel, Industry
from workflows.counter.board_figures import Region
from workflows.counter.campaign_figures import day_of, scopes

PERIODS = [
    ("year", _("今年")), ("quarter", _("本季度")), ("month", _("本月")), ("week", _("近七天")),
]  # fmt: skip
NAMES = ("city", "period", "campaign", "trade", "channel", "on", "wall")


@dataclass
class Asked:
    """The filters of a board, read from its address; what is unknown is not there (404)."""

    request: HttpRequest
    campaigns: list[Campaign]

    def __post_init__(self) -> None:
        self.on = day_of(self._text("on"))
        for name, words in (("trade", Industry), ("channel", Channel)):
            if self._text(name) and self._text(name) not in words.values:
                raise Http404
        if self._text("period") and self._text("period") not in dict(PERIODS):
            raise Http404

    def _text(self, name: str) -> str:
        return typed(self.request.GET.get(name, ""))

    @property
    def period(self) -> str:
        return self._text("period") or "year"

    @property
    def trade(self) -> str:
        return self._text("trade")

    @property
    def channel(self) -> str:
        return self._text("channel")

    @property
    def is_wall(self) -> bool:
        return self._text("wall") == "1"

    @cached_property
    def campaign(self) -> Campaign | None:
        """The campaign asked for. Raises Http404 for an unknown one, or a day before it began."""
        wanted = self._text("campaign")
        if not wanted:
            return None
        found = next((one for one in self.campaigns if str(one.pk) == wanted), None)
        if found is None or (self.on or clock.today()) < found.begins:
            raise Http404
        return found

    @property
    def begins(self) -> date:
        """First day of the period."""
        if self.campaign is not None:
            return self.campaign.begins
        day = self.on or clock.today()
        first = {
            "year": date(day.year, 1, 1),
            "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
            "month": day.replace(day=1),
            "week": day - timedelta(days=6),
        }
        return first[self.period]

    def account(self, region: Region) -> Account:
        """Return the figures asked for, those of a year before, and beside them those of this year."""
        now, before = self._scopes(region)
        today = clock.today()
        year = figures.today_of(date(today.year, 1, 1), today, offices=now.offices)
        return figures.account(now, before, region.offices, beside=[year])

    def query(self, **over: str) -> str:
        """Return the address of the same board with some filters set otherwise."""
        kept = {name: self._text(name) for name in NAMES} | over
        return urlencode({name: text for name, text in kept.items() if text})

    def choices(self) -> list[tuple[str, Any, list[tuple[str, Any]], str]]:
        """The filters as (name, label, options, chosen)."""
        every = ("", _("全部"))
        return [
            ("campaign", _("专项行动"),
             [("", _("不限")), *((str(one.pk), one.name) for one in self.campaigns)],
             self._text("campaign")),
            ("period", _("期间"), PERIODS, self.period),
            ("trade", _("行业"), [every, *Industry.choices], self.trade),
            ("channel", _("渠道"), [every, *Channel.choices], self.channel),
        ]  # fmt: skip

    def _scopes(self, region: Region) -> tuple[Scope, Scope]:
        if self.campaign is not None:
            now, before = scopes(self.campaign, region, self.on)
            narrow = {"trade": self.trade, "channel": self.channel}
            return now.narrowed(**narrow), before.narrowed(**narrow)
        day = self.on or clock.today()
        offices = None if region.whole else tuple(region.office_ids)
        now = figures.today_of(
            self.begins, day, day, offices=offices, trade=self.trade, channel=self.channel
        )
        return now, now.last_year()
