"""Sentences of the main path: intake, transfer, investigation, order, payment, closing."""

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
    with_case,
    with_label,
    word_of,
    yuan_of,
)
from casework.vocabulary import Channel, PayerKind, ServiceMode
from casework.vocabulary import EventKind as K


def _filed(f: Facts) -> str:
    words = {"channel": word_of(Channel, f.get("channel")), "n": f.get("workers") or 0,
             "sum": yuan_of(f, "claimed")}  # fmt: skip
    named = _("%(channel)s登记：%(n)s 人，申报 %(sum)s 元")
    text = (named if words["sum"] != "0" else _("%(channel)s登记：%(n)s 人，金额待核实")) % words
    if not f.get("first_officer"):
        return text
    return text + _("（首问责任人：%(who)s）") % {"who": f["first_officer"]}


def _assigned(f: Facts) -> str:
    people = {"lead": f.get("lead", ""), "second": f.get("second", "")}
    return _("指派监察员：主办 %(lead)s、协办 %(second)s") % people


def _opened(f: Facts) -> str:
    return _("立案调查，主办 %(lead)s、协办 %(second)s，调查期限至%(due)s") % {
        "lead": f.get("lead", ""), "second": f.get("second", ""), "due": day_of(f, "due"),
    }  # fmt: skip


def _proposed(f: Facts) -> str:
    opinions = {
        "accept": _("审查意见：建议受理并立案"),
        "reject": _("审查意见：建议不予受理"),
        "redirect": _("审查意见：建议告知另循途径"),
    }
    return opinions.get(str(f.get("proposal")), _("提出受理意见"))


def _transfer(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"a": f.get("from", ""), "b": f.get("to", "")}


def _extended(f: Facts) -> str:
    return _("延长调查期限，从%(old)s延至%(new)s") % {
        "old": day_of(f, "old"),
        "new": day_of(f, "new"),
    }


def _reassigned(f: Facts) -> str:
    return _("任务改派给%(who)s") % {"who": f.get("to", "")}


def _found(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"n": f.get("workers") or 0, "sum": yuan_of(f, "verified")}


def _drafted(f: Facts) -> str:
    return _("拟定限期改正指令书：%(payer)s支付 %(n)s 人共 %(sum)s 元，期限 %(days)s 日") % {
        "payer": word_of(PayerKind, f.get("payer")), "n": f.get("workers") or 0,
        "sum": yuan_of(f, "amount"), "days": f.get("term_days") or 0,
    }  # fmt: skip


def _served(f: Facts) -> str:
    return _("%(day)s%(mode)s限期改正指令书，改正期限至%(due)s") % {
        "day": day_of(f, "served_on"), "mode": word_of(ServiceMode, f.get("mode")),
        "due": day_of(f, "due"),
    }  # fmt: skip


def _paid(f: Facts) -> str:
    return _("登记支付 %(sum)s 元（%(n)s 人，%(payer)s，%(day)s付），尚欠 %(left)s 元") % {
        "sum": yuan_of(f, "amount"), "n": f.get("workers") or 0,
        "payer": word_of(PayerKind, f.get("payer")), "day": day_of(f, "paid_on"),
        "left": yuan_of(f, "left"),
    }  # fmt: skip


def _files(f: Facts) -> str:
    text = _("添加证据 %(n)s 件") % {"n": len(f.get("files") or ())}
    return f"{text}：{f['caption']}" if f.get("caption") else text


def _revealed(f: Facts) -> str:
    what = {
        "worker-claim": _("查看了一名工人的完整身份信息"),
        "complaint-contact": _("查看了投诉人的完整联系方式"),
    }
    return what.get(str(f.get("what")), _("查看了完整身份信息"))


