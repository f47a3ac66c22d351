"""The history on the page of a matter: what of it the reader chose to see, and the dates of the rail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property

from casework import clock
from casework.models import Case, Complaint
from casework.queries.history import History, Tally, history_of, tallies_of
from casework.queries.timeline_groups import LABELS, Chip, chips_of, kinds_of

LONGEST_ID = 18


class Told:
    """The part of a dossier that is told from the journal; the dossier says whose journal it is."""

    record: Complaint | Case

    @property
    def complaint_ids(self) -> list[int]:
        raise NotImplementedError

    @property
    def open_contents(self) -> list[int]:
        raise NotImplementedError

    def read_choices(self, params: Mapping[str, str]) -> None:
        """Take from the address: `only=statutory`, `show=<group>`, `before=<id of a row>`."""
        self.statutory = params.get("only") == "statutory"
        group = params.get("show", "")
        self.group = group if group in LABELS and not self.statutory else ""
        before = params.get("before", "")
        self.before = int(before[:LONGEST_ID]) if before.isascii() and before.isdigit() else 0

    @property
    def choices(self) -> str:
        """The reader's filter as it stands in an address, to be put behind another parameter."""
        if self.statutory:
            return "&only=statutory"
        return f"&show={self.group}" if self.group else ""

    @cached_property
    def history(self) -> History:
        return history_of(
            self.record, self.complaint_ids, before=self.before, statutory=self.statutory,
            kinds=kinds_of(self.group), closed=set(self.complaint_ids) - set(self.open_contents),
        )  # fmt: skip

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        return tallies_of(self.record, self.complaint_ids)

    @property
    def row_count(self) -> int:
        """How many rows the whole history has."""
        return sum(tally.count for tally in self.tallies.values())

    @property
    def chips(self) -> list[Chip]:
        """The filters of the timeline that would show anything."""
        return chips_of({kind: tally.count for kind, tally in self.tallies.items()})

    def first(self, kind: str) -> datetime | None:
        """Return when `kind` was first done."""
        tally = self.tallies.get(kind)
        return tally.first if tally else None

    def day(self, kind: str, template: str = "%s") -> str:
        """Return when `kind` was first done, as 11-23 within this year; empty when it was not."""
        moment = self.first(kind)
        if moment is None:
            return ""
        local = timezone.localtime(moment)
        same_year = local.year == clock.today().year
        return template % local.strftime("%m-%d" if same_year else "%Y-%m-%d")
