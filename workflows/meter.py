"""Meter: per legal step which facts and proofs of a case are there, and which are still missing.

`measure()` is a pure function over what is known; `known_of()` reads it by a few queries. It helps
whoever decides and closes nothing: what a step must have is the business of its guard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Case, Document, Evidence, ServiceRecord
from casework.vocabulary import (
    DocumentKind,
    DocumentState,
    EvidenceKind,
    Finding,
    ServiceMode,
)

K = DocumentKind
RECORDED = (EvidenceKind.AUDIO, EvidenceKind.VIDEO)
WRITTEN = (EvidenceKind.DOCUMENT, EvidenceKind.ROSTER, EvidenceKind.PHOTO)


@dataclass(frozen=True)
class Known:
    """What is known of a case: kinds of issued and of served documents, kinds of evidence."""

    has_inspectors: bool
    has_employer: bool
    has_number: bool
    workers: int
    pending: int
    unpaid: bool
    issued: frozenset[str]
    served: frozenset[str]
    evidence: frozenset[str]
    from_employer: bool
    posted: bool
    order_is_over: bool


@dataclass(frozen=True)
class Need:
    """One fact or proof: what it is, the article that asks for it, and whether it is there."""

    label: str | Promise
    article: str | Promise
    holds: Callable[[Known], bool]


@dataclass(frozen=True)
class StepMeter:
    """One legal step with what it has and what it lacks."""

    code: str
    label: str | Promise
    have: list[Need]
    missing: list[Need]

    @property
    def total(self) -> int:
        return len(self.have) + len(self.missing)


TWO = Need(_("两名监察员"), _("《劳动保障监察条例》第十六条"), lambda k: k.has_inspectors)
EMPLOYER = Need(
    _("明确的用人单位和统一社会信用代码"), _("《行政处罚法》第五十九条"),
    lambda k: k.has_employer and k.has_number,
)  # fmt: skip
INTERVIEW = Need(
    _("询问笔录（两名监察员签名）"), _("《劳动保障监察条例》第十五条"),
    lambda k: K.INTERVIEW_RECORD in k.issued,
)  # fmt: skip
ASKED = Need(
    _("调查询问通知书已送达，或者单位已提交材料"), _("《劳动保障监察条例》第十五条"),
    lambda k: K.INQUIRY_NOTICE in k.served or k.from_employer,
)  # fmt: skip
PAY_PROOF = Need(
    _("工资台账、考勤、欠条等书证"), _("《保障农民工工资支付条例》第十五条、第五十条"),
    lambda k: bool(k.evidence & set(WRITTEN)) or k.from_employer,
)  # fmt: skip
FOUND = Need(
    _("每名工人都已认定"), _("《劳动保障监察条例》第十八条"),
    lambda k: k.workers > 0 and k.pending == 0,
)  # fmt: skip
SHEET = Need(
    _("工资核算表"), _("《保障农民工工资支付条例》第十五条"), lambda k: K.WAGE_SHEET in k.issued
)
REPORT = Need(
    _("案件处理报批表"), _("《关于实施〈劳动保障监察条例〉若干规定》第三十三条"),
    lambda k: K.DISPOSAL_REPORT in k.issued,
)  # fmt: skip
ORDER_SERVED = Need(
    _("责令支付文书及送达回证"), _("《劳动保障监察条例》第十八条、第二十六条"),
    lambda k: K.PAY_ORDER in k.served,
)  # fmt: skip
ORDER_OVER = Need(
    _("责令期限届满仍未支付"), _("法释〔2013〕3号第四条"), lambda k: k.order_is_over and k.unpaid
)
NOTICE = Need(
    _("事先告知书及送达回证"), _("《行政处罚法》第四十四条、《劳动保障监察条例》第十九条"),
    lambda k: bool({K.PENALTY_NOTICE, K.HANDLING_NOTICE} & k.served),
)  # fmt: skip
REVIEW = Need(
    _("法制审核意见书"), _("《行政处罚法》第五十八条"), lambda k: K.LEGAL_REVIEW in k.issued
)
DECISION_SERVED = Need(
    _("行政决定书及送达回证"), _("《行政强制法》第五十三条、第五十五条"),
    lambda k: bool({K.HANDLING_DECISION, K.PENALTY_DECISION} & k.served),
)  # fmt: skip
URGED = Need(
    _("催告书及送达回证"), _("《行政强制法》第五十四条"), lambda k: K.URGING_LETTER in k.served
)
EVASION = Need(
    _("逃匿、转移财产或者有能力支付的证据（张贴送达、录音录像、查询结果）"), _("法释〔2013〕3号第二条、第四条"),
    lambda k: k.posted or bool(k.evidence & set(RECORDED)) or K.ACCOUNT_QUERY_NOTICE in k.issued,
)  # fmt: skip
SETTLED = Need(
    _("欠薪已付清，或者已作出决定、撤销立案"), _("《劳动保障监察条例》第十八条"),
    lambda k: not k.unpaid
    or bool({K.HANDLING_DECISION, K.PENALTY_DECISION, K.REVOCATION} & k.issued),
)  # fmt: skip

STEPS: tuple[tuple[str, str | Promise, tuple[Need, ...]], ...] = (
    ("finish_investigation", _("调查终结"),
     (TWO, EMPLOYER, INTERVIEW, ASKED, PAY_PROOF, FOUND, SHEET)),
    ("issue_order", _("责令限期支付"), (TWO, EMPLOYER, PAY_PROOF, FOUND, REPORT)),
    ("decide_case", _("行政处理、处罚决定"), (EMPLOYER, FOUND, ORDER_SERVED, NOTICE, REVIEW, REPORT)),
    ("apply_enforcement", _("申请法院强制执行"), (DECISION_SERVED, URGED)),
    ("open_referral", _("移送公安机关"), (TWO, EMPLOYER, INTERVIEW, ORDER_SERVED, ORDER_OVER, EVASION)),
    ("close_case", _("结案"), (FOUND, SETTLED)),
)  # fmt: skip


def measure(known: Known) -> list[StepMeter]:
    """Return each step with what it has and what it lacks, in the order of the law."""
    return [
        StepMeter(
            code, label,
            [need for need in needs if need.holds(known)],
            [need for need in needs if not need.holds(known)],
        )
        for code, label, needs in STEPS
    ]  # fmt: skip


def step_of(case: Case, code: str) -> StepMeter | None:
    """Return the meter of one step; None for a step that is not measured."""
    if code not in {step for step, _label, _needs in STEPS}:
        return None
    return next(step for step in measure(known_of(case)) if step.code == code)


def known_of(case: Case) -> Known:
    """Read what is known of a case: documents with their service, evidence, findings."""
    served = ServiceRecord.objects.filter(document=OuterRef("pk"))
    posted = served.filter(mode=ServiceMode.POSTED)
    papers = Document.objects.filter(case=case.pk, state=DocumentState.ISSUED)
    rows = list(
        papers.annotate(is_served=Exists(served), is_posted=Exists(posted)).values_list(
            "kind", "is_served", "is_posted"
        )
    )
    # A union, not a join: an OR over two tables could use no index.
    what = ("kind", "from_employer")
    added = Evidence.objects.order_by().filter(case=case.pk).values_list(*what)
    told = Evidence.objects.order_by().filter(complaint__case=case.pk).values_list(*what)
    exhibits = set(added.union(told))
    findings = list(case.claims.filter(withdrawn_at__isnull=True).values_list("finding", flat=True))
    over = case.order_due_on is not None and clock.today() > case.order_due_on
    return Known(
        has_inspectors=bool(case.lead_id and case.second_id and case.lead_id != case.second_id),
        has_employer=bool(case.employer_name),
        has_number=bool(case.employer and case.employer.uscc),
        workers=len(findings),
        pending=findings.count(Finding.PENDING),
        unpaid=case.unpaid_yuan > 0,
        issued=frozenset(kind for kind, _served, _posted in rows),
        served=frozenset(kind for kind, is_served, _posted in rows if is_served),
        evidence=frozenset(kind for kind, _by in exhibits),
        from_employer=any(by for _kind, by in exhibits),
        posted=any(is_posted for _kind, _served, is_posted in rows),
        order_is_over=over,
    )
