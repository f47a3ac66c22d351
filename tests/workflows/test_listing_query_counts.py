"""What the acts on a listing and a publication cost in SQL statements; run with -s to see."""

from __future__ import annotations

import pytest

from casework.vocabulary import Role
from tests import cast, factories, uploads
from tests.listing_helpers import (
    CHECKED,
    again,
    at,
    candidate,
    decided,
    director,
    lead,
    receipt,
    selected,
    signed,
    sweep,
    told,
)
from tests.workflows.test_query_counts import MOST, count
from workflows.dispatch import act

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
FACTS = {"facts": "拖欠工资 9000 元，责令后仍未支付。", "service_plan": "直接送达"}


def used_by(code, branch, actor, data, on):
    with at(on):
        used, sql = count(
            lambda: factories.do(code, branch, actor, data, key=code, seen=branch.case.last_seq)
        )
    print(f"{code}: {used}")  # noqa: T201
    return used, "\n".join(sql)


def test_serving_a_notice_needs_few_statements():
    entry = signed(candidate(), "2026-03-04")
    used, sql = used_by("serve_listing_notice", entry, cast.actor(lead(entry)),
                        receipt("2026-03-04"), "2026-03-04")  # fmt: skip
    assert used <= MOST - 5, sql


def test_posting_a_notice_with_photos_and_video_needs_few_statements_more():
    entry = signed(candidate(), "2026-03-04")
    data = {**receipt("2026-03-04"), "mode": "posted", "witnesses": "社区工作人员"}
    files = {"proofs": [uploads.photo("a.jpg"), uploads.photo("b.jpg"), uploads.video()]}
    with at("2026-03-04"):
        used, sql = count(
            lambda: act("serve_listing_notice", entry.pk, cast.actor(lead(entry)), data,
                        files=files, key="posted", seen=entry.case.last_seq)
        )  # fmt: skip
    assert again(entry).state == "notified"
    assert used <= MOST, "\n".join(sql)


def test_a_listing_decision_needs_few_statements():
    entry = told(candidate(), "2026-03-04")
    sweep("2026-03-12")
    actor = cast.actor(director(entry), Role.DEPARTMENT_HEAD)
    used, sql = used_by("decide_listing", again(entry), actor, FACTS, "2026-03-16")
    assert again(entry).state == "listed"
    assert used <= MOST, sql


def test_a_publication_approved_needs_few_statements():
    publication = selected(decided(), "2026-05-20")
    actor = cast.actor(director(publication), Role.DEPARTMENT_HEAD)
    used, sql = used_by("approve_publication", publication, actor, CHECKED, "2026-06-01")
    assert used <= MOST, sql
