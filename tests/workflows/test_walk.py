"""A walk at random: whoever tries whatever, the law of the house holds after every step.

Legal acts leave at least one row in the journal; refused ones say why and leave no row at all.
`QINGQIAN_WALKS=50` walks longer.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from casework import clock
from casework.models import Branch, Case, Complaint, User
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast, factories, listing_helpers, referral_helpers, walking
from workflows.catalogue import ACTIONS
from workflows.dispatch import Incomplete, Result, act
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused
from workflows.models import DeskTask
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

WALKS = int(os.environ.get("QINGQIAN_WALKS", "4"))
STEPS = 40
TRIED = 2
DAYS_PASS = 0.12
# What the actor alone can hand in: an access, a payment of the own claims; tested where it belongs.
NOT_TYPED = {"employer_came", "employer_send", "answer_payment", "close_employer_access"}
Tally = Counter[str]


def walk(rng: Random, complaint: Complaint, tally: Tally) -> Iterator[str]:
    """Let random people try random acts, and now and then days pass; yield each act that was done."""
    people = walking.everybody()
    for _step in range(STEPS):
        complaint = factories.fresh(complaint)
        if rng.random() < DAYS_PASS:
            factories.wait_until(clock.today() + timedelta(days=rng.choice((1, 3, 9, 40))))
            sweep_deadlines()
            walking.check(complaint)
        code = some_code(rng, complaint)
        record = record_for(rng, code, complaint)
        if record is None:
            continue
        done = try_it(rng, code, record, people, tally)
        walking.check(complaint)
        if done:
            yield code


def try_it(rng: Random, code: str, record: Any, people: list[Actor], tally: Tally) -> bool:
    """Let some of the people try; the first who may does it. Whoever may not leaves no trace."""
    before = walking.traces()
    likely = walking.likely(rng, people, code, record)
    for actor in [*rng.sample(people, TRIED), likely]:
        data, files = walking.typed(rng, ACTIONS[code], record, actor)
        why, result = attempt(code, record, actor, data, files)
        if result is not None:
            assert result.record.dossier.last_seq > record.dossier.last_seq, f"{code}: no event"
            tally["done"] += 1
            return True
        assert why, f"{code} was refused without a word"
        tally["refused"] += 1
        assert walking.traces() == before, f"{code} was refused and left a trace"
    return False


def attempt(
    code: str, record: Any, actor: Actor, data: Any, files: Any
) -> tuple[str, Result | None]:
    """Return (why it was refused, None) or ("", what was done)."""
    try:
        return "", act(code, record.pk, actor, data, files=files)
    except Incomplete as refusal:
        return str(refusal.form.errors), None
    except Refused as refusal:
        return str(refusal).strip(), None


def record_for(rng: Random, code: str, complaint: Complaint) -> Any:
    """The complaint, its case, or one of the case's branches of the kind the act is about."""
    machine = ACTIONS[code].machine
    if machine is ComplaintMachine:
        return complaint
    if machine is CaseMachine or complaint.case is None:
        return complaint.case
    found = list(machine.objects.filter(case=complaint.case.pk).select_related("case", "office"))
    return rng.choice(found) if found else None


def some_code(rng: Random, complaint: Complaint) -> str:
    """Mostly an act that a desk waits for, sometimes any act of the catalogue."""
    waiting = list(DeskTask.objects.filter(complaint=complaint.pk, finished__isnull=True))
    if complaint.case is not None:
        waiting += DeskTask.objects.filter(case=complaint.case.pk, finished__isnull=True)
    fitting = [code for task in waiting for code in getattr(task.flow_task, "actions", ())]
    if complaint.case is not None:
        fitting += ["record_findings", "record_payments"]
    fitting = [code for code in fitting if code not in NOT_TYPED]
    if fitting and rng.random() < 0.75:
        return rng.choice(fitting)
    return rng.choice([code for code in ACTIONS if code not in NOT_TYPED])


def somewhere(rng: Random) -> Complaint:
    """A complaint filed at some window, or from the web, about a site that is known or not."""
    return factories.file_at(
        rng.choice([None, cast.SHANGSHUI, cast.JINSHUI]),
        rng.choice([cast.JINSHUI, cast.SHANGSHUI, None]),
        workers=rng.choice([1, 3]),
    )


def candidate() -> Complaint:
    """An order expired unpaid: the timer opens a listing."""
    begun = factories.advance(factories.file_at(workers=["9000.00"]), "overdue")
    factories.wait_until(clock.today() + timedelta(days=1))
    sweep_deadlines()
    return begun


def with_the_police() -> Complaint:
    """The same, and the police have signed for the referral."""
    begun = candidate()
    assert begun.case is not None
    referral_helpers.receive(factories.fresh(begun.case))
    return begun


def on_the_list() -> Complaint:
    """An employer that was listed and published in March."""
    found = listing_helpers.on_list().case.complaints.get()
    assert isinstance(found, Complaint)
    return found


def with_the_city() -> Complaint:
    """A query of accounts that waits for the head of the city's department."""
    begun = factories.advance(factories.file_at(), "investigating")
    case = factories.fresh(begun.case)
    factories.do("request_query", case, case.lead, {
        "subject_name": "宏远劳务（虚构）", "institution": "某银行金水支行", "scope": "账户流水",
        "grounds": "单位称无力支付。",
    })  # fmt: skip
    factories.do("endorse_query", Branch.objects.get(case=case.pk), head_of_department(case), {})
    return begun


def head_of_department(case: Case) -> User:
    return cast.someone(case.office, Role.DEPARTMENT_HEAD)


BESIDE = (candidate, with_the_police, on_the_list, with_the_city)


@pytest.mark.parametrize("seed", range(WALKS))
def test_random_acts_of_random_people_never_break_the_law_of_the_house(
    province: None, seed: int
) -> None:
    rng, tally = Random(seed), Counter[str]()
    done = list(walk(rng, somewhere(rng), tally))
    assert len(done) > 2, "the walk got nowhere"
    assert tally["refused"] > STEPS


@pytest.mark.parametrize("seed", range(WALKS))
def test_random_acts_after_an_unpaid_order_never_break_it(province: None, seed: int) -> None:
    rng, tally = Random(1000 + seed), Counter[str]()
    begun = factories.advance(
        factories.file_at(workers=["9000.00", "8500.00"]), rng.choice(factories.SANCTIONS)
    )
    done = list(walk(rng, begun, tally))
    assert len(done) > 2, "the walk got nowhere"


@pytest.mark.parametrize("seed", range(WALKS))
def test_random_acts_on_proceedings_beside_the_case_never_break_it(
    province: None, seed: int
) -> None:
    rng, tally = Random(2000 + seed), Counter[str]()
    begun = BESIDE[seed % len(BESIDE)]()
    done = list(walk(rng, begun, tally))
    assert Branch.objects.filter(case=begun.case_id).exists()
    assert len(done) > 2, "the walk got nowhere"