def _commented(f: Facts) -> str:
    named = len(f.get("mentions") or [])
    return _("发表讨论，提到 %(n)s 人") % {"n": named} if named else _("发表讨论")


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.COMPLAINT_FILED: _filed,
    K.COMPLAINT_ROUTED: plain(gettext_lazy("确定管辖机构")),
    K.COMPLAINT_ASSIGNED: _assigned,
    K.COMPLAINT_SUPPLEMENT_REQUIRED: plain(gettext_lazy("要求投诉人补正材料")),
    K.COMPLAINT_SUPPLEMENTED: plain(gettext_lazy("收到补正材料，重新计算受理期限")),
    K.COMPLAINT_ACCEPTANCE_PROPOSED: _proposed,
    K.COMPLAINT_ACCEPTANCE_RETURNED: plain(gettext_lazy("退回受理意见，要求重新审查")),
    K.COMPLAINT_ACCEPTED: with_case(gettext_lazy("受理投诉并立案，案号 %(case)s")),
    K.COMPLAINT_REJECTED: numbered(gettext_lazy("决定不予受理，书面告知投诉人")),
    K.COMPLAINT_REDIRECTED: numbered(gettext_lazy("告知投诉人另循途径")),
    K.COMPLAINT_MERGED: with_case(gettext_lazy("并入案件 %(case)s")),
    K.COMPLAINT_WITHDRAWAL_REQUESTED: plain(gettext_lazy("投诉人申请撤回，等待负责人确认")),
    K.COMPLAINT_WITHDRAWAL_DECLINED: plain(gettext_lazy("没有确认撤回，继续办理")),
    K.COMPLAINT_WITHDRAWN: plain(gettext_lazy("确认撤回投诉，相关工人退出办理")),
    K.COMPLAINT_CLOSED_INCOMPLETE: plain(gettext_lazy("逾期没有补正，投诉办结，可以重新提出")),
    K.COMPLAINT_RESULT_TOLD: numbered(gettext_lazy("书面告知投诉人处理结果")),
    K.COMPLAINT_CLOSED: plain(gettext_lazy("投诉办结")),
    K.TRANSFER_PROPOSED: _transfer(gettext_lazy("%(a)s移送%(b)s，等待接收")),
    K.TRANSFER_ACCEPTED: _transfer(gettext_lazy("%(b)s接收移送，成为承办单位")),
    K.TRANSFER_REFUSED: _transfer(gettext_lazy("%(b)s退回移送，仍由%(a)s承办")),
    K.CASE_OPENED: _opened,
    K.CASE_INVESTIGATION_STARTED: plain(gettext_lazy("开始调查")),
    K.CASE_EXTENDED: _extended,
    K.CLOCK_SUSPENDED: with_label(gettext_lazy("中止“%(label)s”期限（原%(due)s届满）")),
    K.CLOCK_RESUMED: with_label(gettext_lazy("恢复“%(label)s”期限，%(due)s届满")),
    K.CLAIM_FOUND: _found(gettext_lazy("逐人认定 %(n)s 人，本案核实欠薪 %(sum)s 元")),
    K.CASE_INVESTIGATED: _found(gettext_lazy("调查终结：%(n)s 人，核实欠薪 %(sum)s 元")),
    K.ORDER_DRAFTED: _drafted,
    K.ORDER_RETURNED: plain(gettext_lazy("退回限期改正指令书，要求修改")),
    K.ORDER_ISSUED: numbered(gettext_lazy("签发限期改正指令书")),
    K.ORDER_SERVED: _served,
    K.PAYMENT_RECORDED: _paid,
    K.PAYMENT_REVERSED: with_amount(gettext_lazy("冲正一笔 %(sum)s 元的支付登记")),
    K.PAYMENT_CONFIRMED: with_amount(gettext_lazy("工人确认收到 %(sum)s 元")),
    K.PAYMENT_DISPUTED: with_amount(gettext_lazy("工人对登记的 %(sum)s 元支付有异议")),
    K.CASE_COMPLIED: with_amount(gettext_lazy("认定改正履行完毕，共支付 %(sum)s 元"), "paid"),
    K.CASE_OVERDUE: with_amount(gettext_lazy("责令改正期限届满，尚欠 %(sum)s 元"), "left"),
    K.CASE_REVOKED: numbered(gettext_lazy("撤销立案")),
    K.CASE_CLOSED: numbered(gettext_lazy("审批结案")),
    K.EVIDENCE_ADDED: _files,
    K.MESSAGE_RECEIVED: plain(gettext_lazy("投诉人留言")),
    K.MESSAGE_SENT: plain(gettext_lazy("回复投诉人")),
    K.NOTE_ADDED: plain(gettext_lazy("办案备注")),
    K.COMMENT_ADDED: _commented,
    K.COMMENT_RETRACTED: plain(gettext_lazy("撤回了一条讨论")),
    K.TASK_CLAIMED: plain(gettext_lazy("认领任务")),
    K.TASK_REASSIGNED: _reassigned,
    K.TASK_RETURNED: plain(gettext_lazy("把任务退回本单位办理桌")),
    K.DEADLINE_WARNED: with_label(gettext_lazy("期限预警：“%(label)s”应在%(due)s前完成")),
    K.DEADLINE_PASSED: with_label(gettext_lazy("“%(label)s”期限已过（%(due)s届满）")),
    K.DEADLINE_ESCALATED: with_label(
        gettext_lazy("“%(label)s”（%(due)s届满）仍未完成，报上一级督办")
    ),
    K.DEADLINE_RECOMPUTED: with_label(gettext_lazy("“%(label)s”期限重算为%(due)s")),
    K.IDENTITY_REVEALED: _revealed,
}
