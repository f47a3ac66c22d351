"""Moves from the prior notice to the court: notice, hearing, review, decision, urging, appeal."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from casework import clock
from casework.law.money import grouped
from casework.models import Appeal, Document, Statement
from casework.models.actor import Actor
from casework.queries.surcharge import surcharge_of
from casework.vocabulary import (
    AppealKind,
    AppealOutcome,
    CourtResult,
    DocumentKind,
    NoticeScope,
    PaymentMethod,
    StatementAnswer,
)
from workflows import deadlines
from workflows.decision_guards import decisions_in_force
from workflows.demo import moves, names
from workflows.demo.matter import Matter

BASIS = "《保障农民工工资支付条例》第三条、《劳动保障监察条例》第十八条、第二十六条、第三十条"  # printed
FINES = (2000, 3000, 5000, 8000, 12000, 20000)
TERM_DAYS = 15
DEPARTURE = "结合欠薪金额、持续时间和改正情况确定。"


def received(m: Matter) -> dict[str, Any]:
    """Return form data of a service in person today."""
    return {
        "mode": "direct", "served_on": clock.today().isoformat(), "place": "被投诉单位办公室",
        "receiver": m.rng.choice(["办公室张女士", "财务王会计", "项目部李经理"]), "relation": "职工",
    }  # fmt: skip


def draft_notice(m: Matter) -> None:
    """Intend both: to order payment with half as much again, and to fine."""
    m.choices["fine"] = m.rng.choice(FINES)
    m.on_case("draft_notice", m.lead(), {
        "scope": NoticeScope.BOTH, "basis": BASIS, "term_days": TERM_DAYS, "surcharge_rate": "0.50",
        "fine_yuan": m.choices["fine"], "departure": DEPARTURE,
        "facts": f"你单位拖欠劳动者工资共计 {grouped(m.case.unpaid_yuan)} 元，经责令限期改正，期满仍未支付。",
        "reasons": "责令改正后仍不支付，应当加付赔偿金并予以处罚。",
    })  # fmt: skip


def return_notice(m: Matter) -> None:
    m.on_case("return_notice", m.reviewer(), {"reason": "请补充裁量基准的适用理由。"})


def issue_notice(m: Matter) -> None:
    m.on_case("issue_notice", m.reviewer(), {"opinion": "依据和裁量适当，同意签发。"})


def serve_notice(m: Matter) -> None:
    m.on_case("serve_notice", m.lead(), received(m))


def state_defence(m: Matter) -> None:
    """The employer speaks for itself by its own page."""
    text = m.rng.choice(["总包尚未拨付进度款，请求宽限一个月。", "已支付部分工资，请求不予罚款。",
                         "对工程量有争议，结算后立即支付。"])  # fmt: skip
    m.on_case("record_statement", Actor.employer(), {"text": text})


def waive(m: Matter) -> None:
    m.on_case("record_statement", Actor.employer(),
              {"text": "对拟作出的决定没有异议，放弃陈述申辩和听证。", "waives": "on"})  # fmt: skip


def answer_defence(m: Matter) -> None:
    statement = Statement.objects.filter(notice__case=m.case.pk, answer="").latest("id")
    m.on_case("answer_statement", m.lead(), {
        "statement": statement.pk, "answer": StatementAnswer.NOT_ADOPTED,
        "answer_text": "发包方未付款不是拖欠劳动者工资的理由，不予采纳。",
    })  # fmt: skip


def ask_hearing(m: Matter) -> None:
    m.on_case("ask_hearing", Actor.employer(), {"reason": "对欠薪数额有异议，要求听证。"})


def call_hearing(m: Matter) -> None:
    """The legal reviewer sits on the first day the law allows."""
    first = deadlines.build(m.case, "D-15").due_on
    m.on_case("call_hearing", m.reviewer(), received(m) | {
        "sits_at": f"{first}T09:30", "where": "三楼听证室", "chair": m.reviewer().user_id,
    })  # fmt: skip


def hold_hearing(m: Matter) -> None:
    m.on_case("hold_hearing", m.reviewer(), {
        "held_on": clock.today().isoformat(), "attendees": "听证主持人、记录人、调查人员、单位代理人",
        "report": "双方对考勤和结算单逐项质证，单位没有提出新的证据。",
        "opinion": "欠薪事实清楚，建议按拟定意见处理。",
    })  # fmt: skip


def submit(m: Matter) -> None:
    m.on_case("submit_for_review", m.lead(),
              {"opinion": "事实清楚、证据充分，程序合法，请审核。"})  # fmt: skip


def return_review(m: Matter) -> None:
    m.on_case("return_review", m.reviewer(), {"reason": "请补充工人银行流水后再送审。"})


def review(m: Matter) -> None:
    m.on_case("pass_review", m.reviewer(),
              {"opinion": "事实清楚，定性准确，裁量适当，审核通过。"})  # fmt: skip


def decide(m: Matter) -> None:
    if m.case.employer is not None and not m.case.employer.address:
        m.on_case("record_employer", m.lead(), {"address": f"{names.address(m.rng)}（示例）"})
    m.on_case("decide_case", m.director(), {
        "surcharge_rate": "0.50", "fine_yuan": m.choices["fine"], "departure": DEPARTURE,
        "term_days": TERM_DAYS,
        "reasons": "经审核，维持拟定意见。", "is_grave": "on",
        "attendees": "局长、分管副局长、监察机构负责人、法制审核员", "votes": "一致同意",
    })  # fmt: skip


def serve_decision(m: Matter) -> None:
    m.on_case("serve_decision", m.lead(), received(m))


def pay_decision(m: Matter) -> None:
    """Pay wages, additional compensation and fine in full."""
    moves.pay_all(m)
    today, note = clock.today().isoformat(), f"票据 {m.rng.randrange(10**8):08d}"
    added = surcharge_of(m.case)
    if added is not None:
        m.on_case("record_surcharge_payments", m.lead(), {
            f"amount_{line.claim_id}": line.unpaid_yuan for line in added.lines
            if line.unpaid_yuan and line.claim.withdrawn_at is None
        } | {"paid_on": today, "method": PaymentMethod.BANK, "note": note})  # fmt: skip
    fine = sum(one.fine_yuan for one in decisions_in_force(m.case))
    m.on_case("record_decision_payment", m.lead(),
              {"amount": fine, "paid_on": today, "note": note})  # fmt: skip


def perform(m: Matter) -> None:
    m.on_case("confirm_performed", m.lead(), {"opinion": "付款凭证逐人核对无误。"})


def issue_urging(m: Matter) -> None:
    m.on_case("issue_urging", m.head(),
              {"obligation": f"支付劳动者工资 {grouped(m.case.unpaid_yuan)} 元并缴纳罚款。"})  # fmt: skip


def serve_urging(m: Matter) -> None:
    m.on_case("serve_urging", m.lead(), received(m))


def apply_to_court(m: Matter) -> None:
    m.on_case("apply_enforcement", m.director(), {
        "court": f"{m.office.division.name}人民法院", "opinion": "催告后当事人未陈述，也未履行。",
        "facts": "行政决定已生效，当事人在法定期限内不申请复议、不起诉，又不履行。",
        "subject_matter": f"劳动者工资 {grouped(m.case.unpaid_yuan)} 元及加付赔偿金、罚款。",
    })  # fmt: skip


def court_executes(m: Matter) -> None:
    """The court collects everything and the money goes to the workers."""
    pay_decision(m)
    m.on_case("record_court_result", m.lead(), {
        "result": CourtResult.EXECUTED, "result_on": clock.today().isoformat(),
        "note": "执行款已划付到位，执行完毕。",
    })  # fmt: skip


def court_ends(m: Matter) -> None:
    m.on_case("record_court_result", m.lead(), {
        "result": CourtResult.ENDED, "result_on": clock.today().isoformat(),
        "note": "没有可供执行的财产，终结本次执行程序。",
    })  # fmt: skip


def appeal_order(m: Matter) -> None:
    """The employer asks the government to reconsider the order to pay."""
    order = Document.objects.filter(case=m.case.pk, kind=DocumentKind.PAY_ORDER).latest("id")
    place = m.office.division.name
    m.on_case("record_appeal", m.lead(), {
        "document": order.pk, "kind": AppealKind.RECONSIDERATION, "authority": f"{place}人民政府",
        "filed_on": clock.today().isoformat(),
    })  # fmt: skip


def lose_order(m: Matter) -> None:
    """The order is annulled: the wrong party had been ordered to pay."""
    appeal = Appeal.objects.filter(case=m.case.pk).latest("id")
    year = timezone.localtime(clock.now()).year
    m.on_case("record_appeal_result", m.lead(), {
        "appeal": appeal.pk, "outcome": AppealOutcome.ANNULLED,
        "ended_on": clock.today().isoformat(),
        "note": f"复议决定〔{year}〕示例号：责令支付的主体认定不当，予以撤销。",
    })  # fmt: skip
