"""The three conditions for accepting a complaint (Order 25 art. 18) beside what the record says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import clock
from casework.models import Complaint
from workflows import deadlines

LIMIT_MONTHS = 24  # 《劳动保障监察条例》第二十条


@dataclass(frozen=True)
class Condition:
    """One condition: its wording, what the record says, and whether that speaks for it."""

    text: str
    says: str
    met: bool | None

    @property
    def word(self) -> str:
        if self.met is None:
            return _("请核对")
        return _("记载相符") if self.met else _("记载不符")

    @property
    def tone(self) -> str:
        return "warn" if self.met is None else "ok" if self.met else "bad"


def conditions(complaint: Complaint) -> list[Condition]:
    """Return the checklist; the record only helps, the inspectors judge."""
    return [_in_time(complaint), _definite_employer(complaint), _competent(complaint)]


def _in_time(complaint: Complaint) -> Condition:
    text = _("违法行为发生在二年以内（连续或者继续的，自终了之日起算）")
    end = complaint.period_end
    if end is None:
        return Condition(text, complaint.period_text or _("没有写明欠薪期间"), None)
    start = complaint.period_start.isoformat() if complaint.period_start else "…"
    received = clock.day_of(complaint.received_at)
    last = deadlines.calendar().add_months(end, LIMIT_MONTHS).date
    says = _("欠薪期间 %(start)s 至 %(end)s，%(received)s 投诉") % {
        "start": start, "end": end.isoformat(), "received": received.isoformat(),
    }  # fmt: skip
    return Condition(text, says, received <= last)


def _definite_employer(complaint: Complaint) -> Condition:
    text = _("有明确的被投诉用人单位，劳动者的权益受其违法行为侵害")
    if not complaint.employer_name:
        named = complaint.project_name
        says = (
            _("没有写明用人单位，项目：%(name)s") % {"name": named}
            if named
            else _("没有写明用人单位")
        )
        return Condition(text, says, None if named else False)
    employer = complaint.employer
    code = employer.uscc if employer is not None else ""
    says = f"{complaint.employer_name}（{code}）" if code else complaint.employer_name
    return Condition(text, says, True)


def _competent(complaint: Complaint) -> Condition:
    text = _("属于劳动保障监察职权范围，并由本机构管辖（用工所在地）")
    site = complaint.site_division
    if site is None:
        return Condition(text, complaint.site_address or _("没有写明用工所在地"), None)
    inside = site.path.startswith(complaint.office.division.path)
    says = " · ".join(part for part in (site.name, complaint.site_address) if part)
    return Condition(text, says, inside)
