"""Two people in the same second, in real threads on committed rows: one wins, the other is told."""

from __future__ import annotations

from typing import Any

import pytest

from casework.journal import first_break
from casework.models import Case, Complaint, NumberSequence, Payment
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast
from tests.factories import (
    advance,
    desks,
    file_at,
    fresh,
    head_of,
    make_filing,
    pair,
    payments_for,
)
from tests.together import together
from workflows.dispatch import Overtaken, act, file_complaint
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("transactional_db", "province")


def split(results: list[Any]) -> tuple[list[Any], list[Refused]]:
    """Return what was done and what was refused; anything else is a fault."""
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    assert not faults, faults
    refused = [r for r in results if isinstance(r, Refused)]
    return [r for r in results if not isinstance(r, Refused)], refused


def test_two_heads_accept_in_the_same_second_and_one_case_comes_of_it():
    complaint = advance(file_at(), "proposed")
    first = cast.actor(cast.person("he"))
    second = cast.actor(
        cast.hire(cast.office(cast.JINSHUI), Role.BODY_HEAD, username="vice", name="副队长")
    )
    done, refused = split(together(
        lambda: act("accept_complaint", complaint.pk, first, {}),
        lambda: act("accept_complaint", complaint.pk, second, {}),
    ))  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert str(refused[0])
    assert Case.objects.count() == 1
    assert NumberSequence.objects.get(word="监立").last == 1
    assert desks(complaint) == ["in_case"]


def test_the_slower_one_with_an_open_form_learns_who_was_faster():
    complaint = advance(file_at(), "proposed")
    he = cast.actor(cast.person("he"))
    calls = [
        lambda code=code, data=data: act(code, complaint.pk, he, data, seen=complaint.last_seq)
        for code, data in (("accept_complaint", {}), ("return_proposal", {"reason": "再核。"}))
    ]
    done, refused = split(together(*calls))
    assert len(done) == 1
    assert isinstance(refused[0], Overtaken)
    assert "何队长" in str(refused[0])
    assert fresh(complaint).state in ("accepted", "filed")


def test_the_same_click_sent_twice_at_once_acts_once():
    complaint = advance(file_at(), "arrived")
    he, data = cast.actor(cast.person("he")), pair(complaint)
    results, refused = split(together(*[
        lambda: act("assign_inspectors", complaint.pk, he, data, key="one-click")
    ] * 3))  # fmt: skip
    assert not refused
    assert sorted(result.repeated for result in results) == [False, True, True]
    assert complaint.events.filter(kind="complaint.assigned").count() == 1


def test_the_same_filing_sent_twice_at_once_is_filed_once():
    filing = make_filing()
    results, refused = split(together(*[
        lambda: file_complaint(filing, Actor.complainant(), key="one-filing")
    ] * 3))  # fmt: skip
    assert not refused
    assert len({complaint.pk for complaint, _ in results}) == 1
    assert sum(bool(code) for _, code in results) == 1
    assert Complaint.objects.count() == 1


def test_two_inspectors_cannot_pay_more_than_is_owed_between_them():
    case = advance(file_at(workers=["100.00"]), "served").case
    data = payments_for(case, {case.claims.get().pk: "60.00"})
    lead, second = cast.actor(case.lead), cast.actor(case.second)
    done, refused = split(together(
        lambda: act("record_payments", case.pk, lead, data),
        lambda: act("record_payments", case.pk, second, data),
    ))  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert Payment.objects.count() == 1
    assert fresh(case).paid_yuan == Payment.objects.get().amount_yuan


def test_acts_on_one_complaint_keep_one_chain():
    complaint = advance(file_at(), "investigating")
    results, refused = split(together(*[
        lambda n=n: act("add_message", complaint.pk, Actor.complainant(), {"text": f"{n}", "kind": "message"})
        for n in range(6)
    ]))  # fmt: skip
    assert (len(results), len(refused)) == (6, 0)
    complaint = fresh(complaint)
    assert first_break(complaint) is None
    assert complaint.events.filter(kind="message.received").count() == 6


def test_numbers_given_at_once_are_neither_doubled_nor_skipped():
    waiting = [advance(file_at(workers=[f"{n}.00"]), "proposed") for n in range(1, 5)]
    he = cast.actor(cast.person("he"))
    done, refused = split(together(*[
        lambda pk=complaint.pk: act("accept_complaint", pk, he, {}) for complaint in waiting
    ]))  # fmt: skip
    assert (len(done), len(refused)) == (4, 0)
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [number[-5:-1] for number in numbers] == ["0001", "0002", "0003", "0004"]


def test_many_filings_against_one_new_firm_make_one_firm():
    filings = [make_filing(workers=[f"{n}.00"], contact_phone=f"1990000010{n}") for n in range(5)]
    results, refused = split(together(*[
        lambda f=filing: file_complaint(f, Actor.complainant()) for filing in filings
    ]))  # fmt: skip
    assert not refused
    assert len({complaint.employer_id for complaint, _ in results}) == 1


def test_scenario_11_two_counties_accept_the_same_matter_in_the_same_second():
    here = advance(file_at(), "proposed")
    there = advance(file_at(cast.GUSHI, cast.GUSHI, contact_phone="19900000077"), "proposed")
    heads = [cast.actor(head_of(complaint)) for complaint in (here, there)]
    done, refused = split(together(*[
        lambda pk=complaint.pk, head=head: act("accept_complaint", pk, head, {})
        for complaint, head in zip((here, there), heads, strict=True)
    ]))  # fmt: skip
    assert (len(done), len(refused)) == (2, 0)
    assert sorted(fresh(c).state for c in (here, there)) == ["accepted", "merged"]
    case = Case.objects.get()
    assert {fresh(c).case for c in (here, there)} == {case}
    assert case.worker_count == 1
    for record in (here, there, case):
        assert first_break(fresh(record)) is None
