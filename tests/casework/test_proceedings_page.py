"""The case page tells what was announced, said, reviewed, decided and appealed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import Case
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import factories
from tests.factories import advance, do, file_at, fresh

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


def page(case: Case, user) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("case", args=[case.pk])).content.decode()


def test_the_reviewer_reads_notice_and_statement_on_the_case_page(province):
    case = fresh(advance(file_at(), "noticed").case)
    do("record_statement", case, Actor.employer(), {"text": "工程款未结，请求从轻。"})
    text = page(case, factories.holder(case, Role.LEGAL))
    assert "工程款未结，请求从轻。" in text
    assert "待复核" in text
    assert "责令限期支付后逾期仍未支付。" in text


def test_decision_appeal_and_enforcement_stand_on_the_case_page(province):
    case = fresh(advance(file_at(), "urged").case)
    penalty = case.decisions.latest("id")
    do("record_appeal", case, case.lead,
       {"document": penalty.document_id, "kind": "suit", "authority": "金水区人民法院",
        "filed_on": str(clock.today())})  # fmt: skip
    text = page(case, case.lead)
    for word in ("行政处罚决定", "罚款 5,000 元", "行政诉讼", "审理中", "催告", "法制审核"):
        assert word in text, word
    assert reverse("document", args=[penalty.document_id]) in text


def test_before_any_of_it_there_is_no_such_card(province):
    case = fresh(advance(file_at(), "investigating").case)
    assert "proceedings-title" not in page(case, case.lead)
