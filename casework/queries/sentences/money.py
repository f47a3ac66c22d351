"""Sentences about money beside the ledger: liable parties, recourse, plans, projects."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, plain, with_amount, word_of, yuan_of
from casework.vocabulary import EventKind as K
from casework.vocabulary import PayerKind


def _party(template: object) -> Callable[[Facts], str]:
    return lambda f: str(template) % {"party": f.get("party") or _("其他单位")}


def _liable(f: Facts) -> str:
    return _("依据%(article)s认定%(kind)s“%(party)s”为责任单位") % {
        "article": f.get("article") or "", "kind": word_of(PayerKind, f.get("kind")),
        "party": f.get("party") or "",
    }  # fmt: skip


def _payer_drafted(f: Facts) -> str:
    return _("拟定指令书：责令“%(party)s”支付 %(n)s 人共 %(sum)s 元，期限 %(days)s 日") % {
        "party": f.get("party") or "", "n": f.get("workers") or 0, "sum": yuan_of(f, "amount"),
        "days": f.get("term_days") or 0,
    }  # fmt: skip


def _payer_issued(f: Facts) -> str:
    words = {"party": f.get("party") or "", "no": f.get("document") or "",
             "sum": yuan_of(f, "amount")}  # fmt: skip
    return _("签发指令书 %(no)s，责令“%(party)s”支付 %(sum)s 元") % words


def _payer_served(f: Facts) -> str:
    return _("%(day)s向“%(party)s”送达指令书，支付期限至%(due)s") % {
        "day": day_of(f, "served_on"), "party": f.get("party") or "", "due": day_of(f, "due"),
    }  # fmt: skip


def _recourse(f: Facts) -> str:
    return _("%(creditor)s代为支付，依据%(article)s向%(debtor)s追偿") % {
        "creditor": word_of(PayerKind, f.get("creditor")), "article": f.get("article") or "",
        "debtor": word_of(PayerKind, f.get("debtor")),
    }  # fmt: skip


def _heads(template: object, key: str) -> Callable[[Facts], str]:
    return lambda f: str(template) % {"n": f.get(key) or 0}


def _left(f: Facts) -> str:
    return _("确认一名工人撤回，其余 %(n)s 人继续办理") % {"n": f.get("left") or 0}


def _project(f: Facts) -> str:
    if f.get("giver"):
        return _("登记分包关系：%(a)s → %(b)s") % {"a": f["giver"], "b": f.get("taker") or ""}
    return _("登记工程项目%(name)s") % {"name": f.get("name") or ""}


def _reported(f: Facts) -> str:
    return _("向%(who)s报告政府投资项目欠薪 %(sum)s 元，拨付期限至%(due)s") % {
        "who": f.get("government") or _("本级政府"), "sum": yuan_of(f, "left"),
        "due": day_of(f, "due"),
    }  # fmt: skip


def _summoned(f: Facts) -> str:
    return _("上级于%(day)s约谈%(who)s") % {"day": day_of(f, "on"), "who": f.get("summoned") or ""}


def _recorded(f: Facts) -> str:
    words = {
        "address": _("地址"), "legal_representative": _("法定代表人或者负责人"), "phone": _("联系电话"),
    }  # fmt: skip
    told = [words[name] for name in f.get("fields") or () if name in words]
    return _("登记单位基本情况：%(what)s") % {"what": "、".join(told)}


def _merged(template: object) -> Callable[[Facts], str]:
    return lambda f: str(template) % {"a": f.get("from") or "", "b": f.get("to") or ""}


def _planned(f: Facts) -> str:
    words = {"n": f.get("instalments") or 0, "sum": yuan_of(f, "amount"), "day": day_of(f, "last")}
    return _("登记分期支付计划：%(n)s 期共 %(sum)s 元，最后一期%(day)s") % words


def _broken(f: Facts) -> str:
    words = {"day": day_of(f, "due"), "sum": yuan_of(f, "promised"), "paid": yuan_of(f, "paid")}
    return _("分期支付违约：%(day)s前应付 %(sum)s 元，实付 %(paid)s 元") % words


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.LIABILITY_ADDED: _liable,
    K.LIABILITY_ENDED: _party(gettext_lazy("撤销对“%(party)s”的责任单位认定")),
    K.PAYER_ORDER_DRAFTED: _payer_drafted,
    K.PAYER_ORDER_RETURNED: _party(gettext_lazy("退回对“%(party)s”的指令书，要求重新拟定")),
    K.PAYER_ORDER_ISSUED: _payer_issued,
    K.PAYER_ORDER_SERVED: _payer_served,
    K.RECOURSE_OPENED: _recourse,
    K.RECOURSE_RECEIVED: with_amount(gettext_lazy("追偿到账 %(sum)s 元")),
    K.EXTRA_RECORDED: with_amount(gettext_lazy("登记名单外付款 %(sum)s 元，不冲抵欠薪")),
    K.EXTRA_REVERSED: with_amount(gettext_lazy("冲正名单外付款 %(sum)s 元")),
    K.SURCHARGE_PAID: with_amount(gettext_lazy("登记赔偿金支付 %(sum)s 元，不计入工资")),
    K.EMPLOYER_RECORDED: _recorded,
    K.EMPLOYER_MERGED: _merged(gettext_lazy("单位档案“%(a)s”并入“%(b)s”")),
    K.EMPLOYER_MERGE_UNDONE: _merged(gettext_lazy("撤销单位档案合并，“%(a)s”与“%(b)s”分开")),
    K.PLAN_RECORDED: _planned,
    K.PLAN_BROKEN: _broken,
    K.PLAN_ENDED: plain(gettext_lazy("终止分期支付计划")),
    K.COMPUTATION_STORED: with_amount(gettext_lazy("保存一名工人的工资计算，应付 %(sum)s 元")),
    K.PROJECT_RECORDED: _project,
    K.PROJECT_ACCOUNT_RECORDED: with_amount(gettext_lazy("登记专用账户或者保证金 %(sum)s 元")),
    K.PROJECT_ROSTER_IMPORTED: _heads(gettext_lazy("导入实名制名册 %(n)s 人"), "workers"),
    K.GOVERNMENT_REPORTED: _reported,
    K.GOVERNMENT_ANSWERED: with_amount(gettext_lazy("政府拨付 %(sum)s 元")),
    K.GOVERNMENT_SUMMONED: _summoned,
    K.WORKER_WITHDRAWAL_REQUESTED: _heads(
        gettext_lazy("%(n)s 名工人申请撤回，等待负责人确认"), "workers"
    ),
    K.WORKER_WITHDRAWN: _left,
    K.WORKER_WITHDRAWAL_DECLINED: plain(gettext_lazy("没有确认一名工人的撤回，继续办理")),
    K.CASE_CONTINUED: plain(gettext_lazy("工人全部撤回，依职权继续办理")),
}
