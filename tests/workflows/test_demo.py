"""The demonstration: made by real acts, the same by seed, safe to interrupt; and `verify_journal`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from casework import clock, demo_accounts
from casework.journal import first_break
from casework.law.identity import check_id_card, check_uscc
from casework.models import (
    Case,
    CaseEvent,
    Complaint,
    Deadline,
    Payment,
    User,
    WageClaim,
    Worker,
)
from tests.cast import load_province
from tests.factories import advance, file_at
from workflows.demo import province as demo_province
from workflows.demo.stories import STORIES

pytest_plugins = ("tests.cast",)
N = 12


def run(**options) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **{"cases": N, **options})
    return out.getvalue()


def picture() -> list[tuple]:
    """What two runs by one seed must share: everything but random numbers and secrets."""
    rows = Complaint.objects.order_by("id").values_list(
        "employer_name", "claimed_yuan", "worker_count", "state", "case__state", "case__paid_yuan",
        "case__lead__full_name", "office__name", "channel", "description",
    )  # fmt: skip
    return list(rows)


def test_the_same_seed_gives_the_same_province(province):
    pictures = []
    for _ in range(2):
        with_rollback(lambda: (run(seed=7), pictures.append(picture())))
    assert len(pictures[0]) == N
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


def test_every_state_of_the_path_can_be_seen(province, monkeypatch):
    """One matter per story: together they rest in every state a matter can rest in."""
    monkeypatch.setattr(demo_province, "deck", lambda count, rng: list(STORIES))
    run(cases=len(STORIES))
    states = [set(m.objects.values_list("state", flat=True)) for m in (Complaint, Case)]
    assert states[0] >= {
        "filed", "supplement", "transferred_out", "accepted", "rejected", "redirected", "withdrawn",
        "closed_incomplete", "closed",
    }  # fmt: skip
    assert states[1] >= {
        "open", "investigating", "investigated", "ordered", "complied", "overdue", "revoked", "closed",
    }  # fmt: skip
    report = Complaint.objects.get(kind="report")
    assert (report.claims.count(), report.contact_name, report.contact_phone) == (0, "", "")
    assert report.claimed_yuan > 0


# --- verify_journal


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_journal", stdout=out, **options)
    return out.getvalue()


def tamper(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # as if no trigger were there
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_whole_chains_are_counted(province):
    advance(file_at(), "investigating")
    assert verify().startswith("2 chains")


def test_a_changed_row_is_named(province):
    complaint = advance(file_at(), "accepted")
    row = complaint.events.get(seq=2)
    tamper("UPDATE casework_caseevent SET facts = '{}' WHERE id = %s", row.pk)
    with pytest.raises(CommandError, match=f"complaint {complaint.pk}, row 2 .event {row.pk}"):
        verify()


def test_a_removed_row_is_noticed_in_the_middle_and_at_the_end(province):
    complaint = advance(file_at(), "accepted")
    tamper("DELETE FROM casework_caseevent WHERE id = %s", complaint.events.get(seq=2).pk)
    with pytest.raises(CommandError, match="row 3"):
        verify(complaint=complaint.pk)
    last = complaint.case.events.filter(stream="case").order_by("-seq").first()
    tamper("DELETE FROM casework_caseevent WHERE id = %s", last.pk)
    with pytest.raises(CommandError, match="too early"):
        verify(case=complaint.case_id)


def test_one_chain_can_be_asked_for(province):
    whole, broken = advance(file_at(), "accepted"), file_at(workers=["7.00"])
    tamper("UPDATE casework_caseevent SET reason = 'x' WHERE complaint_id = %s", broken.pk)
    assert verify(complaint=whole.pk).startswith("1 chains")
    with pytest.raises(CommandError):
        verify(complaint=broken.pk)
    with pytest.raises(CommandError, match="no case 999999"):
        verify(case=999999)


# --- one demonstration, looked at; these come last, as it stays until the end of this file


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """One demonstration for all tests that only look at it, undone after the last of them."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_province()
        told = run()
    yield told
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def played(_once: str, db: None) -> str:
    """Given a demonstration of twelve matters."""
    return _once


def test_every_chain_is_whole_and_time_runs_forward(played):
    for model in (Complaint, Case):
        for record in model.objects.all():
            assert first_break(record) is None
    moments = list(CaseEvent.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()
    assert moments[0] > clock.now() - timedelta(days=220)


def test_the_sums_of_cases_are_those_of_the_ledger(played):
    for case in Case.objects.all():
        paid = Payment.objects.filter(claim__case=case).values_list("amount_yuan", flat=True)
        assert case.paid_yuan == sum(paid)


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
    assert f"({N} matters)" in run()
    assert Complaint.objects.count() == N


def test_force_adds_other_matters(played):
    run(force=True, cases=3)
    assert Complaint.objects.count() == N + 3
    assert not Complaint.objects.exclude(possible_duplicate_of=None).exists()
