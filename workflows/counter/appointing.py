"""Appointing inspectors for many matters at once: a suggestion each, and one answer each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from casework.access import actor_for
from casework.models import Case, Complaint, User
from casework.vocabulary import ComplaintState, Role
from workflows.counter.actors import record_url
from workflows.counter.record_head import complainants
from workflows.counter.workload import Load, Suggestion, Team
from workflows.dispatch import Incomplete, act
from workflows.forms.base import long_text
from workflows.machines.step import Refused

MOST = 50
"""Matters on one page: each is an act of its own in one request."""


class AppointForm(forms.Form):
    """The words that go with every appointment of one list; a first one needs none."""

    reason = long_text(_("说明"), rows=2, max_length=300)

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not optional


@dataclass(frozen=True)
class Row:
    """One matter to appoint for, with the two who are suggested (None: fewer than two are here)."""

    record: Case | Complaint
    code: str
    complainant: str
    suggestion: Suggestion | None

    @property
    def key(self) -> str:
        return f"{self.record.STREAM}-{self.record.pk}"

    @property
    def url(self) -> str:
        return record_url(self.record)


@dataclass(frozen=True)
class Outcome:
    """What became of one matter; `refused` is empty where the act was done."""

    record: Case | Complaint
    refused: str = ""


def rows_for(
    team: Team, records: Sequence[Case | Complaint], without: Collection[int] = ()
) -> list[Row]:
    """Return a row for each matter, each suggestion counting in what the ones above it give."""
    names = complainants(records)
    rows = []
    for record in records:
        suggestion = team.suggest(record, without)
        if suggestion is not None:
            team.burden(suggestion)
        rows.append(
            Row(record, _code(record), names[record.STREAM, record.pk], suggestion)
        )  # fmt: skip
    return rows


def appoint_all(
    user: User, records: Sequence[Case | Complaint], typed: QueryDict, reason: str
) -> list[Outcome]:
    """Appoint for each chosen matter by its own act; one that is refused stops none of the others.

    `typed`: `pick` names the matters by key ("case-12"), `lead-<key>` and `second-<key>` the two
    inspectors, `key` the form, so that a second click does nothing twice.
    """
    chosen = set(typed.getlist("pick"))
    done = []
    for record in records:
        name = f"{record.STREAM}-{record.pk}"
        if name not in chosen:
            continue
        data = {
            "lead": typed.get(f"lead-{name}", ""),
            "second": typed.get(f"second-{name}", ""),
            "reason": reason,
        }
        actor = actor_for(user, record.office, Role.BODY_HEAD)
        try:
            act(_code(record), record.pk, actor, data, key=_key(typed.get("key", ""), name))
        except Incomplete as refusal:
            said = [str(error) for errors in refusal.form.errors.values() for error in errors]
            done.append(Outcome(record, " ".join(said)))
        except Refused as refusal:
            done.append(Outcome(record, str(refusal)))
        else:
            done.append(Outcome(record))
    return done


def choices(loads: Sequence[Load]) -> list[tuple[int, str]]:
    """The inspectors to choose from, least burdened first, each with the load in points."""
    return [(load.user.pk, f"{load.user}（{load.short}）") for load in loads]


def _code(record: Case | Complaint) -> str:
    if isinstance(record, Case):
        return "reassign_inspectors"
    waits = record.state == ComplaintState.FILED and record.lead_id is None
    return "assign_inspectors" if waits else "replace_inspectors"


def _key(form: str, name: str) -> str:
    try:
        return uuid.uuid5(uuid.UUID(form), name).hex
    except ValueError:
        return ""
