"""Deadlines: the limits with their ground, and opening, meeting, extending, suspending of clocks.

Rule ids and lengths are those of law.md B2, kept in casework/data/limits.csv; what an administrator
may change of them lies in the law book (casework.lawbook).
"""

from workflows.deadlines.clocks import (
    OPEN,
    build,
    cancel,
    extend,
    hand_over,
    meet,
    move,
    overdue_ordered,
    place,
    refresh_next_due,
    resume,
    running,
    running_of_all,
    spans_of,
    start,
    start_all,
    start_target,
    suspend,
    unended,
    unended_of_all,
    were_touched,
)
from workflows.deadlines.days import calendar, compute, compute_by, explain, forget_calendar
from workflows.deadlines.marks import Mark, left, marks, next_mark_at, pending
from workflows.deadlines.rules import RULES, Rule, Subject, rule, rule_for, rules_day, said

__all__ = [
    "OPEN",
    "RULES",
    "Mark",
    "Rule",
    "Subject",
    "build",
    "calendar",
    "cancel",
    "compute",
    "compute_by",
    "explain",
    "extend",
    "forget_calendar",
    "hand_over",
    "left",
    "marks",
    "meet",
    "move",
    "next_mark_at",
    "overdue_ordered",
    "pending",
    "place",
    "refresh_next_due",
    "resume",
    "rule",
    "rule_for",
    "rules_day",
    "running",
    "running_of_all",
    "said",
    "spans_of",
    "start",
    "start_all",
    "start_target",
    "suspend",
    "unended",
    "unended_of_all",
    "were_touched",
]
