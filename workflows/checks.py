"""System checks: every state of a machine reachable, every desk action known, every flow locked."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from workflows.catalogue import ACTIONS
from workflows.deadlines import RULES
from workflows.flows.branches import BRANCH_FLOWS
from workflows.flows.case import CaseFlow
from workflows.flows.complaint import ComplaintFlow, WithdrawalFlow
from workflows.flows.delay import DelayFlow
from workflows.flows.desk import Desk, desk_lock
from workflows.flows.enforcement import EnforcementFlow
from workflows.flows.transfer import CaseTransferFlow

FLOWS = (
    ComplaintFlow, WithdrawalFlow, DelayFlow, CaseFlow, CaseTransferFlow, EnforcementFlow,
    *BRANCH_FLOWS.values(),
)  # fmt: skip


@register()
def flows_are_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A desk names only known actions; a flow uses the row lock; a limit cites its law."""
    found: list[CheckMessage] = []
    for flow_class in FLOWS:
        if flow_class.lock_impl is not desk_lock:
            found.append(
                Error(f"{flow_class.__name__} does not lock its rows", id="workflows.E001")
            )
        for node in flow_class.instance.nodes():
            if isinstance(node, Desk):
                found += [
                    Error(f"{flow_class.__name__}.{node.name}: no action {code}",
                          id="workflows.E002")
                    for code in node.actions
                    if code not in ACTIONS
                ]  # fmt: skip
    found += [
        Error(f"limit {rule.id} cites no law", id="workflows.E003")
        for rule in RULES.values()
        if not rule.basis
    ]
    return found
