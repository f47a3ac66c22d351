"""The demonstration: made by real acts, in every state, the same by seed, safe to interrupt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from random import Random
from unittest.mock import patch

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django_fsm import FSMField

from casework import clock, demo_accounts
from casework.journal import first_break
from casework.law.identity import check_id_card, check_uscc
from casework.models import (
    BlacklistEntry,
    Case,
    CaseEvent,
    Complaint,
    Deadline,
    Document,
    ListingCase,
    Payment,
    User,
    WageClaim,
    Worker,
)
from casework.vocabulary import EventKind
from tests.cast import load_province
from tests.factories import file_at
from workflows.demo import province as demo_province
from workflows.demo.matter import HISTORY_DAYS
from workflows.demo.people import SHOWN
from workflows.demo.stories import STORIES

pytest_plugins = ("tests.cast",)
N = len(STORIES)
RESTS_NEVER = {
    "Complaint": {
        "result_told": "the result is told and the complaint closed by one act",
    },
    "BlacklistEntry": {
        "removal_refused": "whoever was refused is published again by the same act",
        "expired": "a listing lasts three years, the demonstration tells of one",
    },
}
"""States in which no matter of the demonstration can rest, and why."""


def run(**options) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **{"cases": 12, **options})
    return out.getvalue()


def picture() -> list[tuple]:
    """What two runs by one seed must share: everything but random numbers and secrets."""
    rows = Complaint.objects.order_by("id").values_list(
        "employer_name", "claimed_yuan", "worker_count", "state", "case__state", "case__paid_yuan",
        "case__lead__full_name", "office__name", "channel", "description",
    )  # fmt: skip
    parties = BlacklistEntry.objects.order_by("pk").values_list("name", "state", "listed_on")
    papers = Document.objects.order_by("id").values_list("kind", "number", "state")
    return [*rows, *parties, *papers]


def test_the_same_seed_gives_the_same_province(province, monkeypatch):
    """A few stories of every kind, twice."""
    monkeypatch.setattr(demo_province, "deck", lambda count, rng: STORIES[::7])
    pictures = []
    for _ in range(2):
        with_rollback(lambda: (run(seed=7), pictures.append(picture())))
    assert len(pictures[0]) > len(STORIES[::7])
    assert pictures[0] == pictures[1]


class _UndoError(Exception):
    pass


def with_rollback(act) -> None:
    try:
        with transaction.atomic():
            act()
            raise _UndoError
    except _UndoError:
        pass


def test_another_seed_gives_another_province(province):
    pictures = []
    for seed in (7, 8):
        with_rollback(lambda seed=seed: (run(seed=seed), pictures.append(picture())))
    assert pictures[0] != pictures[1]


def test_it_does_not_mix_with_real_complaints(province):
    file_at()
    with pytest.raises(CommandError, match="real complaints"):
        run()


def test_a_deployed_site_refuses_it(province, settings):
    settings.QINGQIAN = {**settings.QINGQIAN, "demo": False}
    with pytest.raises(CommandError, match="not a demonstration"):
        run()


def test_an_interrupted_run_leaves_nothing_and_can_be_started_again(province, monkeypatch):
    filed = Counter()
    plain = demo_province._file

    def interrupted(*args):
        filed["n"] += 1
        if filed["n"] == 5:
            raise KeyboardInterrupt
        return plain(*args)

    monkeypatch.setattr(demo_province, "_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not Complaint.objects.exists()
    assert not User.objects.filter(is_demo=True).exists()
    monkeypatch.undo()
    run(cases=2)
    assert Complaint.objects.count() == 2


def test_a_province_of_some_size_holds_every_story():
    drawn = demo_province.deck(300, Random(1))
    assert len(drawn) == 300
    assert {story.name for story in drawn} == {story.name for story in STORIES}


def test_the_demo_accounts_meet_every_story(province):
    """Given a province of the usual size, 金水区 has one matter of each story at least."""
    plans = demo_province._plans(300, 724, timezone.localtime(clock.now()))
    assert len(plans) == 300
    there = {plan.story.name for plan in plans if plan.site.name == SHOWN}
    assert there == {story.name for story in STORIES}


# --- one demonstration, looked at; these come last, as it stays until the end of this file


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """One demonstration for all tests that only look at it, undone after the last of them."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_province()
        with patch.object(demo_province, "deck", lambda count, rng: list(STORIES)):
            told = run(cases=N)
    yield told
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def played(_once: str, db: None) -> str:
    """Given a demonstration with one matter of every story."""
    return _once


