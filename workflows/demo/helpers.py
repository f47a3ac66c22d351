"""Moves about who handles a matter: account queries, recusal, another county's help, jurisdiction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from casework import clock
from casework.models import AccountQuery, Assistance, Office, Recusal
from casework.models.actor import Actor
from casework.vocabulary import DivisionLevel, RecusalAsker, Role
from workflows.demo.matter import Matter, Move
from workflows.routing import city_office

Who = Callable[[Matter], Actor]
LAND, CARS = "不动产登记中心（示例）", "车辆管理所（示例）"
BANKS = ("示例银行东风路支行", "示例农商银行", "示例商业银行")


def city_director(m: Matter) -> Actor:
    """The department head of the city above, who alone approves a query (Order 724 art. 40)."""
    return m.staff.actor(city_office(m.office), Role.DEPARTMENT_HEAD)


# --- Account query: several may stand side by side, `number` counts them from 0


def ask_query(institution: str) -> Move:
    def move(m: Matter) -> None:
        m.on_case("request_query", m.lead(), {
            "subject_name": m.case.employer_name, "institution": institution,
            "scope": "近六个月的账户往来和余额", "grounds": "单位称无力支付，须核实是否转移资金。",
        })  # fmt: skip

    return move


def _on_query(code: str, who: Who, number: int, **data: str) -> Move:
    def move(m: Matter) -> None:
        rows = AccountQuery.objects.filter(case=m.case.pk).order_by("pk")
        m.on_branch(code, rows[number], who(m), data)

    return move


def endorse(number: int) -> Move:
    return _on_query("endorse_query", Matter.director, number, opinion="同意上报。")


def decline(number: int) -> Move:
    return _on_query(
        "refuse_query", Matter.director, number, reason="现有银行流水已足以认定，暂不必要。"
    )


def approve(number: int) -> Move:
    return _on_query("approve_query", city_director, number, opinion="批准查询。")


def send(number: int) -> Move:
    def move(m: Matter) -> None:
        _on_query("send_query", Matter.lead, number, sent_on=clock.today().isoformat())(m)

    return move


def answered(number: int) -> Move:
    def move(m: Matter) -> None:
        day = clock.today().isoformat()
        _on_query("record_query_answer", Matter.lead, number, answered_on=day,
                  text="账户余额足以支付部分工资，近一个月有大额转出。")(m)  # fmt: skip

    return move


def bank_refuses(number: int) -> Move:
    def move(m: Matter) -> None:
        day = clock.today().isoformat()
        _on_query("record_bank_refusal", Matter.lead, number, answered_on=day,
                  text="以须总行授权为由拒绝协助。")(m)  # fmt: skip

    return move


def tell_regulator(number: int) -> Move:
    def move(m: Matter) -> None:
        day = clock.today().isoformat()
        _on_query("tell_regulator", Matter.lead, number, told_on=day,
                  regulator="金融监管分局（示例）", text="以须总行授权为由拒绝协助。")(m)  # fmt: skip

    return move


# --- Recusal and help


def ask_recusal(m: Matter) -> None:
    """The employer says the lead inspector is a relative of a supplier."""
    m.on_case("ask_recusal", m.head(), {
        "person": m.case.lead_id, "asker": RecusalAsker.EMPLOYER,
        "reason": "单位称主办监察员与材料供应商负责人是亲属。",
    })  # fmt: skip


def _recusal(m: Matter) -> Recusal:
    return Recusal.objects.filter(case=m.case.pk).latest("pk")


def grant_recusal(m: Matter) -> None:
    """Another inspector takes the lead, the second stays."""
    handlers = (m.case.lead_id, m.case.second_id)
    place, free = next(
        (place, actor)
        for place, actor in enumerate(m.staff.actors(m.office, Role.INSPECTOR))
        if actor.user_id not in handlers
    )
    m.on_branch("grant_recusal", _recusal(m), m.head(), {
        "lead": free.user_id, "second": m.case.second_id, "opinion": "亲属关系属实，决定回避。"})  # fmt: skip
    m.reread()
    m.lead_index = place


def refuse_recusal(m: Matter) -> None:
    m.on_branch("refuse_recusal", _recusal(m), m.head(),
                {"reason": "经核实没有亲属关系，不需要回避。"})  # fmt: skip


def elsewhere(m: Matter) -> Office:
    """Return another county of the same city, the same one for the same matter."""
    counties = Office.objects.filter(
        division__level=DivisionLevel.COUNTY, closed_on__isnull=True
    ).exclude(pk=m.office.pk).select_related("division").order_by("division__code")  # fmt: skip
    near = list(counties.filter(division__parent=m.office.division.parent_id))
    found = near or list(counties)
    return found[len(m.case.employer_name) % len(found)]


def ask_help(m: Matter) -> None:
    m.on_case("request_assistance", m.lead(), {
        "office": elsewhere(m).pk, "matter": "单位注册地在你区，请协助核实经营场所并询问法定代表人。",
        "answer_by": (clock.today() + timedelta(days=20)).isoformat(),
    })  # fmt: skip


def _help(m: Matter) -> Assistance:
    return Assistance.objects.filter(case=m.case.pk).select_related("office").latest("pk")


def accept_help(m: Matter) -> None:
    found = _help(m)
    first, second = m.staff.actors(found.office, Role.INSPECTOR)[:2]
    m.on_branch("accept_assistance", found, m.staff.actor(found.office, Role.BODY_HEAD), {
        "helper": first.user_id, "helper2": second.user_id,
        "answer_by": (clock.today() + timedelta(days=15)).isoformat(),
    })  # fmt: skip


def refuse_help(m: Matter) -> None:
    found = _help(m)
    m.on_branch("refuse_assistance", found, m.staff.actor(found.office, Role.BODY_HEAD),
                {"reason": "单位已迁出我区，无法协助，请向其现经营地查询。"})  # fmt: skip


def answer_help(m: Matter) -> None:
    found = _help(m)
    helper = m.staff.actor(found.office, Role.INSPECTOR)
    m.on_branch("answer_assistance", found, helper,
                {"text": "经现场核实，该址仍在经营，已制作询问笔录，单位认可欠薪事实。"})  # fmt: skip


def suspend(m: Matter) -> None:
    m.on_case("suspend_clock", m.head(), {
        "rule_id": "D-07", "reason": "须以人民法院对承包合同纠纷的判决为依据，等待判决。"})  # fmt: skip
