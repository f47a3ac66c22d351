"""The real path of a case against the legal one: each deviation has its name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from casework import clock
from casework.journal import digest
from casework.models import Case, CaseEvent, Membership
from casework.vocabulary import CaseState
from casework.vocabulary import EventKind as K
from tests import cast, factories
from workflows.audit.case_file import AuditFile
from workflows.audit.replay import transitions
from workflows.audit.steps import MAY_STAY, TAKEN, TARGETS

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


def forged(case: Case, *events: dict[str, Any]) -> Case:
    """Rewrite the chain of the case by SQL as somebody with the keys of the database could."""
    chain = list(CaseEvent.objects.filter(stream="case", subject_id=case.pk).order_by("seq"))
    kept = [e for e in chain if all(e.kind not in one.get("drop", ()) for one in events)]
    for one in events:
        for event in kept:
            if event.kind == one.get("kind"):
                for name, value in one["set"].items():
                    setattr(event, name, value)
    previous = ""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        CaseEvent.objects.filter(stream="case", subject_id=case.pk).delete()
        for seq, event in enumerate(kept, start=1):
            event.seq, event.prev_hash = seq, previous
            event.hash = previous = digest(event)
            event.save(force_insert=True)
        cursor.execute("SET LOCAL session_replication_role = origin")
    Case.objects.filter(pk=case.pk).update(last_seq=len(kept), last_hash=previous)
    return factories.fresh(case)


def codes(case: Case) -> list[str]:
    return sorted({one.code for one in AuditFile(case).deviations})


@pytest.fixture
def decided(province: None) -> Case:
    """A case with a served decision, lawfully made."""
    complaint = factories.advance(factories.file_at(workers=["9000.00"]), "decision_served")
    return factories.fresh(complaint.case)


def test_every_kind_names_transitions_of_the_machine_that_lead_where_it_says() -> None:
    known: dict[str, set[str]] = {}
    for (name, _source), found in transitions().items():
        known.setdefault(name, set()).add(str(found.target))
    for kind, names in TAKEN.items():
        assert {t for name in names for t in known[name]} == {TARGETS[kind]}
    assert {name for names in (*TAKEN.values(), *MAY_STAY.values()) for name in names} == set(known)


def test_a_lawful_decision_has_no_deviation_but_what_was_late(decided: Case) -> None:
    assert codes(decided) == []


def test_a_decision_without_prior_notice_is_named(decided: Case, chen: Any) -> None:
    case = forged(decided, {"drop": (K.NOTICE_SERVED,)})
    assert "no_notice" in codes(case)
    client = Client()
    client.force_login(chen)
    text = client.get(f"/audit/case/{case.pk}/").content.decode()
    assert "未经告知即决定" in text
    assert "《行政处罚法》第四十四条" in text


def test_a_decision_without_legal_review_is_named(decided: Case) -> None:
    assert "no_review" in codes(forged(decided, {"drop": (K.CASE_REVIEWED,)}))


def test_a_step_that_is_not_in_the_machine_is_named_with_its_state(decided: Case) -> None:
    case = forged(decided, {"drop": (K.ORDER_ISSUED,)})
    found = [one for one in AuditFile(case).deviations if one.code == "no_transition"]
    assert [one.words for one in found] == ["状态为“调查终结”时不能“责令期限届满未改正”。"]


def test_an_act_of_somebody_who_held_no_such_office_then_is_named(decided: Case) -> None:
    event = CaseEvent.objects.get(stream="case", subject_id=decided.pk, kind=K.DECISION_MADE)
    day = clock.day_of(event.at)
    Membership.objects.filter(user=event.actor_id, role=event.actor_role).update(
        valid_to=day - timedelta(days=1)
    )
    found = [one for one in AuditFile(decided).deviations if one.code == "no_office"]
    assert [one.event for one in found] == [event]
    Membership.objects.filter(user=event.actor_id).update(valid_to=day)
    assert "no_office" not in codes(decided)


def test_an_act_of_a_role_without_the_right_is_named(decided: Case) -> None:
    office = decided.office
    clerk = cast.someone(office, "clerk")
    case = forged(decided, {"kind": K.DECISION_MADE,
                            "set": {"actor": clerk, "actor_role": "clerk"}})  # fmt: skip
    found = [one for one in AuditFile(case).deviations if one.code == "no_right"]
    assert [one.event.kind for one in found if one.event] == [K.DECISION_MADE]


def test_an_inspector_who_is_not_of_the_case_is_named(decided: Case) -> None:
    third = cast.someone(decided.office, "inspector", 2)
    case = forged(decided, {"kind": K.DECISION_SERVED, "set": {"actor": third}})
    assert codes(case) == ["no_right"]


def test_a_limit_that_was_missed_is_named(province: None) -> None:
    complaint = factories.advance(factories.file_at(cast.JINSHUI), "found")
    case = complaint.case
    factories.wait_until(clock.today() + timedelta(days=200))
    assert codes(factories.fresh(case)) == ["late"]
    factories.advance(complaint, "investigated")
    words = [one.words for one in AuditFile(factories.fresh(case)).deviations]
    assert any("才完成" in one for one in words)


def test_a_state_set_past_the_acts_is_named(decided: Case) -> None:
    Case.objects.filter(pk=decided.pk).update(state=CaseState.CLOSED, closed_on=date(2026, 1, 1))
    assert codes(factories.fresh(decided)) == ["state_differs"]


def test_a_row_taken_from_the_end_is_named(decided: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        last = CaseEvent.objects.filter(stream="case", subject_id=decided.pk).order_by("-seq")[0]
        CaseEvent.objects.filter(pk=last.pk).delete()
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "tampered" in codes(decided)
