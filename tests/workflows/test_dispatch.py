"""The dispatcher: one transaction, idempotency keys, colleagues who were faster, a walk at random."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework import clock
from casework.journal import first_break
from casework.models import (
    ActionReceipt,
    Case,
    CaseEvent,
    Department,
    Document,
    Membership,
    Payment,
)
from casework.models.actor import Actor
from casework.vocabulary import OPEN_DEPARTMENT, OPEN_TRANSFER, Role
from tests import cast
from tests.factories import (
    SANCTIONS,
    advance,
    application,
    decision,
    desks,
    do,
    file_at,
    findings_for,
    fresh,
    notice,
    order,
    pair,
    payments_for,
    service,
    wait_until,
)
from workflows import moves
from workflows.catalogue import ACTIONS
from workflows.dispatch import Incomplete, Overtaken, act
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused
from workflows.models import DeskTask
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)


def test_a_repeated_click_acts_once(province, he):
    complaint = advance(file_at(), "arrived")
    first = do("assign_inspectors", complaint, he, pair(complaint), key="click")
    again = do("assign_inspectors", complaint, he, pair(complaint), key="click")
    assert (first.repeated, again.repeated) == (False, True)
    assert complaint.events.filter(kind="complaint.assigned").count() == 1


def test_a_refused_act_does_not_use_up_its_key(province, he, liu):
    complaint = advance(file_at(), "arrived")
    with pytest.raises(Refused):
        do("assign_inspectors", complaint, liu, pair(complaint), key="click")
    assert not ActionReceipt.objects.filter(key="click").exists()
    assert not do("assign_inspectors", complaint, he, pair(complaint), key="click").repeated


def test_a_payment_sent_twice_is_booked_once(province, li_jing):
    case = advance(file_at(), "served").case
    for _ in range(2):
        do("record_payments", case, li_jing, payments_for(case, {case.claims.get().pk: "10.00"}),
           key="pay")  # fmt: skip
    assert Payment.objects.get().amount_yuan == Decimal("10.00")


def test_a_form_shown_before_a_colleagues_act_is_out_of_date(province, he, li_jing):
    complaint = advance(file_at(), "assigned")
    seen = complaint.last_seq
    do("propose_decision", complaint, li_jing, {"proposal": "accept", "opinion": "符合。"})
    with pytest.raises(Overtaken) as refusal:
        do("require_supplement", complaint, he, {"missing": "考勤。"}, seen=seen)
    assert [event.kind for event in refusal.value.events] == ["complaint.acceptance_proposed"]
    assert "李静" in str(refusal.value)


def test_a_message_of_the_complainant_does_not_make_a_form_out_of_date(province, he):
    complaint = advance(file_at(), "arrived")
    seen = complaint.last_seq
    do("add_message", complaint, Actor.complainant(), {"text": "在吗？", "kind": "message"})
    do("assign_inspectors", complaint, he, pair(complaint), seen=seen)
    assert fresh(complaint).lead is not None


def test_an_incomplete_form_keeps_what_was_typed(province, li_jing):
    case = advance(file_at(), "ordered").case
    with pytest.raises(Incomplete) as refusal:
        do("serve_order", case, li_jing, service(place="", receiver="张三"))
    form = refusal.value.form
    assert set(form.errors) == {"place"}
    assert form["receiver"].value() == "张三"


def test_a_failing_act_leaves_nothing_behind(province, he, monkeypatch):
    """Number, case, document, journal, desk: all or none."""
    complaint = advance(file_at(), "proposed")
    before = (CaseEvent.objects.count(), Document.objects.count(), desks(complaint))

    def fail(*args: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(moves, "move_on", fail)
    with pytest.raises(RuntimeError):
        do("accept_complaint", complaint, he)
    monkeypatch.undo()
    assert (CaseEvent.objects.count(), Document.objects.count(), desks(complaint)) == before
    assert not Case.objects.exists()
    do("accept_complaint", complaint, he)
    assert Case.objects.get().number.endswith("第0001号")


def test_numbers_have_no_gap(province):
    numbers = [advance(file_at(), "accepted").case.number[-6:] for _ in range(3)]
    assert numbers == ["第0001号", "第0002号", "第0003号"]


def test_a_step_that_is_not_on_the_desk_is_refused(province, li_jing):
    complaint = advance(file_at(), "proposed")
    with pytest.raises(Refused, match="办理桌"):
        do("propose_decision", complaint, li_jing, {"proposal": "accept", "opinion": "再提。"})


def test_a_withdrawn_complaint_lies_on_no_desk(province):
    complaint = advance(file_at(), "assigned")
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "付清。"})
    do("confirm_withdrawal", complaint, cast.person("he"), {"reason": "自愿。"})
    assert desks(complaint) == []
    assert not complaint.processes.filter(finished__isnull=True).exists()


def test_scenario_50_a_changed_row_of_the_journal_is_named(province):
    """Somebody with the database's own rights changes one row."""
    complaint = advance(file_at(), "accepted")
    row = complaint.events.get(seq=3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        cursor.execute("UPDATE casework_caseevent SET reason = '改过' WHERE id = %s", [row.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    broken = first_break(fresh(complaint))
    assert broken is not None
    assert broken.pk == row.pk
    with pytest.raises(CommandError, match=rf"event {row.pk}, {row.kind}"):
        call_command("verify_journal", complaint=complaint.pk)


# --- a walk at random -----------------------------------------------------------------------------

COMPLAINT_DESKS = {
    "filed": {"route", "assign", "propose", "decide"}, "transferred_out": {"receive", "negotiate", "designate", "take_over", "at_department",
                        "tell_department"},
    "supplement": {"await_supplement"}, "accepted": {"in_case", "tell"},
}  # fmt: skip
CASE_DESKS = {
    "open": {"start_up"}, "investigating": {"investigate"},
    "investigated": {"dispose", "sign", "sign_notice", "serve_notice"},
    "ordered": {"serve", "watch"}, "complied": {"close"}, "revoked": {"close"},
    "overdue": {"after_overdue", "sign_notice", "serve_notice"},
    "notice_given": {"await_statement", "reconsider", "review", "sign_notice", "serve_notice"},
    "hearing": {"call_hearing", "hold_hearing", "reconsider", "review", "sign_notice",
                "serve_notice"},
    "reviewed": {"decide_case"}, "decided": {"serve_decision"}, "performed": {"close"},
    "served": {"await_performance", "close"}, "urged": {"await_performance", "close"},
    "enforcement": {"await_performance", "close"},
}  # fmt: skip
# Desks of the way to the court, beside the case's own while the decision waits to be performed.
ENFORCEMENT_DESKS = {
    "served": {"urge", "serve_urging"}, "urged": {"apply"}, "enforcement": {"court"},
}  # fmt: skip
WALKS = int(os.environ.get("QINGQIAN_WALKS", "4"))
STEPS = 45
DAYS_PASS = 0.1
TRIED = 9


def everybody() -> list[Actor]:
    """Complainant, timer, and everyone of three offices in every role they hold."""
    offices = [cast.office(name) for name in (cast.JINSHUI, cast.SHANGSHUI, cast.JIYUAN)]
    roles = (Role.BODY_HEAD, Role.INSPECTOR, Role.CLERK, Role.DEPARTMENT_HEAD, Role.LEGAL)
    for at in offices:
        for role in roles:
            cast.someone(at, role)
        cast.someone(at, Role.INSPECTOR, 1)
    offices += [cast.office(name) for name in (cast.ZHENGZHOU, cast.HENAN)]
    for superior in offices[3:]:
        cast.someone(superior, Role.BODY_HEAD)
    held = Membership.objects.filter(office__in=offices).select_related("user", "office__division")
    staff = [Actor(m.role, m.user, m.office) for m in held.order_by("id")]
    return [Actor.complainant(), Actor.system(), *staff]


DECISION_DATA = {"draft_notice": notice, "decide_case": decision, "apply_enforcement": application}


def after_the_order(rng: Random, case: Case) -> dict[str, object]:
    """Fields of the acts about statements, remedies, annulments, court, recusal and assistance."""
    notice = case.prior_notices.last()
    statement = notice.statements.last() if notice else None
    decided, appeal = case.decisions.last(), case.appeals.last()
    today = clock.today().isoformat()
    return {
        "statement": statement.pk if statement else 0, "answer": "adopted", "answer_text": "采纳。",
        "decision": decided.pk if decided else 0, "annulled_on": today, "ground": "撤销。",
        "redo": rng.choice(("", "on")), "document": decided.document_id if decided else 0,
        "authority": "区政府", "filed_on": today, "appeal": appeal.pk if appeal else 0,
        "outcome": rng.choice(("upheld", "withdrawn", "redo", "annulled")), "ended_on": today,
        "note": "文书。", "obligation": "支付。", "result_on": today, "paid_on": today,
        "result": rng.choice(("granted", "executed", "ended", "refused")),
        "part": rng.choice(("fine", "extra")), "amount": "2500", "days": "5", "asker": "officer",
        "person": case.lead_id, "matter": "核实。", "channel": "sms", "receipt": "sent",
        "sent_on": today, "office": cast.office(cast.JIYUAN).pk,
        "answer_by": (clock.today() + timedelta(days=9)).isoformat(),
        "appear_by": (clock.today() + timedelta(days=2)).isoformat(),
        "kind": rng.choice(("reconsideration", "suit")),
    }  # fmt: skip


def housing() -> Department:
    """The department that every walk may send a matter to."""
    return Department.objects.get_or_create(name="金水区住房和城乡建设局", kind="housing")[0]


def some_data(rng: Random, code: str, record) -> dict[str, object]:
    """Form data that fits the action more often than not."""
    text = {"reason": "理由。", "text": "内容。", "opinion": "同意。", "missing": "考勤。", "plan": "",
            "outcome": "付清。", "proposal": "accept", "kind": "message", "ended_on": "2023-05-31",
            "not_continuing": "on", "answered_on": "2026-01-05", "answer": "已办。",
            "department": housing().pk}  # fmt: skip
    if code in ("assign_inspectors", "reassign_inspectors"):
        return {**pair(record), "reason": ""}
    if code in ("designate_transfer", "designate_case", "request_designation", "dispute_case",
                "transfer_case", "transfer_complaint"):  # fmt: skip
        names = (cast.JINSHUI, cast.SHANGSHUI, cast.JIYUAN)
        return {"office": cast.office(rng.choice(names)).pk, "reason": "工地在那里。"}
    if isinstance(record, Case):
        if code == "record_findings":
            owed = {c.pk: rng.choice((0, c.claimed_yuan)) for c in record.claims.all()}
            return dict(findings_for(record, owed))
        if code == "record_payments":
            shares = {c.pk: (c.unpaid_yuan * rng.choice((1, 2)) / 2) for c in record.claims.all()}
            return dict(payments_for(record, {k: f"{v:.2f}" for k, v in shares.items() if v > 0}))
        if code == "reverse_payment":
            found = Payment.objects.filter(claim__case=record.pk, reversal_of__isnull=True).last()
            return {"payment": found.pk if found else 0, "reason": "记错。"}
        if code == "draft_order":
            return dict(order())
        if code in ("serve_order", "serve_notice", "serve_decision", "serve_urging"):
            return dict(service())
        if code in DECISION_DATA:
            return DECISION_DATA[code]()
        return {**text, **after_the_order(rng, record)}
    return dict(text)


def somewhere(rng: Random):
    """A complaint filed at some window, or from the web, about a site that is known or not."""
    return file_at(rng.choice([None, cast.SHANGSHUI, cast.JINSHUI]),
                   rng.choice([cast.JINSHUI, cast.SHANGSHUI, None]), workers=rng.choice([1, 3]))  # fmt: skip


def walk(rng: Random, complaint) -> Iterator[tuple[str, bool]]:
    """Let random people try random acts, and now and then some days pass; yield (act, done)."""
    people = everybody()
    for _ in range(STEPS):
        complaint = fresh(complaint)
        if not desks(complaint):
            return
        if rng.random() < DAYS_PASS:
            wait_until(clock.today() + timedelta(days=rng.choice((3, 12, 40, 200))))
            sweep_deadlines()
        code = _some_code(rng, complaint)
        record = _record_for(code, complaint)
        done = False
        if record is not None:
            done = _try_all(rng, code, record, people)
        check(complaint)
        yield code, done


def _record_for(code: str, complaint):
    """The complaint, its case, or the case's latest branch of the kind the act is about."""
    machine = ACTIONS[code].machine
    if machine is ComplaintMachine:
        return complaint
    if machine is CaseMachine or complaint.case is None:
        return complaint.case
    return machine.objects.filter(case=complaint.case.pk).last()


def _some_code(rng: Random, complaint) -> str:
    """Mostly an act of an open desk, sometimes any."""
    records = [complaint] + ([complaint.case] if complaint.case else [])
    waiting = [task for record in records
               for task in DeskTask.objects.filter(finished__isnull=True, **{record.STREAM: record.pk})]  # fmt: skip
    fitting = [code for task in waiting for code in getattr(task.flow_task, "actions", ())]
    fitting += ["record_findings", "record_payments"] if complaint.case else []
    known = [
        code for code in ACTIONS if code not in ("add_photo", "add_evidence", "answer_payment")
    ]
    return rng.choice(fitting) if fitting and rng.random() < 0.8 else rng.choice(known)


def _try_all(rng: Random, code: str, record, people) -> bool:
    data = some_data(rng, code, record)
    for actor in rng.sample(people, TRIED):
        try:
            act(code, record.pk, actor, data)
        except Refused:
            continue
        return True
    return False


def check(complaint) -> None:
    """The invariants: one owner, a legal pair of state and desk, whole chains, sums of the ledger."""
    complaint = fresh(complaint)
    assert complaint.office_id
    open_desks = [name for name in desks(complaint) if name != "confirm"]
    assert len(open_desks) == (1 if complaint.state in COMPLAINT_DESKS else 0), complaint.state
    if open_desks:
        assert open_desks[0] in COMPLAINT_DESKS[complaint.state], (complaint.state, open_desks)
        task = DeskTask.objects.get(
            complaint=complaint.pk, node=open_desks[0], finished__isnull=True
        )
        if complaint.state != "transferred_out":
            assert task.office_id == complaint.office_id
    elsewhere = complaint.department_transfers.filter(
        state__in=OPEN_DEPARTMENT, told_at__isnull=True
    )
    undecided = complaint.transfers.filter(state__in=OPEN_TRANSFER)
    assert undecided.count() + elsewhere.count() == (complaint.state == "transferred_out")
    assert first_break(complaint) is None
    if complaint.case is None:
        return
    case = fresh(complaint.case)
    found_desks = [name for name in desks(case) if not name.endswith("_case")]
    own, beside = CASE_DESKS.get(case.state, set()), ENFORCEMENT_DESKS.get(case.state, set())
    main = [name for name in found_desks if name in own]
    assert len(main) == (1 if own else 0), (case.state, found_desks)
    expected = 1 if main == ["await_performance"] else 0
    assert len([name for name in found_desks if name in beside]) == expected, found_desks
    assert set(found_desks) <= own | beside, (case.state, found_desks)
    assert first_break(case) is None
    rows = Payment.objects.filter(claim__case=case.pk, claim__withdrawn_at__isnull=True)
    assert case.paid_yuan == sum(rows.values_list("amount_yuan", flat=True), Decimal("0.00"))
    found = case.claims.filter(withdrawn_at__isnull=True)
    assert case.verified_yuan == sum((c.verified_yuan or 0 for c in found), Decimal("0.00"))
    assert case.worker_count == found.count()


@pytest.mark.parametrize("seed", range(WALKS))
def test_random_acts_of_random_people_never_break_the_invariants(province, seed):
    rng = Random(seed)
    done = [code for code, succeeded in walk(rng, somewhere(rng)) if succeeded]
    assert len(done) > 2, "the walk got nowhere"


@pytest.mark.parametrize("seed", range(WALKS))
def test_random_acts_after_an_unpaid_order_never_break_the_invariants(province, seed):
    rng = Random(1000 + seed)
    begun = advance(file_at(workers=2), rng.choice(SANCTIONS))
    done = [code for code, succeeded in walk(rng, begun) if succeeded]
    assert len(done) > 2, "the walk got nowhere"
