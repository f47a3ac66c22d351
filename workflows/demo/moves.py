"""The moves of a matter: each is one real act with believable words, in the order of the law."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from casework import clock
from casework.law.money import grouped
from casework.models import Payment, WageClaim
from casework.models.actor import Actor
from casework.vocabulary import Finding, Industry, PayerKind, PaymentMethod, Role, TransferState
from workflows.actions.acceptance import ACCEPT, REDIRECT, REJECT
from workflows.demo.matter import Matter
from workflows.demo.scans import scan

FEN = Decimal("0.01")
BASIS = "《劳动保障监察条例》第十八条、《保障农民工工资支付条例》第三条"


def receive(m: Matter) -> None:
    """The competent office takes the matter over."""
    transfer = m.complaint.transfers.select_related("to_office").get(state=TransferState.PROPOSED)
    m.do("accept_transfer", m.staff.actor(transfer.to_office, Role.BODY_HEAD),
         {"opinion": "用工所在地在我区，同意接收。"})  # fmt: skip


def refuse(m: Matter) -> None:
    """The other office says the site is not its own."""
    transfer = m.complaint.transfers.select_related("to_office").get(state=TransferState.PROPOSED)
    m.do("refuse_transfer", m.staff.actor(transfer.to_office, Role.BODY_HEAD),
         {"reason": "经核对项目红线图，工地不在我区，请核实后再移送。"})  # fmt: skip


def assign(m: Matter) -> None:
    m.do("assign_inspectors", m.head(),
         {"lead": m.lead().user_id, "second": m.second().user_id, "reason": ""})  # fmt: skip


def require_supplement(m: Matter) -> None:
    missing = m.rng.choice(["请提供考勤记录或者工友证言。", "请补充用人单位的名称和地址。",
                            "请提供结算单或者欠条的照片。"])  # fmt: skip
    m.do("require_supplement", m.lead(), {"missing": missing})


def supplement(m: Matter) -> None:
    m.do("receive_supplement", m.lead(), {"text": "投诉人到窗口补交了考勤表复印件。"})


def close_incomplete(m: Matter) -> None:
    m.do("close_incomplete", m.head(), {"reason": "经两次电话提醒，期满仍未补正。"})


def propose(m: Matter) -> None:
    m.do("propose_decision", m.lead(), {"proposal": ACCEPT,
         "opinion": "有明确的用人单位和事实，属本机构管辖，符合第十八条，建议受理并立案。"})  # fmt: skip


def propose_rejection(m: Matter) -> None:
    m.do("propose_decision", m.lead(), {"proposal": REJECT,
         "opinion": "欠薪行为终了至今已超过二年，期间没有投诉举报记录。"})  # fmt: skip


def propose_redirection(m: Matter) -> None:
    m.do("propose_decision", m.lead(), {"proposal": REDIRECT,
         "opinion": "投诉人已就同一请求申请劳动人事争议仲裁，已经开庭。"})  # fmt: skip


def return_proposal(m: Matter) -> None:
    m.do("return_proposal", m.head(), {"reason": "请先核对用人单位名称是否与营业执照一致。"})


def reject(m: Matter) -> None:
    m.do(
        "reject_complaint",
        m.head(),
        {
            "reason": "违法行为已超过二年，依照第二十条不予受理。",
            "ended_on": str(m.complaint.period_end),
            "not_continuing": "on",
        },
    )


def redirect(m: Matter) -> None:
    m.do("redirect_complaint", m.head(), {"reason": "已进入劳动仲裁程序，请按仲裁程序办理。"})


def accept(m: Matter) -> None:
    m.do("accept_complaint", m.head(), {"opinion": "同意受理并立案。"})


def begin(m: Matter) -> None:
    m.on_case("begin_investigation", m.lead(),
              {"plan": "实地检查，调取工资台账、考勤和银行流水，询问项目负责人。"})  # fmt: skip


def note(m: Matter) -> None:
    text = m.rng.choice(["已电话联系单位负责人，承诺三日内提供工资台账。", "现场走访，工友五人证言一致。",
                         "已向开户银行调取专户流水。", "单位称总包未拨付进度款，已要求提供合同。"])  # fmt: skip
    m.on_case("note_case", m.lead(), {"text": text})


def message(m: Matter) -> None:
    text = m.rng.choice(["请问办到哪一步了？", "老板昨天打电话说下周给一部分。",
                         "我换了电话，还是打这个号码。", "谢谢，材料我已经补上了。"])  # fmt: skip
    m.do("add_message", Actor.complainant(), {"text": text, "kind": "message"})


def reply(m: Matter) -> None:
    m.do("reply", m.lead(), {"text": "您好，案件正在调查，有进展会第一时间告诉您。"})


def extend(m: Matter) -> None:
    m.on_case("extend_investigation", m.staff.actor(m.office, Role.DEPARTMENT_HEAD),
              {"reason": "涉及人数多、工程量存在争议，情况复杂。"})  # fmt: skip


def find(m: Matter) -> None:
    """Most claims are made out as told, some to a part, few were paid or cannot be made out."""
    data: dict[str, Any] = {}
    for claim in _claims(m):
        chance = m.rng.random() if m.case.worker_count > 1 else 0.5
        if chance > 0.96:
            data |= {
                f"finding_{claim.pk}": Finding.NOT_MADE_OUT,
                f"note_{claim.pk}": "没有考勤记录",
            }
        elif chance > 0.93:
            data |= {f"finding_{claim.pk}": Finding.PAID, f"note_{claim.pk}": "银行流水显示已付清"}
        else:
            share = Decimal(m.rng.choice((100, 100, 100, 95, 90, 80))) / 100
            data |= {f"finding_{claim.pk}": Finding.OWED,
                     f"verified_{claim.pk}": str((claim.claimed_yuan * share).quantize(FEN))}  # fmt: skip
    m.on_case("record_findings", m.lead(), data)


def find_nothing(m: Matter) -> None:
    """The employer proves that everything was paid."""
    m.on_case("record_findings", m.lead(),
              {f"finding_{claim.pk}": Finding.PAID for claim in _claims(m)})  # fmt: skip


def finish(m: Matter) -> None:
    m.on_case(
        "finish_investigation", m.lead(), {"text": "已逐人核对考勤、结算单和银行流水，事实清楚。"}
    )


def draft(m: Matter) -> None:
    built = m.case.industry == Industry.CONSTRUCTION and m.rng.random() < 0.4
    m.on_case("draft_order", m.lead(), {
        "payer": PayerKind.GENERAL_CONTRACTOR if built else PayerKind.EMPLOYER,
        "term_days": str(m.choices.get("term_days", 15)),
        "facts": f"经查，你单位拖欠 {m.case.worker_count} 名劳动者工资共计 {grouped(m.case.unpaid_yuan)} 元。",
        "legal_basis": BASIS,
    })  # fmt: skip


def return_order(m: Matter) -> None:
    m.on_case("return_order", m.head(), {"reason": "请写明每名工人的欠薪月份后再报。"})


def issue(m: Matter) -> None:
    m.on_case("issue_order", m.head(), {"opinion": "同意签发。"})


def serve(m: Matter) -> None:
    m.on_case("serve_order", m.lead(), {
        "mode": "direct", "served_on": clock.today().isoformat(), "place": "被投诉单位办公室",
        "receiver": m.rng.choice(["办公室张女士", "项目部李经理", "前台工作人员"]), "relation": "职工",
    })  # fmt: skip


def pay_part(m: Matter) -> None:
    """Some workers get everything, the next one a part."""
    owed = [claim for claim in _claims(m) if claim.unpaid_yuan > 0]
    cut = len(owed) * m.rng.randint(30, 70) // 100
    amounts = {claim.pk: claim.unpaid_yuan for claim in owed[:cut]}
    left = (owed[cut].unpaid_yuan * Decimal(m.rng.choice((30, 40, 50))) / 100).quantize(FEN)
    _pay(m, amounts | {owed[cut].pk: left})


def pay_all(m: Matter) -> None:
    _pay(m, {claim.pk: claim.unpaid_yuan for claim in _claims(m) if claim.unpaid_yuan > 0})


def confirm_receipt(m: Matter) -> None:
    """The complainant says whether the first payment came in."""
    payment = Payment.objects.filter(claim__complaint=m.complaint.pk).order_by("id").first()
    assert payment is not None
    answer = "confirmed" if m.rng.random() < 0.85 else "disputed"
    note = "" if answer == "confirmed" else "银行卡还没有收到"
    m.do("answer_payment", Actor.complainant(),
         {"payment": payment.pk, "answer": answer, "note": note})  # fmt: skip


def comply(m: Matter) -> None:
    m.on_case("confirm_complied", m.lead(), {"opinion": "付款凭证与名单逐人核对无误。"})


def revoke(m: Matter) -> None:
    m.on_case("revoke_case", m.head(), {"reason": "经查工资已经付清，欠薪事实不能认定。"})


def close(m: Matter) -> None:
    m.on_case("close_case", m.head(), {"outcome": "工资已全部付清，予以结案。"})


def tell(m: Matter) -> None:
    m.do("tell_result", m.lead(), {"text": "您投诉的工资问题已经办结，如有新情况可以再次投诉。"})


def ask_withdrawal(m: Matter) -> None:
    m.do("request_withdrawal", Actor.complainant(), {"reason": "单位已经把钱结清了，申请撤回。"})


def confirm_withdrawal(m: Matter) -> None:
    m.do("confirm_withdrawal", m.head(), {"reason": "已电话核实，确系本人自愿。"})


def _claims(m: Matter) -> list[WageClaim]:
    rows = WageClaim.objects.filter(case=m.case.pk, withdrawn_at__isnull=True)
    return list(rows.order_by("position", "id"))


def _pay(m: Matter, amounts: dict[int, Decimal]) -> None:
    data = {f"amount_{pk}": str(amount) for pk, amount in amounts.items()}
    method = m.rng.choice([PaymentMethod.BANK, PaymentMethod.BANK, PaymentMethod.SPECIAL_ACCOUNT])
    m.on_case("record_payments", m.lead(), data | {
        "paid_on": clock.today().isoformat(), "payer": PayerKind.EMPLOYER, "method": method,
    }, files={"proof": scan("银行回单.pdf")})  # fmt: skip
