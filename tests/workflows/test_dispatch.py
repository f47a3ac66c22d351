"""The dispatcher: one transaction, idempotency keys, colleagues who were faster, a walk at random."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework.journal import first_break
from casework.models import ActionReceipt, Case, CaseEvent, Document, Payment
from casework.models.actor import Actor
from tests import cast
from tests.factories import (
    advance,
    desks,
    do,
    file_at,
    fresh,
    pair,
    payments_for,
    service,
)
from workflows import moves
from workflows.dispatch import Incomplete, Overtaken
from workflows.machines.step import Refused

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