def machines() -> list[type[Model]]:
    """Every record with a legal state: one whose state a proxy with transitions changes."""
    every = [model for model in apps.get_models() if not model._meta.proxy]
    return [m for m in every if any(isinstance(f, FSMField) for f in m._meta.fields)]


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_its_records_stand_in_every_state_they_can_rest_in(played, model):
    field = next(f for f in model._meta.fields if isinstance(f, FSMField))
    left_out = RESTS_NEVER.get(model.__name__, {})
    seen = set(model._default_manager.values_list(field.name, flat=True))
    every = {value for value, _label in field.flatchoices}
    assert every - seen == set(left_out)


def test_a_report_names_nobody(played):
    report = Complaint.objects.get(kind="report")
    assert (report.claims.count(), report.contact_name, report.contact_phone) == (0, "", "")
    assert report.claimed_yuan > 0


def test_listings_were_opened_by_the_timer_and_nobody_else(played):
    opened = CaseEvent.objects.filter(kind=EventKind.LISTING_OPENED)
    assert opened.count() == ListingCase.objects.count() > 0
    assert not opened.exclude(actor=None).exists()
    assert not ListingCase.objects.filter(crossing=None).exists()


def test_every_chain_is_whole_and_time_runs_forward(played):
    for model in (Complaint, Case):
        for record in model.objects.all():
            assert first_break(record) is None
    moments = list(CaseEvent.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()
    assert moments[0] > clock.now() - timedelta(days=HISTORY_DAYS + 2)


def test_the_sums_of_cases_are_those_of_the_ledger(played):
    for case in Case.objects.all():
        paid = Payment.objects.filter(claim__case=case).values_list("amount_yuan", flat=True)
        assert case.paid_yuan == sum(paid)
        owed = case.claims.filter(finding="owed", withdrawn_at=None)
        assert case.verified_yuan == sum(owed.values_list("verified_yuan", flat=True))


def test_identities_are_valid_and_firms_say_that_they_are_invented(played):
    for worker in Worker.objects.all():
        assert check_id_card(worker.id_number).number == worker.id_number
    for claim in WageClaim.objects.all():
        assert claim.phone.startswith("199")
    for complaint in Complaint.objects.select_related("employer"):
        assert "虚构" in complaint.employer_name
        if complaint.employer.uscc:
            check_uscc(complaint.employer.uscc)


def test_what_is_late_is_really_late(played):
    late = Deadline.objects.filter(state="met_late", ended_on__lte=F("due_on"))
    assert not late.exists()
    assert not Case.objects.filter(state="overdue", order_due_on__gte=clock.today()).exists()
    assert Case.objects.filter(state="overdue").exists()


def test_every_office_has_its_people(played):
    staffed = User.objects.filter(memberships__role="body_head").values("memberships__office")
    assert staffed.distinct().count() >= 190


def test_the_accounts_of_the_login_page_can_sign_in_and_nobody_else(played):
    for account in demo_accounts.ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert authenticate(username=user.username, password=demo_accounts.PASSWORD) == user
        assert user.memberships.get().role == account.role
    names = [account.username for account in demo_accounts.ACCOUNTS]
    others = User.objects.filter(is_demo=True).exclude(username__in=names)
    assert not any(user.has_usable_password() for user in others[:50])


def test_the_accounts_are_shown_in_demo_mode_only(settings):
    assert any("jinshui-head" in line for line in demo_accounts.lines())
    settings.QINGQIAN = {**settings.QINGQIAN, "demo": False}
    assert demo_accounts.lines() == []


def test_a_second_run_says_that_the_data_is_there(played):
    before = Complaint.objects.count()
    assert f"({before} matters)" in run()
    assert Complaint.objects.count() == before


def test_force_adds_other_matters(played):
    before = Complaint.objects.count()
    run(force=True, cases=3)
    assert Complaint.objects.count() == before + 3
    merged = Complaint.objects.exclude(possible_duplicate_of=None)
    assert set(merged.values_list("state", flat=True)) == {"merged"}
