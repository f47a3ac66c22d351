"""Facts that must hold for a step of a listing or a publication; each guard explains its refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict
from casework.models import (
    BlacklistEntry,
    Case,
    Deadline,
    Decision,
    Document,
    PartyPaper,
    Publication,
    Referral,
)
from casework.models.listing import UNDECIDED_STATES
from casework.queries.listings import (
    corrected_on,
    live_listing,
    new_violations,
    standing_bars,
)
from casework.queries.thresholds import open_crossing
from casework.vocabulary import (
    BarKind,
    DeadlineState,
    DocumentKind,
    DocumentState,
    ListingGround,
    PartyPaperKind,
    PublicationGround,
    ReferralState,
)
from workflows import deadlines
from workflows.guards import Guard

CRIMINAL = (
    ReferralState.FILED_BY_POLICE, ReferralState.HANDED_OVER, ReferralState.PROSECUTED,
    ReferralState.JUDGED,
)  # fmt: skip
"""The police filed it: in criminal proceedings, or convicted (Order 45 art. 13 (2))."""
_NOTICE, _TERMS = "_issued_notice", "_terms_to_decide"


def order_has_expired(case: Case) -> bool:
    """Can this case count towards the amount at all? Only after its order's term (Order 45 art. 5)."""
    due = case.order_due_on
    return case.employer_id is not None and due is not None and due < clock.today()


@Guard
def amount_reached(case: Any) -> Verdict:
    """The amount is reached over all counties, and this is the first filed case (最先立案)."""
    crossing = open_crossing(case.employer_id)
    if crossing is None:
        return Verdict(False, _("该单位期满未付的工资没有达到认定标准，见数额计算表。"))
    if crossing.lead_case_id != case.pk:
        return Verdict(
            False, _("由最先立案的%(office)s办理（%(case)s）。")
            % {"office": crossing.lead_case.office, "case": crossing.lead_case},
        )  # fmt: skip
    return YES


@Guard
def expired_unpaid(case: Any) -> Verdict:
    """The order's term is over and something is unpaid (Order 45 art. 5)."""
    if order_has_expired(case) and case.unpaid_yuan > 0:
        return YES
    return Verdict(False, _("须经责令限期支付、期满仍未支付，才能按事件情形列入。"))


@Guard
def no_other_listing(case: Any) -> Verdict:
    """An employer is listed once, by one office."""
    other = live_listing(case.employer_id)
    if other is None:
        return YES
    return Verdict(
        False, _("该单位已由%(office)s办理列入（%(case)s），不能重复启动。")
        % {"office": other.case.office, "case": other.case},
    )  # fmt: skip


@Guard
def parties_open(case: Any) -> Verdict:
    """A listing of this case is still undecided, so that a party can join it."""
    rows = BlacklistEntry.objects.filter(group__case=case.pk, state__in=UNDECIDED_STATES)
    return YES if rows.exists() else Verdict(False, _("这件列入事项已经决定，不能再增加当事人。"))


def issued_notice(entry: Any) -> Document | None:
    """Return the latest signed notice of this party; guard and act ask for it once."""
    if not hasattr(entry, _NOTICE):
        rows = entry.documents.filter(kind=DocumentKind.LISTING_NOTICE, state=DocumentState.ISSUED)
        found = rows.select_related("office").order_by("-id").first()
        if found is not None:
            found.case = entry.case
        setattr(entry, _NOTICE, found)
    known: Document | None = getattr(entry, _NOTICE)
    return known


@Guard
def notice_issued(entry: Any) -> Verdict:
    """The notice of this party was signed and numbered; only then can it be served (art. 6)."""
    return YES if issued_notice(entry) else Verdict(False, _("拟列入告知书还没有签发。"))


@Guard
def ground_stands(entry: Any) -> Verdict:
    """An incident counts only with evidence and once confirmed by the department head (art. 5 (2))."""
    group = entry.group
    if group.annulled_on is not None:
        return Verdict(False, _("责令支付的决定已被撤销，不能列入。"))
    if group.ground == ListingGround.AMOUNT:
        return YES
    if not group.incident_evidence.exists():
        return Verdict(False, _("认定群体性事件、极端事件须有证据，请先补充。"))
    if group.incident_confirmed_on is None:
        return Verdict(False, _("须先由行政机关负责人认定该事件社会影响恶劣。"))
    return YES


def terms_of(entry: Any) -> dict[str, Any]:
    """Return the party's latest clocks for decision and objection (D-22, D-23), read once per act.

    Each tells whether the party `objected`, and whether an objection is still `unanswered`.
    """
    if not hasattr(entry, _TERMS):
        papers = PartyPaper.objects.filter(entry=entry.pk, kind=PartyPaperKind.OBJECTION)
        rows = entry.deadlines.filter(rule__in=("D-22", "D-23")).annotate(
            objected=Exists(papers), unanswered=Exists(papers.filter(granted__isnull=True))
        )
        setattr(entry, _TERMS, {term.rule: term for term in rows.order_by("id")})
    known: dict[str, Any] = getattr(entry, _TERMS)
    return known


@Guard
def objection_settled(entry: Any) -> Verdict:
    """The party's five days are over, or its objection was answered (Order 45 arts. 6, 8)."""
    term = terms_of(entry).get("D-23")
    if term is None:
        return Verdict(False, _("拟列入告知书还没有送达这名当事人。"))
    if term.unanswered:
        return Verdict(False, _("当事人的异议还没有核实告知，不能决定列入。"))
    if term.objected or clock.today() > term.due_on:
        return YES
    return Verdict(
        False, _("这名当事人的异议期到 %(day)s 届满，此前不能决定列入。") % {"day": term.due_on}
    )


