"""The law as it stands in the code: machines, who may do what, limits; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django_fsm import FSMField

from casework.vocabulary import BranchKind
from workflows.catalogue import ACTIONS, Action
from workflows.deadlines import RULES
from workflows.flows.branches import BRANCH_FLOWS
from workflows.guard_words import GUARD_WORDS

ANY = ("*", "+")
TAKEN_BY: dict[str, tuple[str, ...]] = {
    "complaint.withdraw": ("confirm_withdrawal", "decide_worker_withdrawals"),
    "complaint.return_from_department": ("record_department_return",),
    "complaint.close": ("tell_result", "tell_department_result"),
    "withdrawalrequest.confirm": ("confirm_withdrawal", "decide_worker_withdrawals"),
    "withdrawalrequest.decline": ("decline_withdrawal", "decide_worker_withdrawals"),
    "transfer.accept": ("accept_transfer", "accept_case_transfer"),
    "transfer.refuse": ("refuse_transfer", "refuse_case_transfer"),
    "transfer.negotiate": ("negotiate_transfer", "negotiate_case"),
    "transfer.keep": ("keep_complaint", "keep_case"),
    "transfer.request_designation": ("request_designation", "request_case_designation"),
    "transfer.designate": ("designate_transfer", "designate_case"),
    "departmenttransfer.accept": ("record_department_acceptance",),
    "departmenttransfer.give_back": ("record_department_return",),
    "departmenttransfer.conclude": ("record_department_result",),
    "case.hand_over": ("accept_case_transfer",),
    "case.lose_order": ("annul_order", "record_appeal_result"),
    "case.redo_decision": ("annul_decision", "record_appeal_result"),
    "case.lose_decision": ("annul_decision", "record_appeal_result"),
    "blacklistentry.raise_objection": ("object_to_listing",),
    "blacklistentry.go_along": ("grant_removal",),
    "blacklistentry.stay": ("refuse_removal",),
    "publication.keep": ("answer_publication_objection",),
}
"""Transition -> the acts that take it beside their own, or of another row than the one they are on."""


@dataclass(frozen=True)
class Step:
    """One legal transition: from, to, who may, by which acts, on what ground.

    `guards` are the names of the facts that must hold, `needs` the same in words.
    """

    name: str
    source: str
    target: str
    who: str
    guards: tuple[str, ...]
    needs: tuple[str, ...]
    acts: tuple[str, ...]
    basis: tuple[str, ...]
    doc: str


@dataclass
class Machine:
    """One state machine as data. `states` are (value, label) in the order of the law."""

    model: type[models.Model]
    states: list[tuple[str, str]]
    steps: list[Step] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.model._meta.model_name.removesuffix("machine")  # type: ignore[union-attr]

    @property
    def title(self) -> str:
        concrete = self.model._meta.concrete_model
        assert concrete is not None
        return str(concrete._meta.verbose_name)

    @cached_property
    def labels(self) -> dict[str, str]:
        return dict(self.states)


def machines() -> list[Machine]:
    """Return every machine, in the order their models were made known."""
    return [_machine(model, found) for model, found in _models()]


def machine(key: str) -> Machine | None:
    """Return one machine by its key ("case", "complaint", "accountquery")."""
    return next((found for found in machines() if found.key == key), None)


def _models() -> Iterator[tuple[type[models.Model], FSMField]]:
    for model in apps.get_app_config("workflows").get_models():
        if not model._meta.proxy:
            continue
        for column in model._meta.get_fields():
            if isinstance(column, FSMField) and list(column.get_all_transitions(model)):
                yield model, column


def _machine(model: type[models.Model], column: FSMField) -> Machine:
    found = Machine(model, [(str(value), str(label)) for value, label in column.flatchoices])
    for transition in column.get_all_transitions(model):
        named = [value for value, _label in found.states]
        sources = named if transition.source in ANY else [str(transition.source)]
        found.steps += [_step(model, transition, source) for source in sources]
    known = {value for value, _label in found.states}
    extra = {value for step in found.steps for value in (step.source, step.target)} - known
    found.states += [(value, value) for value in sorted(extra)]
    place = {value: number for number, (value, _label) in enumerate(found.states)}
    found.steps.sort(key=lambda step: (place[step.source], place[step.target], step.name))
    return found


def _step(model: type[models.Model], transition: Any, source: str) -> Step:
    acts = [
        a for a in ACTIONS.values() if issubclass(model, a.machine) and transition.name in a.names
    ]
    if not acts:
        acts = [ACTIONS[code] for code in TAKEN_BY.get(_name(model, transition.name), ())]
    doc = (getattr(model, transition.name).__doc__ or "").strip().split("\n")[0]
    permission = transition.permission
    return Step(
        name=transition.name,
        source=source,
        target=str(transition.target),
        who=permission.who() if permission is not None else "",
        guards=tuple(guard.__name__ for guard in transition.conditions),
        needs=tuple(str(GUARD_WORDS.get(guard, "")) for guard in transition.conditions),
        acts=tuple(str(act.label) for act in acts),
        basis=tuple(dict.fromkeys(str(act.basis) for act in acts if act.basis)),
        doc=doc,
    )


def _name(model: type[models.Model], transition: str) -> str:
    concrete = model._meta.concrete_model
    assert concrete is not None
    return f"{concrete._meta.model_name}.{transition}"


def faults() -> list[str]:
    """Return what does not hold together, one English sentence each; empty when all is well."""
    found: list[str] = []
    for book in machines():
        found += _faults_of(book)
    found += [f"limit {rule.id} cites no law" for rule in RULES.values() if not rule.basis]
    found += [f"branch {kind} has no flow" for kind in BranchKind if kind not in BRANCH_FLOWS]
    found += [f"action {act.code}: nobody may do it" for act in ACTIONS.values() if not _who(act)]
    return found


def _faults_of(book: Machine) -> Iterator[str]:
    reached = {step.target for step in book.steps}
    initial = str(book.model().state)  # type: ignore[attr-defined]
    for value, _label in book.states:
        if value not in reached and value != initial:
            yield f"{book.key}: nothing leads to {value}"
    for step in book.steps:
        if not step.who:
            yield f"{book.key}.{step.name}: says not who may"
        if not step.acts:
            yield f"{book.key}.{step.name}: no act takes it"
        if not step.doc:
            yield f"{book.key}.{step.name}: has no docstring"
        for name, words in zip(step.guards, step.needs, strict=True):
            if not words:
                yield f"{book.key}.{step.name}: guard {name} has no words"


def _who(act: Action) -> str:
    if act.permission is not None and act.permission.who():
        return act.permission.who()
    for name in act.names:
        method = getattr(act.machine, name, None)
        meta = getattr(method, "_django_fsm", None)
        if meta is None:
            return ""
        permissions = [t.permission for t in meta.transitions.values()]
        if any(p is not None and p.who() for p in permissions):
            return next(p.who() for p in permissions if p is not None and p.who())
    return ""


def who_may(act: Action) -> str:
    """Say in words who may do an act."""
    return _who(act)
