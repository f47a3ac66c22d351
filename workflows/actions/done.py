"""What an action tells the dispatcher: the outcome its desk node branches on, and what it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from casework.models import (
    Branch,
    Case,
    Complaint,
    DelayComplaint,
    Transfer,
    WithdrawalRequest,
)


@dataclass
class Done:
    """Result of an action. `outcome` names the way the desk goes on; empty keeps the desk as is."""

    outcome: str = ""
    opened: Case | None = None
    branches: list[Branch] = field(default_factory=list)
    onward: Sequence[tuple[Branch, str]] = ()
    """Branches that go on by the way named: from their open desk, or by a new run of their flow."""
    finished: list[Complaint] = field(default_factory=list)
    withdrawal: WithdrawalRequest | None = None
    message: str = ""
    transfer: Transfer | None = None
    moved: list[Complaint] = field(default_factory=list)
    filed: Complaint | None = None
    filed_outcome: str = ""
    beside: str = ""
    """Outcome under which the other desks of the record end, those that know such a way."""
    leaving: int | None = None
    """Id of somebody who may work on the matter no more: their open tasks go back to the office."""
    delay: DelayComplaint | None = None
    """A complaint about delay that begins a run on the desk of the office above."""
    enforcement: bool = False
    """Begin the desks that lead to the court, beside the case's own."""
