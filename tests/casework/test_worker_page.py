"""The page of one worker: findings, payments, answers, reveals; names and numbers kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Complaint, User
from casework.models.actor import Actor
from casework.vocabulary import ComplaintKind
from tests import factories
from tests.cast import JINSHUI

pytest_plugins = ("tests.cast",)
MOST_QUERIES = 22


def page(user: User, claim_id: int) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("worker", args=[claim_id]))


@pytest.fixture
def paid(province: None) -> Complaint:
    """Three workers, ordered and served; the first was paid in part and disputes it."""
    complaint = factories.advance(
        factories.file_at(JINSHUI, workers=["8000", "6000", "1"]), "served"
    )
    claim = complaint.case.claims.order_by("position")[0]
    data = factories.payments_for(complaint.case, {claim.pk: "3000"})
    factories.do("record_payments", complaint.case, complaint.lead, data)
    payment = claim.payments.get()
    factories.do("answer_payment", complaint, Actor.complainant(),
                 {"payment": payment.pk, "answer": "disputed", "note": "只收到两千"})  # fmt: skip
    return factories.fresh(complaint)


def test_it_shows_what_was_claimed_found_ordered_paid_and_answered(
    paid: Complaint, li_jing: User
) -> None:
    first, second, _third = paid.case.claims.order_by("position")
    text = page(li_jing, first.pk).content.decode()
    assert "王五" in text
    for part in ("8,000", "3,000.00", "5,000", "没有收到或数目不对", "只收到两千", "欠薪属实"):
        assert part in text, part
    order = paid.case.documents.get(kind="pay_order")
    assert order.number in text
    assert reverse("worker", args=[second.pk]) in text  # the next one


def test_it_holds_no_number_and_tells_who_looked(paid: Complaint, li_jing: User) -> None:
    claim = paid.case.claims.order_by("position")[0]
    client = Client()
    client.force_login(li_jing)
    assert "还没有人查看过" in page(li_jing, claim.pk).content.decode()
    client.post(reverse("reveal", args=["worker-claim", claim.pk]), {"purpose": "payment"})
    text = page(li_jing, claim.pk).content.decode()
    assert "办理支付或核对收款账户" in text
    assert factories.WANG_WU_ID not in text
    assert factories.WANG_WU_PHONE not in text
    other = paid.case.claims.order_by("position")[1]
    assert "还没有人查看过" in page(li_jing, other.pk).content.decode()


def test_who_only_watches_reads_a_masked_name_and_a_stranger_nothing(
    paid: Complaint, chen: User, liu: User
) -> None:
    claim = paid.case.claims.order_by("position")[0]
    watched = page(chen, claim.pk)
    assert watched.status_code == 200
    assert "王五" not in watched.content.decode()
    assert reverse("reveal", args=["worker-claim", claim.pk]) not in watched.content.decode()
    assert page(liu, claim.pk).status_code == 404


def test_of_a_report_only_its_handlers_read_the_name(
    province: None, he: User, wu_gang: User
) -> None:
    report = factories.advance(
        factories.file_at(JINSHUI, kind=ComplaintKind.REPORT, workers=1), "assigned"
    )
    claim = report.claims.get()
    assert "王五" in page(he, claim.pk).content.decode()
    assert "王五" not in page(wu_gang, claim.pk).content.decode()


def test_its_queries_are_bounded(paid: Complaint, li_jing: User) -> None:
    claim = paid.case.claims.order_by("position")[0]
    client = Client()
    client.force_login(li_jing)
    client.get(reverse("worker", args=[claim.pk]))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("worker", args=[claim.pk])).status_code == 200
    assert len(captured) <= MOST_QUERIES
