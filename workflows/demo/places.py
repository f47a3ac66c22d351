"""Moves about whose matter it is: disputes, a case handed over, other departments, one told twice."""

from __future__ import annotations

from dataclasses import replace

from casework import clock
from casework.models import Department, Transfer
from casework.models.actor import Actor
from casework.vocabulary import Channel, DepartmentKind, Role
from workflows.demo.helpers import elsewhere
from workflows.demo.matter import Matter, Move
from workflows.demo.scans import scan
from workflows.dispatch import act, file_complaint
from workflows.routing import city_office, common_superior


def _open_transfer(m: Matter) -> Transfer:
    rows = m.complaint.transfers.select_related("from_office__division", "to_office__division")
    return rows.latest("pk")


def negotiate(m: Matter) -> None:
    m.do("negotiate_transfer", m.head(), {"reason": "工地横跨两区，已电话联系，协商由用工较多的一方承办。"})  # fmt: skip


def ask_superior(m: Matter) -> None:
    m.do("request_designation", m.head(), {"reason": "两区对工地四至认定不一，协商未果，报请指定。"})  # fmt: skip


def designate(m: Matter) -> None:
    """The common superior names the county that had refused."""
    transfer = _open_transfer(m)
    superior = common_superior([transfer.from_office, transfer.to_office])
    m.do("designate_transfer", m.staff.actor(superior, Role.BODY_HEAD), {
        "office": transfer.to_office_id, "reason": "主要用工地在该区，指定由其承办。"})  # fmt: skip


def hand_over_case(m: Matter) -> None:
    m.on_case("transfer_case", m.head(), {
        "office": elsewhere(m).pk, "reason": "经查工人实际用工地在你区，依法移送。"})  # fmt: skip


def take_over_case(m: Matter) -> None:
    """The other county files the case anew with two inspectors of its own."""
    transfer = m.case.transfers.select_related("to_office__division").latest("pk")
    first, second = m.staff.actors(transfer.to_office, Role.INSPECTOR)[:2]
    m.on_case("accept_case_transfer", m.staff.actor(transfer.to_office, Role.BODY_HEAD), {
        "lead": first.user_id, "second": second.user_id, "opinion": "同意接收，即日立案。"})  # fmt: skip
    m.reread()
    m.lead_index = 0


# --- Another department (Order 724 art. 10)


def send_on(m: Matter) -> None:
    """The housing department of the city answers for the price of works."""
    city = city_office(m.office).division
    department, _made = Department.objects.get_or_create(
        name=f"{city.name}住房和城乡建设局（示例）",
        defaults={"kind": DepartmentKind.HOUSING, "division": city},
    )
    m.do("send_to_department", m.head(), {
        "department": department.pk, "reason": "所述为工程款结算纠纷，由住房城乡建设部门处理。"})  # fmt: skip


def _answer(code: str, answer: str, *, on_paper: bool = False) -> Move:
    def move(m: Matter) -> None:
        files = {"proof": scan("答复.pdf")} if on_paper else {}
        m.do(code, m.head(), {"answered_on": clock.today().isoformat(), "answer": answer},
             files=files)  # fmt: skip

    return move


department_accepts = _answer("record_department_acceptance", "已受理，正在约谈发包单位。")
department_returns = _answer("record_department_return", "经查存在劳动报酬争议，请依职责处理。")
department_concludes = _answer(
    "record_department_result", "发包单位已按结算拨付工程款。", on_paper=True
)


def tell_department_result(m: Matter) -> None:
    m.do("tell_department_result", m.head(), {
        "text": "住房城乡建设部门答复：工程款已经拨付，您的款项请与班组结算。"})  # fmt: skip


# --- The same matter told twice


def tell_again(m: Matter) -> None:
    """A worker of the same matter files it once more from the phone."""
    again = replace(m.filing, channel=Channel.WEB, external_clue_no=None)
    twin, _code = file_complaint(again, Actor.complainant())
    m.choices["twin"] = twin.pk


def merge(m: Matter) -> None:
    act("merge_complaint", m.choices["twin"], m.head(), {
        "master": m.complaint.pk, "reason": "同一工人对同一单位同一时段重复投诉，并入办理。"})  # fmt: skip
