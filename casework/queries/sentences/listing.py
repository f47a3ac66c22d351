"""Sentences of the amounts and of a listing; a party is named by its kind, never by a person's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, with_amount, word_of, yuan_of
from casework.vocabulary import BarKind, PartyKind
from casework.vocabulary import EventKind as K


def _crossed(f: Facts) -> str:
    words = {"one": _("一名劳动者的情形"), "many": _("多名劳动者的情形")}
    limbs = "、".join(words[limb] for limb in f.get("limbs") or () if limb in words)
    return _("该单位责令期满仍欠 %(n)s 人 %(sum)s 元（%(counties)s 个机构），达到涉罪、列入数额：%(limbs)s；已告知%(superior)s") % {
        "n": f.get("workers") or 0, "sum": yuan_of(f, "amount"), "limbs": limbs,
        "counties": f.get("counties") or 1, "superior": f.get("superior", ""),
    }  # fmt: skip


def party(template: Any) -> Callable[[Facts], str]:
    """About one party (%(who)s), with the days the act names, and the number of its document."""

    def told(f: Facts) -> str:
        words = {
            "who": word_of(PartyKind, f.get("party")), "due": day_of(f, "due"),
            "until": day_of(f, "until"), "new": day_of(f, "new"), "day": day_of(f, "received_on"),
            "served": day_of(f, "served_on"), "last": day_of(f, "last_day"),
            "annulled": day_of(f, "annulled_on"), "site": f.get("site", ""),
            "sites": "、".join(f.get("sites") or ()) if isinstance(f.get("sites"), list) else "",
        }  # fmt: skip
        text = str(template % words)
        return f"{text}（{f['document']}）" if f.get("document") else text

    return told


def _opened(f: Facts) -> str:
    return _("启动列入程序：当事人 %(n)s 名，列入决定期限至%(due)s") % {
        "n": f.get("parties") or 0, "due": day_of(f, "due"),
    }  # fmt: skip


def _answered(f: Facts) -> str:
    held = gettext_lazy("告知异议核实结果：%(who)s的异议成立")
    not_held = gettext_lazy("告知异议核实结果：%(who)s的异议不成立")
    return party(held if f.get("upheld") else not_held)(f)


def _listed(f: Facts) -> str:
    late = gettext_lazy("决定列入失信名单：%(who)s，期限至%(until)s；决定超过法定期限")
    in_time = gettext_lazy("决定列入失信名单：%(who)s，期限至%(until)s")
    return party(late if f.get("late") else in_time)(f)


def _barred(f: Facts) -> str:
    return _("登记不得提前移出的情形：%(kind)s") % {"kind": word_of(BarKind, f.get("bar"))}


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.THRESHOLD_CROSSED: _crossed,
    K.THRESHOLD_LEFT: with_amount(
        gettext_lazy("该单位责令期满仍欠 %(sum)s 元，不再达到涉罪、列入数额")
    ),
    K.LISTING_OPENED: _opened,
    K.LISTING_INCIDENT_FLAGGED: party(
        gettext_lazy("报告因欠薪引发的事件并附证据，待行政机关负责人认定")
    ),
    K.LISTING_PARTY_ADDED: party(gettext_lazy("增加列入当事人：%(who)s")),
    K.LISTING_NOTICE_PROPOSED: party(gettext_lazy("拟定拟列入告知书：%(who)s")),
    K.LISTING_NOTICE_RETURNED: party(gettext_lazy("退回拟列入告知书：%(who)s")),
    K.LISTING_NOTICE_ISSUED: party(gettext_lazy("签发拟列入告知书：%(who)s")),
    K.LISTING_NOTIFIED: party(gettext_lazy("拟列入告知书于%(served)s送达%(who)s，异议期至%(due)s")),
    K.LISTING_NOTICE_LATE: party(
        gettext_lazy("%(who)s还没有收到告知：%(last)s之后送达，%(due)s前来不及保障异议和核实")
    ),
    K.LISTING_OBJECTED: party(gettext_lazy("%(day)s收到%(who)s的书面异议")),
    K.LISTING_COMMENTED: party(
        gettext_lazy("%(day)s收到%(who)s的意见，已过异议期（%(due)s），列入程序可以继续")
    ),
    K.LISTING_OBJECTION_ANSWERED: _answered,
    K.LISTING_OBJECTION_TIME_OVER: party(gettext_lazy("%(who)s的异议期于%(due)s届满，没有异议")),
    K.LISTING_PROMISED: party(gettext_lazy("%(day)s收到%(who)s的书面信用承诺")),
    K.LISTING_EXTENDED: party(gettext_lazy("列入决定期限延长至%(new)s")),
    K.LISTING_NOT_LISTED: party(gettext_lazy("决定不予列入：%(who)s")),
    K.LISTING_LISTED: _listed,
    K.LISTING_DECISION_SERVED: party(gettext_lazy("文书于%(served)s送达%(who)s")),
    K.LISTING_PUBLISHED: party(gettext_lazy("公布并共享列入信息：%(who)s")),
    K.LISTING_REMOVAL_REQUESTED: party(
        gettext_lazy("%(day)s收到%(who)s的提前移出申请，%(due)s前决定")
    ),
    K.LISTING_REMOVAL_REFUSED: party(gettext_lazy("决定不予提前移出：%(who)s")),
    K.LISTING_REMOVED_EARLY: party(gettext_lazy("准予提前移出：%(who)s")),
    K.LISTING_RESTORED: party(gettext_lazy("恢复列入：%(who)s，期限重新计算至%(until)s")),
    K.LISTING_BARRED: _barred,
    K.LISTING_BAR_LIFTED: party(gettext_lazy("不得提前移出的情形已消除")),
    K.REFERRAL_GROUND_ANNULLED: party(
        gettext_lazy("涉嫌犯罪移送所依据的责令于%(annulled)s被撤销，应书面告知公安机关")
    ),
    K.LISTING_GROUND_ANNULLED: party(
        gettext_lazy(
            "列入所依据的责令于%(annulled)s被撤销，须在%(due)s前撤销列入并停止公布：%(who)s"
        )
    ),
    K.LISTING_REVOKED: party(gettext_lazy("责令于%(annulled)s被撤销，撤销列入：%(who)s")),
    K.LISTING_DROPPED: party(gettext_lazy("不再列入：%(who)s")),
    K.LISTING_EXPIRED: party(gettext_lazy("列入期限于%(until)s届满：%(who)s")),
    K.LISTING_SITE_CLEARED: party(gettext_lazy("%(site)s停止公布：%(who)s")),
    K.LISTING_CLEARED: party(gettext_lazy("全部网站停止公布，移出完成：%(who)s")),
    K.LISTING_STILL_SHOWN: party(gettext_lazy("%(who)s已移出，仍在公布：%(sites)s")),
}
