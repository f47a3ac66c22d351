"""What happened to a matter, told in sentences from the journal; no number that names a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Case, CaseEvent, Complaint
from casework.models.actor import COMPLAINANT
from casework.queries.discretion import hush
from casework.vocabulary import Channel, EventKind, PayerKind, Role, ServiceMode

PAGE = 50
K = EventKind
STATUTORY = frozenset(
    {
        K.COMPLAINT_FILED, K.COMPLAINT_SUPPLEMENT_REQUIRED, K.COMPLAINT_SUPPLEMENTED,
        K.COMPLAINT_ACCEPTED, K.COMPLAINT_REJECTED, K.COMPLAINT_REDIRECTED, K.COMPLAINT_WITHDRAWN,
        K.COMPLAINT_CLOSED_INCOMPLETE, K.COMPLAINT_RESULT_TOLD, K.COMPLAINT_CLOSED,
        K.TRANSFER_PROPOSED, K.TRANSFER_ACCEPTED, K.TRANSFER_REFUSED, K.CASE_OPENED,
        K.CASE_INVESTIGATION_STARTED, K.CASE_EXTENDED, K.CASE_INVESTIGATED, K.ORDER_ISSUED,
        K.ORDER_SERVED, K.CASE_COMPLIED, K.CASE_OVERDUE, K.CASE_REVOKED, K.CASE_CLOSED,
    }
)  # fmt: skip
"""Acts from which a term of law runs or that end one."""

_BAD = {K.CASE_OVERDUE, K.DEADLINE_PASSED, K.PAYMENT_DISPUTED, K.COMPLAINT_REJECTED}
_WARN = {K.DEADLINE_WARNED, K.TRANSFER_REFUSED, K.PAYMENT_REVERSED, K.IDENTITY_REVEALED,
         K.ORDER_RETURNED, K.COMPLAINT_ACCEPTANCE_RETURNED}  # fmt: skip
_OK = {K.PAYMENT_RECORDED, K.PAYMENT_CONFIRMED, K.CASE_COMPLIED, K.CASE_CLOSED}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as the component `timeline` takes it."""

    at: datetime
    text: str
    by: str
    tone: str
    note: str


@dataclass(frozen=True)
class History:
    """One page of the timeline; `older` is the cursor of the next page, 0 when there is none."""

    events: list[Entry]
    older: int


def history_of(
    record: Complaint | Case,
    complaint_ids: Iterable[int],
    *,
    before: int = 0,
    statutory: bool = False,
    closed: Collection[int] = (),
) -> History:
    """Return up to 50 acts on `record` and its complaints, newest first; those `closed` without words."""
    rows = _rows(record, complaint_ids).select_related("actor", "office").order_by("-at", "-id")
    if statutory:
        rows = rows.filter(kind__in=STATUTORY)
    if before:
        last = CaseEvent.objects.filter(pk=before).values_list("at", "id").first()
        if last is not None:
            rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], id__lt=last[1]))
    page = list(rows[: PAGE + 1])
    shown = [hush(event, closed) for event in page[:PAGE]]
    return History([entry(event) for event in shown], shown[-1].pk if len(page) > PAGE else 0)


def first_moments(record: Complaint | Case, complaint_ids: Iterable[int]) -> dict[str, datetime]:
    """Return for each kind of act when it was first done: the dates of the stage rail."""
    rows = _rows(record, complaint_ids).order_by().values_list("kind").annotate(first=Min("at"))
    return dict(rows)


def entry(event: CaseEvent) -> Entry:
    """Return the act as a line: sentence, who did it, tone, and the reason given."""
    kind = event.kind
    tone = "bad" if kind in _BAD else "warn" if kind in _WARN else "ok" if kind in _OK else ""
    return Entry(event.at, sentence(event), who(event), tone, event.reason)


def who(event: CaseEvent) -> str:
    """Return who acted: a name with the office, 投诉人, or 系统."""
    if event.actor is not None:
        office = f" · {event.office.name}" if event.office else ""
        return f"{event.actor}{office}"
    if event.actor_role == COMPLAINANT:
        return _("投诉人")
    return str(Role(event.actor_role).label) if event.actor_role in Role else _("系统自动")


def sentence(event: CaseEvent) -> str:
    """Return one plain sentence for the act, built from its kind and facts."""
    told = _SENTENCES.get(event.kind)
    text = told(event.facts) if told else None
    return text or str(event.get_kind_display())


