"""Moves of the referral of a suspected crime; what other authorities say comes as a scanned paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from casework import clock
from casework.models import Referral
from casework.models.actor import Actor
from casework.vocabulary import MaterialKind, ReferralGround
from workflows.demo.matter import Matter, Move
from workflows.demo.scans import scan

MATERIALS: tuple[dict[str, Any], ...] = (
    {"kind": MaterialKind.STATEMENTS, "title": "劳动者询问笔录", "copies": "3"},
    {"kind": MaterialKind.IDENTITY, "title": "营业执照和法定代表人身份证明", "copies": "1"},
    {"kind": MaterialKind.ITEMS, "is_absent": "on", "copies": "1"},
)


def referral(m: Matter) -> Referral:
    """Return the referral of the case."""
    return Referral.objects.filter(case=m.case.pk).latest("pk")


def team(m: Matter) -> None:
    m.on_case("open_referral", m.head(), {
        "members": [m.lead().user_id, m.second().user_id], "ground": ReferralGround.ORDERED,
        "reason": "责令期满仍未支付，工人反映负责人转移工程款。",
    })  # fmt: skip


def report(m: Matter) -> None:
    """Put the materials of art. 6 together and hand the report to the principal head."""
    for item in MATERIALS:
        m.on_branch("add_material", referral(m), m.lead(), item)
    m.on_branch("report_referral", referral(m), m.lead(), {
        "crime_facts": "拖欠劳动者报酬，经责令支付，期满仍不支付，数额较大。",
        "evasion": "账户有大额转出，负责人手机停机，办公场所已搬空。",
        "proposal": "建议移送公安机关追究刑事责任。",
    })  # fmt: skip


def _by(who: Callable[[Matter], Actor], code: str, **data: str) -> Move:
    def move(m: Matter) -> None:
        m.on_branch(code, referral(m), who(m), data)

    return move


approve = _by(Matter.director, "approve_referral", reason="材料齐全，同意移送。")
refuse = _by(Matter.director, "refuse_referral",
             reason="期满后已付清大部分工资，社会危害不大，暂不移送，继续行政处理。")  # fmt: skip
reconsider = _by(Matter.director, "request_reconsideration",
                 reason="转移资金的银行流水足以证明有能力支付而不支付，应当立案。")  # fmt: skip


def _minute() -> str:
    return f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"


def _place(m: Matter) -> str:
    return m.office.division.name


def send(m: Matter) -> None:
    m.on_branch("send_referral", referral(m), m.lead(), {
        "police": f"{_place(m)}公安分局（示例）", "procuratorate": f"{_place(m)}人民检察院（示例）",
        "sent_at": _minute(),
    })  # fmt: skip


def receipt(m: Matter) -> None:
    m.on_branch("record_police_receipt", referral(m), m.lead(),
                {"signer": "值班民警", "received_at": _minute()},
                files={"proof": scan("回执.pdf")})  # fmt: skip


def _answer(code: str, text: str, **more: str) -> Move:
    """Return a move that records what came from outside today, with its scan."""

    def move(m: Matter) -> None:
        m.on_branch(code, referral(m), m.lead(),
                    {"received_on": clock.today().isoformat(), "text": text, **more},
                    files={"proof": scan("来函.pdf")})  # fmt: skip

    return move


forward = _answer(
    "record_forwarding", "注册地公安机关管辖更为适宜。", police="市公安局直属分局（示例）"
)
police_file = _answer("record_police_filing", "以拒不支付劳动报酬案立案侦查。")
police_decline = _answer("record_police_refusal", "认为证据不足以证明有能力支付。")
ask_more = _answer("record_supplement_request", "请补充负责人逃匿的证据和工资核算明细。")
deny_again = _answer("record_reconsideration_denied", "经复议，维持不予立案决定。")
explain = _answer("record_explanation", "侦查机关说明：现有证据不能证明转移财产。")
close_supervision = _answer("record_supervision_closed", "经审查，不立案理由成立。")
prosecute = _answer(
    "record_prosecution", "以拒不支付劳动报酬罪提起公诉。", organ="区人民检察院（示例）"
)
judge = _answer(
    "record_judgment", "判处有期徒刑六个月，缓刑一年，并处罚金。", organ="区人民法院（示例）"
)
police_return = _answer("record_police_return", "经侦查不构成犯罪，移回依法行政处理。")


def supply(m: Matter) -> None:
    m.on_branch("supplement_referral", referral(m), m.lead(), {
        "sent_on": clock.today().isoformat(), "text": "补充工资核算表和通话记录。"})  # fmt: skip


def ask_supervision(m: Matter) -> None:
    m.on_branch("request_supervision", referral(m), m.director(), {
        "procuratorate": f"{_place(m)}人民检察院（示例）",
        "reason": "欠薪数额较大且有转移资金的证据，应当立案侦查。",
        "late_reason": "等待公安机关的书面材料。",
    })  # fmt: skip


def take_back(m: Matter) -> None:
    m.on_branch("return_to_decision", referral(m), m.lead(),
                {"reason": "不予立案，依法继续行政处理。"})  # fmt: skip


def hand_over(m: Matter) -> None:
    m.on_branch("hand_over_materials", referral(m), m.lead(), {
        "handed_on": clock.today().isoformat(), "signer": "经侦大队民警", "text": "按清单移交。"},
        files={"proof": scan("移交清单.pdf")})  # fmt: skip
