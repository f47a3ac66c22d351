"""Sentences from the prior notice to the court, and of remedies against order and decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import (
    Facts,
    day_of,
    numbered,
    plain,
    with_amount,
    with_label,
    word_of,
    yuan_of,
)
from casework.vocabulary import (
    AppealKind,
    AppealOutcome,
    CourtResult,
    NoticeScope,
    ServiceMode,
    StatementAnswer,
)
from casework.vocabulary import EventKind as K


def _drafted(f: Facts) -> str:
    return _("拟定%(scope)s事先告知书：支付工资 %(wages)s 元，罚款 %(fine)s 元") % {
        "scope": word_of(NoticeScope, f.get("scope")), "wages": yuan_of(f, "wages"),
        "fine": yuan_of(f, "fine"),
    }  # fmt: skip


def _served(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {
        "day": day_of(f, "served_on"), "mode": word_of(ServiceMode, f.get("mode")),
        "due": day_of(f, "due"), "document": f.get("document", ""),
    }  # fmt: skip


def _stated(f: Facts) -> str:
    if f.get("waives"):
        return _("当事人书面放弃陈述申辩和听证")
    return _("当事人逾期提出陈述申辩") if f.get("late") else _("当事人提出陈述申辩")


def _answered(f: Facts) -> str:
    return _("复核陈述申辩：%(answer)s") % {"answer": word_of(StatementAnswer, f.get("answer"))}


def _called(f: Facts) -> str:
    return _("通知于%(day)s举行听证，主持人%(chair)s") % {
        "day": day_of(f, "sits_at"), "chair": f.get("chair", ""),
    }  # fmt: skip


def _decided(f: Facts) -> str:
    return _("作出行政决定（%(document)s）：支付工资 %(wages)s 元，加付赔偿金 %(extra)s 元，罚款 %(fine)s 元") % {
        "document": f.get("document", ""), "wages": yuan_of(f, "wages"),
        "extra": yuan_of(f, "surcharge"), "fine": yuan_of(f, "fine"),
    }  # fmt: skip


def _paid(f: Facts) -> str:
    return _("登记罚款缴付 %(sum)s 元（%(day)s）") % {
        "sum": yuan_of(f, "amount"), "day": day_of(f, "paid_on"),
    }  # fmt: skip


def _appeal(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {
        "way": word_of(AppealKind, f.get("way")), "authority": f.get("authority", ""),
        "document": f.get("document", ""),
        "outcome": word_of(AppealOutcome, f.get("outcome")),
    }  # fmt: skip


def _annulled(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {
        "document": f.get("document", ""), "day": day_of(f, "annulled_on"),
    }  # fmt: skip


def _longer(f: Facts) -> str:
    return _("延长处理期限，从%(old)s延至%(new)s") % {
        "old": day_of(f, "old"), "new": day_of(f, "new"),
    }  # fmt: skip


def _asked_court(f: Facts) -> str:
    return _("向%(court)s申请强制执行（%(document)s）") % {
        "court": f.get("court", ""), "document": f.get("document", ""),
    }  # fmt: skip


def _ruled(f: Facts) -> str:
    return _("%(court)s：%(result)s") % {
        "court": f.get("court", ""), "result": word_of(CourtResult, f.get("result")),
    }  # fmt: skip


def _opened(f: Facts) -> str:
    return _("起诉期限届满，可以申请强制执行，至%(due)s止") % {"due": day_of(f, "due")}


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.NOTICE_DRAFTED: _drafted,
    K.NOTICE_RETURNED: plain(gettext_lazy("退回事先告知书，要求修改")),
    K.NOTICE_ISSUED: numbered(gettext_lazy("签发事先告知书")),
    K.NOTICE_SERVED: _served(gettext_lazy("%(day)s%(mode)s事先告知书，陈述申辩、要求听证至%(due)s")),
    K.STATEMENT_MADE: _stated,
    K.STATEMENT_ANSWERED: _answered,
    K.HEARING_ASKED: plain(gettext_lazy("当事人要求听证")),
    K.HEARING_CALLED: _called,
    K.HEARING_HELD: numbered(gettext_lazy("举行听证，提交听证报告")),
    K.REVIEW_ASKED: plain(gettext_lazy("提交法制审核")),
    K.REVIEW_RETURNED: plain(gettext_lazy("法制审核退回修改")),
    K.CASE_REVIEWED: numbered(gettext_lazy("法制审核通过")),
    K.DECISION_EXTENDED: _longer,
    K.DECISION_RETURNED: plain(gettext_lazy("行政机关负责人退回拟处理意见")),
    K.DECISION_MADE: _decided,
    K.DECISION_SERVED: _served(gettext_lazy("%(day)s%(mode)s%(document)s，履行期限至%(due)s")),
    K.DECISION_PAID: _paid,
    K.CASE_PERFORMED: with_amount(gettext_lazy("认定履行完毕，工资共支付 %(sum)s 元"), "paid"),
    K.APPEAL_FILED: _appeal(gettext_lazy("当事人对%(document)s提起%(way)s（%(authority)s）")),
    K.APPEAL_SUSPENDED: _appeal(gettext_lazy("%(authority)s决定停止执行")),
    K.APPEAL_RESUMED: _appeal(gettext_lazy("恢复执行（%(authority)s）")),
    K.APPEAL_ENDED: _appeal(gettext_lazy("%(way)s终结：%(outcome)s（%(authority)s）")),
    K.ORDER_ANNULLED: _annulled(gettext_lazy("限期改正指令书%(document)s于%(day)s被撤销")),
    K.DECISION_ANNULLED: _annulled(gettext_lazy("行政决定%(document)s于%(day)s被撤销")),
    K.URGING_ISSUED: numbered(gettext_lazy("签发催告书")),
    K.URGING_SERVED: _served(gettext_lazy("%(day)s%(mode)s催告书，等待履行至%(due)s")),
    K.TERM_ENDED: with_label(gettext_lazy("当事人“%(label)s”的期限于%(due)s届满")),
    K.ENFORCEMENT_OPENED: _opened,
    K.ENFORCEMENT_APPLIED: _asked_court,
    K.ENFORCEMENT_RULED: _ruled,
    K.ENFORCEMENT_LAPSED: plain(gettext_lazy("申请强制执行的期限已过，没有申请")),
}  # fmt: skip
