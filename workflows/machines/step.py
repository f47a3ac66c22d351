"""The one door for every change of legal state: `take()`; and `why_not()` which explains it."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from casework.access import YES, Verdict
from casework.models.actor import Actor
from workflows.guards import PASSED


class Refused(Exception):  # noqa: N818  the refusal is an answer, not a fault
    """A step was not allowed; the message is a sentence for the person who tried."""


def require(verdict: Verdict) -> None:
    """Raise Refused with the reason unless the verdict is a yes."""
    if not verdict.ok:
        raise Refused(verdict.reason)


def why_not(record: models.Model, name: str, actor: Actor) -> Verdict:
    """May `actor` take transition `name` on `record` now? State, then permission, then guards."""
    bound = getattr(record, name)
    meta = bound._django_fsm
    state = meta.field.get_state(record)
    transition = meta.get_transition(state)
    if transition is None:
        label = meta.field.flatchoices
        return Verdict(
            False,
            _("现在的状态是“%(state)s”，不能进行这一步。")
            % {"state": dict(label).get(state, state)},
        )
    permission = transition.permission
    if permission is not None:
        verdict: Verdict = permission.explain(record, actor)
        if not verdict.ok:
            return verdict
    for guard in transition.conditions:
        found: Verdict = guard.explain(record)
        if not found.ok:
            return found
    return YES


def starts_here(record: models.Model, name: str) -> bool:
    """Does transition `name` begin in the present state? Guards and permission are not asked."""
    meta = getattr(record, name)._django_fsm
    return meta.get_transition(meta.field.get_state(record)) is not None


def take(record: models.Model, name: str, actor: Actor, **values: Any) -> None:
    """Take transition `name` on the locked `record`; the caller saves it in the same transaction.

    Raises Refused with the reason when state, permission or a guard says no. django-fsm treats a
    permission as a query, so it is asked here.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take() belongs in the transaction of the act")
    require(why_not(record, name, actor))
    bound = getattr(record, name)
    meta = bound._django_fsm
    setattr(record, PASSED, meta.get_transition(meta.field.get_state(record)).conditions)
    try:
        bound(**values)
    except TransitionNotAllowed as error:
        raise Refused(_("这一步现在不能进行。")) from error
    finally:
        delattr(record, PASSED)
