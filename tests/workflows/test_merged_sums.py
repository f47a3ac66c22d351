"""After a merger (并案) a complainant reads the sums of the own rows in the master, and no other's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from casework.models import Complaint, Payment, WageClaim
from casework.queries.tracking import get_tracked, progress_of
from tests import cast
from tests.factories import advance, do, file_at, file_with_code, fresh, payments_for, worker
from tests.workflows.test_tracking import enter, post, url

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


def merged(client: Any) -> tuple[Complaint, Complaint]:
    """Given Wang Wu and two others at 金水区 with an order, and Wang Wu alone again at 固始县, merged.

    The second is open in `client`; Wang Wu has had 2 500 of 12 500, the next worker 7 777.
    """
    master = advance(file_at(workers=[worker(), worker(1), worker(2)]), "accepted")
    other, code = file_with_code(
        cast.GUSHI, cast.GUSHI, contact_phone="19900000077",
        workers=[worker(claimed="12600.00", phone="19900000078")],
    )  # fmt: skip
    assert enter(client, other, code).status_code == 302
    other = advance(other, "proposed")
    do("merge_complaint", other, other.lead, {"master": master.pk, "reason": "同一工人。"})
    case = advance(master, "served").case
    assert case is not None
    first, second, _third = case.claims.order_by("position")
    amounts = {first.pk: "2500.00", second.pk: "7777.00"}
    do("record_payments", case, case.lead, payments_for(case, amounts))
    return fresh(master), fresh(other)


def test_the_tracking_page_tells_the_own_row_of_the_master_and_no_other(client: Any) -> None:
    master, other = merged(client)
    tracked = get_tracked(other.pk)
    assert tracked is not None
    progress = progress_of(tracked)
    money = progress.money
    assert (money.claimed, money.verified, money.paid, money.owed) == (
        Decimal("12600.00"), Decimal("12500.00"), Decimal("2500.00"), Decimal("10000.00"),
    )  # fmt: skip
    page = client.get(url(other)).content.decode()
    assert "核实 12,500 元，已付 2,500 元（您说欠 12,600 元）" in page
    assert "7,777" not in page
    assert master.tracking_no not in page


def test_the_payment_is_read_there_and_answered_where_it_was_told(client: Any) -> None:
    _master, other = merged(client)
    mine = Payment.objects.get(amount_yuan="2500.00")
    page = client.get(url(other)).content.decode()
    assert page.count("2,500") >= 2
    assert f"/payment/{mine.pk}/" not in page
    assert client.get(url(other, f"payment/{mine.pk}/")).status_code == 404
    assert post(client, other, f"payment/{mine.pk}/", answer="confirmed").status_code == 404


def test_the_complaint_page_of_the_office_tells_the_same_sums(client: Any) -> None:
    _master, other = merged(client)
    client.force_login(other.lead)
    page = client.get(reverse("complaint", args=[other.pk])).content.decode()
    assert "并案，在并入的案件中计算" in page
    assert "10,000" in page
    assert "7,777" not in page


def test_of_two_mergers_in_a_row_the_last_counts(client: Any) -> None:
    first = file_at(workers=[worker()])
    second = file_at(cast.GUSHI, cast.GUSHI, contact_phone="19900000077", workers=[worker()])
    third = file_at(cast.SHANGSHUI, cast.SHANGSHUI, contact_phone="19900000079",
                    workers=[worker()])  # fmt: skip
    first, second, third = (advance(row, "proposed") for row in (first, second, third))
    do("merge_complaint", third, third.lead, {"master": second.pk, "reason": "同一件。"})
    do("merge_complaint", second, second.lead, {"master": first.pk, "reason": "同一件。"})
    counted = WageClaim.objects.filter(complaint__in=[second.pk, third.pk])
    assert {row.counted_as for row in counted} == {first.claims.get()}