def _rows(record: Complaint | Case, complaint_ids: Iterable[int]) -> QuerySet[CaseEvent]:
    ids = list(complaint_ids)
    if isinstance(record, Case):
        rows = CaseEvent.objects.filter(Q(case=record.pk) | Q(complaint__in=ids))
        # A withdrawal is written in both chains; the complaint's own row tells it.
        return rows.exclude(stream=Case.STREAM, kind=K.COMPLAINT_WITHDRAWN)
    return CaseEvent.objects.filter(complaint=record.pk)


Facts = Mapping[str, Any]


def _yuan(facts: Facts, key: str) -> str:
    """Amounts are kept as text; a journal row without one leaves the place blank as 0."""
    return f"{Decimal(str(facts.get(key) or 0)):,.2f}".removesuffix(".00")


def _day(facts: Facts, key: str) -> str:
    text = facts.get(key)
    if not text:
        return _("未定")
    day = date.fromisoformat(str(text)[:10])
    return _("%(y)s年%(m)s月%(d)s日") % {"y": day.year, "m": day.month, "d": day.day}


def _word(enum: Any, value: Any) -> str:
    return str(enum(value).label) if value in enum.values else str(value or "")


def _filed(f: Facts) -> str:
    words = {"channel": _word(Channel, f.get("channel")), "n": f.get("workers") or 0,
             "sum": _yuan(f, "claimed")}  # fmt: skip
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
        "lead": f.get("lead", ""), "second": f.get("second", ""), "due": _day(f, "due"),
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
    return _("延长调查期限，从%(old)s延至%(new)s") % {"old": _day(f, "old"), "new": _day(f, "new")}


def _reassigned(f: Facts) -> str:
    return _("任务改派给%(who)s") % {"who": f.get("to", "")}


def _found(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"n": f.get("workers") or 0, "sum": _yuan(f, "verified")}


def _drafted(f: Facts) -> str:
    return _("拟定限期改正指令书：%(payer)s支付 %(n)s 人共 %(sum)s 元，期限 %(days)s 日") % {
        "payer": _word(PayerKind, f.get("payer")), "n": f.get("workers") or 0,
        "sum": _yuan(f, "amount"), "days": f.get("term_days") or 0,
    }  # fmt: skip


def _served(f: Facts) -> str:
    return _("%(day)s%(mode)s限期改正指令书，改正期限至%(due)s") % {
        "day": _day(f, "served_on"), "mode": _word(ServiceMode, f.get("mode")),
        "due": _day(f, "due"),
    }  # fmt: skip


def _paid(f: Facts) -> str:
    return _("登记支付 %(sum)s 元（%(n)s 人，%(payer)s，%(day)s付），尚欠 %(left)s 元") % {
        "sum": _yuan(f, "amount"), "n": f.get("workers") or 0,
        "payer": _word(PayerKind, f.get("payer")), "day": _day(f, "paid_on"),
        "left": _yuan(f, "left"),
    }  # fmt: skip


def _amount(template: Any, key: str = "amount") -> Callable[[Facts], str]:
    return lambda f: template % {"sum": _yuan(f, key)}


def _numbered(template: Any) -> Callable[[Facts], str]:
    """With the number of the document it was done by, where the act has one."""

    def told(f: Facts) -> str:
        return f"{template}（{f['document']}）" if f.get("document") else str(template)

    return told


def _case_joined(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"case": f.get("case", "")}


def _files(f: Facts) -> str:
    text = _("添加证据 %(n)s 件") % {"n": len(f.get("files") or ())}
    return f"{text}：{f['caption']}" if f.get("caption") else text


def _left(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"label": _stored(f.get("label")), "due": _day(f, "due")}


def _stored(label: object) -> str:
    """A label kept in Chinese, in the reader's language."""
    return _(str(label)) if label else ""


def _revealed(f: Facts) -> str:
    what = {
        "worker-claim": _("查看了一名工人的完整身份信息"),
        "complaint-contact": _("查看了投诉人的完整联系方式"),
    }
    return what.get(str(f.get("what")), _("查看了完整身份信息"))


def _plain(template: Any) -> Callable[[Facts], str]:
    return lambda f: str(template)


_SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.COMPLAINT_FILED: _filed,
    K.COMPLAINT_ROUTED: _plain(gettext_lazy("确定管辖机构")),
    K.COMPLAINT_ASSIGNED: _assigned,
    K.COMPLAINT_SUPPLEMENT_REQUIRED: _plain(gettext_lazy("要求投诉人补正材料")),
    K.COMPLAINT_SUPPLEMENTED: _plain(gettext_lazy("收到补正材料，重新计算受理期限")),
    K.COMPLAINT_ACCEPTANCE_PROPOSED: _proposed,
    K.COMPLAINT_ACCEPTANCE_RETURNED: _plain(gettext_lazy("退回受理意见，要求重新审查")),
    K.COMPLAINT_ACCEPTED: _case_joined(gettext_lazy("受理投诉并立案，案号 %(case)s")),
    K.COMPLAINT_REJECTED: _numbered(gettext_lazy("决定不予受理，书面告知投诉人")),
    K.COMPLAINT_REDIRECTED: _numbered(gettext_lazy("告知投诉人另循途径")),
    K.COMPLAINT_MERGED: _case_joined(gettext_lazy("并入案件 %(case)s")),
    K.COMPLAINT_WITHDRAWAL_REQUESTED: _plain(gettext_lazy("投诉人申请撤回，等待负责人确认")),
    K.COMPLAINT_WITHDRAWAL_DECLINED: _plain(gettext_lazy("没有确认撤回，继续办理")),
    K.COMPLAINT_WITHDRAWN: _plain(gettext_lazy("确认撤回投诉，相关工人退出办理")),
    K.COMPLAINT_CLOSED_INCOMPLETE: _plain(gettext_lazy("逾期没有补正，投诉办结，可以重新提出")),
    K.COMPLAINT_RESULT_TOLD: _numbered(gettext_lazy("书面告知投诉人处理结果")),
    K.COMPLAINT_CLOSED: _plain(gettext_lazy("投诉办结")),
    K.TRANSFER_PROPOSED: _transfer(gettext_lazy("%(a)s移送%(b)s，等待接收")),
    K.TRANSFER_ACCEPTED: _transfer(gettext_lazy("%(b)s接收移送，成为承办单位")),
    K.TRANSFER_REFUSED: _transfer(gettext_lazy("%(b)s退回移送，仍由%(a)s承办")),
    K.CASE_OPENED: _opened,
    K.CASE_INVESTIGATION_STARTED: _plain(gettext_lazy("开始调查")),
    K.CASE_EXTENDED: _extended,
    K.CLAIM_FOUND: _found(gettext_lazy("逐人认定 %(n)s 人，本案核实欠薪 %(sum)s 元")),
    K.CASE_INVESTIGATED: _found(gettext_lazy("调查终结：%(n)s 人，核实欠薪 %(sum)s 元")),
    K.ORDER_DRAFTED: _drafted,
    K.ORDER_RETURNED: _plain(gettext_lazy("退回限期改正指令书，要求修改")),
    K.ORDER_ISSUED: _numbered(gettext_lazy("签发限期改正指令书")),
    K.ORDER_SERVED: _served,
    K.PAYMENT_RECORDED: _paid,
    K.PAYMENT_REVERSED: _amount(gettext_lazy("冲正一笔 %(sum)s 元的支付登记")),
    K.PAYMENT_CONFIRMED: _amount(gettext_lazy("工人确认收到 %(sum)s 元")),
    K.PAYMENT_DISPUTED: _amount(gettext_lazy("工人对登记的 %(sum)s 元支付有异议")),
    K.CASE_COMPLIED: _amount(gettext_lazy("认定改正履行完毕，共支付 %(sum)s 元"), "paid"),
    K.CASE_OVERDUE: _amount(gettext_lazy("责令改正期限届满，尚欠 %(sum)s 元"), "left"),
    K.CASE_REVOKED: _numbered(gettext_lazy("撤销立案")),
    K.CASE_CLOSED: _numbered(gettext_lazy("审批结案")),
    K.EVIDENCE_ADDED: _files,
    K.MESSAGE_RECEIVED: _plain(gettext_lazy("投诉人留言")),
    K.MESSAGE_SENT: _plain(gettext_lazy("回复投诉人")),
    K.NOTE_ADDED: _plain(gettext_lazy("办案备注")),
    K.TASK_CLAIMED: _plain(gettext_lazy("认领任务")),
    K.TASK_REASSIGNED: _reassigned,
    K.TASK_RETURNED: _plain(gettext_lazy("把任务退回本单位办理桌")),
    K.DEADLINE_WARNED: _left(gettext_lazy("期限预警：“%(label)s”应在%(due)s前完成")),
    K.DEADLINE_PASSED: _left(gettext_lazy("“%(label)s”期限已过（%(due)s届满）")),
    K.DEADLINE_RECOMPUTED: _left(gettext_lazy("工作日历调整，“%(label)s”期限重算为%(due)s")),
    K.IDENTITY_REVEALED: _revealed,
}
