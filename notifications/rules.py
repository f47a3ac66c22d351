"""Which way an event takes to whom: defaults as data, what the law demands, what is urgent.

`told` says who hears of an event; here stands by which way. An administrator's `NoticeRule` and a
user's own choice change it, except for what is demanded: that cannot be switched off.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import CaseEvent
from casework.vocabulary import EventKind as K
from notifications.models import Way
from notifications.told import TOLD

OFFICE = "office"
"""The whole office, by the robot of its group or a system of its own."""
NAMED = "named"
"""Who was named by the act itself: a task was given to them."""

BY_CLOCK = (K.DEADLINE_WARNED, K.DEADLINE_PASSED, K.DEADLINE_ESCALATED)
INCIDENTS = (K.COMPLAINT_INCIDENT, K.COMPLAINT_INCIDENT_REPORTED)
"""Mass or extreme incidents are reported up at once (《劳动保障监察条例》第十四条)."""
OF_HOURS = (K.REFERRAL_APPROVED,)
"""Begins a limit in hours: 24 from the approval (《行政执法机关移送涉嫌犯罪案件的规定》第五条)."""
TO_GROUPS = frozenset({
    *INCIDENTS, *OF_HOURS, K.DEADLINE_PASSED, K.DEADLINE_ESCALATED, K.THRESHOLD_CROSSED,
    K.CLUSTER_RAISED, K.TRANSFER_DESIGNATED, K.LISTING_NOTICE_LATE, K.REFERRAL_POLICE_OVERDUE,
})  # fmt: skip
"""What a whole group should hear of: few, or nobody reads them."""

_CLOCK = _("法定期限届满和逾期的提醒不能关闭：期限由法律、法规规定，办案人员和上级都应当知道。")
_ORDER = _("上级的决定不能关闭：应当知道并且执行。")
_TASK = _("交给您本人办理的事项不能关闭。")
_INCIDENT = _("群体性、极端事件应当立即报告（《劳动保障监察条例》第十四条），不能关闭。")
_REFERRAL = _(
    "移送公安机关的时限按小时计算（《行政执法机关移送涉嫌犯罪案件的规定》第五条），不能关闭。"
)

DEMANDED: dict[str, str | Promise] = {
    K.DEADLINE_PASSED: _CLOCK, K.DEADLINE_ESCALATED: _CLOCK,
    K.COMPLAINT_INCIDENT: _INCIDENT, K.COMPLAINT_INCIDENT_REPORTED: _INCIDENT,
    K.REFERRAL_APPROVED: _REFERRAL,
    K.TRANSFER_DESIGNATED: _ORDER, K.TRANSFER_TAKEN_UP: _ORDER, K.CASE_TRANSFERRED: _ORDER,
    K.ORDER_ANNULLED: _ORDER, K.DECISION_ANNULLED: _ORDER, K.REFERRAL_FILING_ORDERED: _ORDER,
    K.SUPERVISION_ISSUED: _ORDER, K.COMPLAINT_ASSIGNED: _TASK, K.TASK_REASSIGNED: _TASK,
}  # fmt: skip

SUBJECTS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "clock": (_("期限和预警"), ("deadline", "clock", "threshold", "cluster", "term", "supervision")),
    "complaint": (_("投诉和受理"), ("complaint", "worker", "message", "department", "satisfaction",
         "delay")),
    "transfer": (_("移送、管辖和协查"), ("transfer", "assistance", "recusal")),
    "case": (
        _("立案和调查"),
        ("case", "evidence", "visit", "task", "evasion", "account_query", "comment", "inquiry",
         "document", "file"),
    ),
    "decision": (
        _("指令、决定和强制执行"),
        ("order", "notice", "statement", "hearing", "review", "decision", "appeal", "urging",
         "enforcement", "payer_order", "surcharge"),
    ),
    "money": (_("付款和清偿"), ("payment", "plan", "employer")),
    "referral": (_("移送公安机关"), ("referral", "government")),
    "listing": (_("失信名单和社会公布"), ("listing", "publication")),
}  # fmt: skip
"""Parts of a user's choice: name, and the beginnings of the kinds that belong to it."""
OWN_WAYS = (Way.INBOX, Way.EMAIL, Way.SMS)
"""Ways a user may choose among."""

_SUBJECT_OF = {prefix: name for name, (_label, found) in SUBJECTS.items() for prefix in found}
_REST = "case"


def subject_of(kind: str) -> str:
    """Return the part of a user's choice that a kind of event belongs to."""
    return _SUBJECT_OF.get(kind.partition(".")[0], _REST)


def is_urgent(event: CaseEvent) -> bool:
    """Does it reach officers at night and on days off: a limit in hours, or an incident?"""
    if event.kind in BY_CLOCK:
        return bool(event.facts.get("due_at"))
    return event.kind in INCIDENTS or event.kind in OF_HOURS


def demanded(event: CaseEvent, who: str = "") -> str | Promise:
    """Return why nobody may switch this notice off; empty where one may."""
    if event.kind == K.DEADLINE_WARNED:
        left = event.facts.get("left")
        last = isinstance(left, int) and left <= 0
        return _CLOCK if last or is_urgent(event) else ""
    if who == NAMED:
        return _TASK
    return DEMANDED.get(event.kind, "")


def by_default(event: CaseEvent, way: str) -> bool:
    """Return whether an event takes a way where no rule of the house says otherwise."""
    if way == Way.SMS:
        return is_urgent(event)
    if way in (Way.WECOM, Way.DINGTALK):
        return event.kind in TO_GROUPS
    return event.kind in TOLD or way in (Way.INBOX, Way.EMAIL)


def takes(
    event: CaseEvent, who: str, way: str, *, house: Mapping[tuple[str, str, str], bool],
    choices: Mapping[str, bool] | None = None,
) -> bool:  # fmt: skip
    """Return whether an event goes to `who` by `way`.

    `house`: rules by (kind, who, way); `choices`: a user's own by "subject:way". A way the house
    has closed for an event stays closed; of the open ones each may choose, but not against what is
    demanded, and that is always in the inbox.
    """
    ruled = house.get((event.kind, who, way), by_default(event, way))
    if demanded(event, who):
        return ruled or way == Way.INBOX
    return ruled and (choices or {}).get(f"{subject_of(event.kind)}:{way}", True)
