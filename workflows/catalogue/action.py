"""Action: one act as data: its code, label, form, permission and legal ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access import YES, Verdict
from casework.models.actor import Actor
from casework.vocabulary import CaseState, Role
from workflows.actions.done import Done
from workflows.forms.base import ActForm
from workflows.guards import Guard
from workflows.machines.step import starts_here, why_not
from workflows.permissions import Allowed, by, by_handlers

Machine = Any
"""A proxy with transitions: of Complaint, of Case, or of a kind of Branch."""


@dataclass(frozen=True)
class Action:
    """One act. `transition` or `permission` says who may; a `desk` action needs its open task.

    `transitions` names several for an act that takes one or the other by the state it finds.
    `at_counter` is False for acts of complainant, employer and timer: they have no staff page.
    """

    code: str
    label: str | Promise
    machine: Machine
    run: Callable[..., Done]
    form: type[ActForm]
    transition: str = ""
    permission: Allowed | None = None
    states: tuple[str, ...] = ()
    desk: bool = True
    basis: str | Promise = ""
    tone: str = ""
    transitions: tuple[str, ...] = ()
    at_counter: bool = True

    def may(self, record: Any, actor: Actor) -> Verdict:
        """State, permission and guards of this action, with the reason when closed."""
        verdict = self.may_begin(record, actor)
        if not verdict.ok or not self.names:
            return verdict
        fitting = [name for name in self.names if starts_here(record, name)]
        asked = [why_not(record, name, actor) for name in fitting or self.names]
        return next((verdict for verdict in asked if verdict.ok), asked[-1])

    @property
    def names(self) -> tuple[str, ...]:
        """The transitions this act may take."""
        return (self.transition,) if self.transition else self.transitions

    def may_begin(self, record: Any, actor: Actor) -> Verdict:
        """The part of `may()` that is not asked again by `take()` while the action runs."""
        if self.states and record.state not in self.states:
            return Verdict(False, gettext("现在的状态不能进行这一步。"))
        if self.permission is not None:
            verdict: Verdict = self.permission.explain(record, actor)
            return verdict
        return YES


def also(permission: Allowed, *guards: Guard) -> Allowed:
    """Return a permission that also asks facts, for an act that changes no state itself."""

    def explain(record: Any, actor: Actor) -> Verdict:
        asked: Verdict = permission.explain(record, actor)
        if not asked.ok:
            return asked
        return next((v for guard in guards if not (v := guard.explain(record)).ok), YES)

    return Allowed(explain, permission.who)


STAFF = by_handlers(Role.CLERK, Role.BODY_HEAD)
HEAD = by(Role.BODY_HEAD)
ENDED_CASE = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)
OPEN_CASE = tuple(s.value for s in CaseState if s not in ENDED_CASE)
R25 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")
R423_16 = _("《劳动保障监察条例》第十六条")
R423_17 = _("《劳动保障监察条例》第十七条")
R423_18 = _("《劳动保障监察条例》第十八条")
R423_26 = _("《劳动保障监察条例》第二十六条")
R724_10 = _("《保障农民工工资支付条例》第十条")
R423_13 = _("《劳动保障监察条例》第十三条")
R_PENALTY_25 = _("《行政处罚法》第二十五条")