@Guard
def corrected_and_promised(entry: Any) -> Verdict:
    """Paid in full and promised in writing before the decision (Order 45 art. 7)."""
    if corrected_on(entry.group) is None:
        return Verdict(False, _("拖欠的工资还没有全部支付，不符合第七条。"))
    if entry.promised_on is None:
        return Verdict(False, _("还没有收到当事人的书面信用承诺，不符合第七条。"))
    return YES


@Guard
def listing_clock_open(entry: Any) -> Verdict:
    """Extension of the decision: once, approved on or before the last day (Order 45 art. 8)."""
    found = Deadline.objects.filter(
        branch=entry.pk, rule="D-22", state=DeadlineState.RUNNING
    ).first()
    if found is None:
        return Verdict(False, _("没有正在计算的列入决定期限。"))
    if found.extended_on is not None:
        return Verdict(False, _("列入决定期限只能延长一次。"))
    if clock.today() > found.due_on:
        return Verdict(
            False, _("列入决定期限已届满（%(day)s），不能再延长。") % {"day": found.due_on}
        )
    return YES


def eligible_on(entry: BlacklistEntry) -> date | None:
    """Return the first day early removal may be asked for; None while the arrears are not corrected.

    Six months from the later of correction and listing. Law: Order 45 art. 12.
    """
    corrected = corrected_on(entry.group)
    if corrected is None or entry.listed_on is None:
        return None
    return deadlines.build(entry, "D-27", on=max(corrected, entry.listed_on)).due_on


@Guard
def six_months_over(entry: Any) -> Verdict:
    """Corrected, and six months listed since (Order 45 art. 12)."""
    day = eligible_on(entry)
    if day is None:
        return Verdict(False, _("拖欠的工资还没有全部支付，不能申请提前移出。"))
    if clock.today() < day:
        return Verdict(False, _("未满六个月，%(day)s 起才可以申请提前移出。") % {"day": day})
    return YES


@Guard
def no_standing_bar(entry: Any) -> Verdict:
    """No criminal proceedings and no other bar (Order 45 art. 13 (2), (3))."""
    found: object = standing_bars(entry.group).first()
    if found is None and criminal_matters(case__employer=entry.group.employer_id).exists():
        found = BarKind.CRIMINAL.label
    if found is None:
        return YES
    return Verdict(False, _("不得提前移出：%(what)s（第十三条）。") % {"what": found})


def criminal_matters(**where: Any) -> QuerySet[Referral]:
    """Return referrals the police filed, whether tried already or not."""
    return Referral.objects.filter(state__in=CRIMINAL, **where)


@Guard
def no_new_violation(entry: Any) -> Verdict:
    """No new arrears while listed, in whichever county (Order 45 art. 13 (1))."""
    numbers = violation_numbers(entry)
    if not numbers:
        return YES
    return Verdict(
        False, _("列入期间再次拖欠工资（%(cases)s），不得提前移出（第十三条第一项）。")
        % {"cases": "、".join(numbers)},
    )  # fmt: skip


def violation_numbers(entry: BlacklistEntry) -> list[str]:
    """Return the numbers of cases that bar removal; a number names no complainant."""
    if entry.listed_on is None:
        return []
    return [case.number for case in new_violations(entry.group, entry.listed_on)]


@Guard
def still_corrected(entry: Any) -> Verdict:
    """The arrears are paid in full today too (Order 45 art. 12)."""
    if corrected_on(entry.group) is None:
        return Verdict(False, _("拖欠的工资没有全部支付，不能准予提前移出。"))
    return YES


@Guard
def term_over(entry: Any) -> Verdict:
    """The last day of the three years has passed (Order 45 art. 11)."""
    if entry.expires_on is not None and clock.today() > entry.expires_on:
        return YES
    return Verdict(False, _("列入期限尚未届满。"))


@Guard
def was_removed_early(entry: Any) -> Verdict:
    """Only an early removal can be taken back (Order 45 art. 15)."""
    if entry.removed_early:
        return YES
    return Verdict(False, _("不是提前移出的，不能恢复列入。"))


@Guard
def every_site_clear(entry: Any) -> Verdict:
    """Each site has its own proof of removal (Order 45 art. 17)."""
    left = list(entry.sites.filter(cleared_on__isnull=True).values_list("site", flat=True))
    if not left:
        return YES
    return Verdict(False, _("还有网站没有停止公布：%(sites)s。") % {"sites": "、".join(left)})


@Guard
def decision_served(publication: Any) -> Verdict:
    """Dealt with and decided: the decision was served (Order 29; law.md B1.6)."""
    served = Decision.objects.filter(
        case=publication.case_id, served_on__isnull=False, annulled_on__isnull=True
    )
    if served.exists():
        return YES
    if publication.ground == PublicationGround.REFERRED and police_filed(publication):
        return YES
    return Verdict(False, _("处理、处罚决定还没有送达，不能向社会公布。"))


def police_filed(publication: Publication) -> bool:
    """Have the police filed the case that was referred to them, by our record or by their paper?"""
    on_paper = publication.police_filed_on is not None
    return on_paper or criminal_matters(case=publication.case_id).exists()
