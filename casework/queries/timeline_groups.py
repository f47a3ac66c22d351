"""By what a timeline is filtered: every kind of journal row in one group of the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.vocabulary import EventKind

K = EventKind
OTHER = "other"
LABELS: dict[str, Promise] = {
    "steps": _("办理步骤"),
    "deadlines": _("期限"),
    "papers": _("文书和证据"),
    "money": _("认定和支付"),
    "custody": _("移送和人员"),
    "messages": _("留言和来件"),
    "talk": _("讨论和备注"),
    "branches": _("旁支程序"),
    OTHER: _("其他"),
}
# The subject before the dot, unless the kind itself is named below.
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "steps": ("complaint", "case", "notice", "hearing", "review", "decision", "appeal", "urging",
              "enforcement", "order", "payer_order", "evasion", "summons", "cluster"),
    "deadlines": ("deadline", "clock", "term"),
    "papers": ("document", "evidence", "inquiry", "file"),
    "money": ("claim", "payment", "liability", "recourse", "extra", "surcharge", "plan",
              "computation", "government", "threshold"),
    "custody": ("transfer", "department", "task", "recusal", "assistance", "flow"),
    "messages": ("message", "employer", "statement", "worker"),
    "talk": ("note", "comment"),
    "branches": ("account_query", "listing", "publication", "referral", "branch"),
}  # fmt: skip
_KINDS: dict[str, str] = {
    K.COMPLAINT_ASSIGNED: "custody", K.CASE_TRANSFERRED: "custody", K.CASE_RECEIVED: "custody",
    K.CLAIMS_REDIRECTED: "steps", K.EMPLOYER_MERGED: OTHER, K.EMPLOYER_MERGE_UNDONE: OTHER,
    K.DECISION_PAID: "money", K.CASE_COMPLIED: "money", K.CASE_PERFORMED: "money",
}  # fmt: skip
_BY_SUBJECT = {subject: group for group, subjects in _SUBJECTS.items() for subject in subjects}


@dataclass(frozen=True)
class Chip:
    """One filter of the timeline: its key in the address, its word, how many rows it shows."""

    key: str
    label: str
    count: int


def group_of(kind: str) -> str:
    """Return the group a kind of row belongs to; `other` for what nobody filters by."""
    return _KINDS.get(kind) or _BY_SUBJECT.get(kind.partition(".")[0], OTHER)


def kinds_of(group: str) -> list[str]:
    """Return the kinds of `group`; none for a group that does not exist."""
    return [str(kind) for kind in EventKind if group_of(kind) == group] if group in LABELS else []


def chips_of(counts: Mapping[str, int]) -> list[Chip]:
    """Return the groups that have rows, from how many rows there are of each kind."""
    sums = dict.fromkeys(LABELS, 0)
    for kind, number in counts.items():
        sums[group_of(kind)] += number
    return [Chip(key, str(LABELS[key]), number) for key, number in sums.items() if number]
