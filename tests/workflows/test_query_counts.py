"""What an intake and each transition cost in SQL statements; run with -s to see the table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Payment
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast
from tests.factories import (
    REJECTION,
    advance,
    do,
    file_at,
    findings_for,
    fresh,
    make_filing,
    order,
    pair,
    payments_for,
    service,
)
from workflows.dispatch import file_complaint

pytest_plugins = ("tests.cast",)
MOST = 20
BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK")


def count(run) -> tuple[int, list[str]]:
    """Return how many statements `run` needs, without those that only open or end it."""
    with CaptureQueriesContext(connection) as context:
        run()
    sql = [query["sql"] for query in context.captured_queries]
    # The test itself runs inside a transaction, so the act's own is a savepoint here, one for all.
    kept = [s for s in sql if not s.startswith((*BRACKETS, "SAVEPOINT", "RELEASE SAVEPOINT"))]
    nested = [s for s in sql if s.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))]
    return len(kept) + max(len(nested) - 2, 0), kept


# (name, stage before it, who acts, on the case?, action, form data)
TRANSITIONS = [
    ("accept_transfer", "transferred", None, {}),
    ("refuse_transfer", "transferred", None, {"reason": "工地不在我县。"}),
    ("transfer_complaint", "arrived", "head", "transfer"),
    ("assign_inspectors", "arrived", "head", "pair"),
    ("propose_decision", "assigned", "lead", {"proposal": "accept", "opinion": "符合。"}),
    ("require_supplement", "assigned", "lead", {"missing": "考勤记录。"}),
    ("receive_supplement", "supplement", "lead", {"text": "已收到。"}),
    ("close_incomplete", "unsupplied", "head", {"reason": "逾期。"}),
    ("accept_complaint", "proposed", "head", {"opinion": "同意。"}),
    ("return_proposal", "proposed", "head", {"reason": "再核对。"}),
    ("reject_complaint", "proposed", "head", REJECTION),
    ("redirect_complaint", "proposed", "head", {"reason": "已仲裁。"}),
    ("request_withdrawal", "investigating", "complainant", {"reason": "已付。"}),
    ("add_message", "investigating", "complainant", {"text": "办到哪了？", "kind": "message"}),
    ("reply", "investigating", "lead", {"text": "正在调查。"}),
    ("begin_investigation", "accepted", "lead", {"plan": ""}),
    ("extend_investigation", "investigating", "director", {"reason": "情况复杂。"}),
    ("record_findings", "investigating", "lead", "findings"),
    ("finish_investigation", "found", "lead", {"text": "终结。"}),
    ("draft_order", "investigated", "lead", "order"),
    ("return_order", "drafted", "head", {"reason": "再写。"}),
    ("issue_order", "drafted", "head", {"opinion": "同意。"}),
    ("serve_order", "ordered", "lead", "service"),
    ("record_payments", "served", "lead", "payments"),
    ("confirm_complied", "paid", "lead", {}),
    ("close_case", "complied", "head", {"outcome": "已付清。"}),
    ("tell_result", "closed", "lead", {"text": "已付清。"}),
    ("confirm_withdrawal", "asked to withdraw", "head", {"reason": "自愿。"}),
    ("decline_withdrawal", "asked to withdraw", "head", {"reason": "不是本人意愿。"}),
    ("revoke_case", "nothing owed", "head", {"reason": "已付清。"}),
    ("mark_overdue", "term over", "timer", {}),
    ("reverse_payment", "paid", "lead", "reversal"),
    ("answer_payment", "paid", "complainant", "answer"),
    ("add_workers", "investigating", "lead", "roster"),
    ("correct_complaint", "accepted", "lead", "correction"),
    ("reassign_inspectors", "investigating", "head", "others"),
    ("note_complaint", "assigned", "lead", {"text": "已电话核实。"}),
    ("note_case", "investigating", "lead", {"text": "已电话核实。"}),
    ("comment", "investigating", "lead", {"text": "@wugang 请一起去工地。"}),
]
ON_CASE = {
    "begin_investigation", "extend_investigation", "record_findings", "finish_investigation",
    "draft_order", "return_order", "issue_order", "serve_order", "record_payments",
    "confirm_complied", "close_case", "revoke_case", "mark_overdue", "reverse_payment",
    "add_workers", "reassign_inspectors", "note_case", "comment",
}  # fmt: skip


def test_an_intake_from_the_web_needs_at_most_20_statements(province, he, jinshui_clerk):
    filing = make_filing()
    used, sql = count(lambda: file_complaint(filing, Actor.complainant(), key="k-1"))
    print(f"intake, web: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)


def test_an_intake_for_another_county_needs_at_most_20_statements(province, qin, he):
    filing, at = make_filing(workers=37), cast.office(cast.SHANGSHUI)
    actor = cast.actor(qin)
    used, sql = count(lambda: file_complaint(filing, actor, office=at, key="k-2"))
    print(f"intake, window, 37 workers, other county: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)


@pytest.mark.parametrize(("code", "stage", "who", "form"), TRANSITIONS)
def test_a_transition_needs_few_statements(province, time_machine, code, stage, who, form):
    complaint = fresh(_at(stage, file_at(cast.SHANGSHUI), time_machine))
    record = complaint.case if code in ON_CASE else complaint
    actor = _actor(who, complaint)
    data = form if isinstance(form, dict) else _data(form, record)
    key, seen = f"{code}-{complaint.pk}", record.last_seq
    used, sql = count(lambda: do(code, record, actor, data, key=key, seen=seen))
    print(f"{code}: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)


def test_accepting_a_group_costs_no_more_than_accepting_one(province):
    complaint = advance(file_at(workers=37), "proposed")
    head = _actor("head", complaint)
    used, sql = count(lambda: do("accept_complaint", complaint, head, {}, key="k", seen=9))
    assert used <= MOST, "\n".join(sql)


def _at(stage, complaint, time_machine):
    if stage == "transferred":
        return complaint
    if stage == "asked to withdraw":
        advance(complaint, "investigating")
        do("request_withdrawal", complaint, Actor.complainant(), {"reason": "已付。"})
        return complaint
    if stage == "nothing owed":
        case = advance(complaint, "investigating").case
        paid = {claim.pk: "0" for claim in case.claims.all()}
        return advance(complaint, "investigated", owed=paid)
    complaint = advance(complaint, "served" if stage == "term over" else stage)
    if stage == "term over":
        time_machine.move_to(complaint.case.order_due_on + timedelta(days=1))
    return complaint


def _actor(who, complaint):
    if who is None:
        return cast.actor(cast.someone(cast.office(cast.JINSHUI), Role.BODY_HEAD))
    if who == "complainant":
        return Actor.complainant()
    if who == "timer":
        return Actor.system()
    if who == "lead":
        return cast.actor(complaint.lead)
    role = Role.BODY_HEAD if who == "head" else Role.DEPARTMENT_HEAD
    return cast.actor(cast.someone(complaint.office, role), role)


def _data(form, record):
    if form == "transfer":
        return {"office": cast.office(cast.JIYUAN).pk, "reason": "工地在济源。"}
    if form in ("reversal", "answer"):
        payment = Payment.objects.get().pk
        return {"payment": payment, "reason": "记错。", "answer": "confirmed"}
    if form == "roster":
        return {"pasted": "李四\t\t19900002222\t木工\t8000", "reason": "漏登。"}
    if form == "correction":
        return {
            "employer_name": "更正后的公司（虚构）",
            "industry": "other",
            "reason": "名称写错。",
        }
    if form == "others":
        return {"lead": record.second_id, "second": record.lead_id, "reason": "换主办。"}
    makers = {"pair": pair, "findings": findings_for, "payments": payments_for}
    if form in makers:
        return makers[form](record)
    return {"order": order, "service": service}[form]()
