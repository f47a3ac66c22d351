"""The page of a referral, its papers as printed, and what its acts cost in statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case
from tests import cast
from tests.factories import do, fresh
from tests.referral_helpers import (
    MATERIALS,
    POLICE,
    PROCURATORATE,
    add_materials,
    approve,
    at,
    director,
    expired,
    receive,
    reply,
    report,
    scan,
    send,
    team,
)
from tests.workflows.test_query_counts import MOST, count

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(province: None) -> Case:
    return expired("2026-01-05")


def page(user: Any, url: str) -> Any:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(url)


def test_it_shows_what_is_missing_the_team_and_the_next_step(case: Case) -> None:
    with at("2026-02-02 09:00"):
        referral = team(case)
        text = page(case.lead, reverse("referral", args=[referral.pk])).content.decode()
    assert "劳动者询问笔录" in text
    assert "缺少" in text
    assert str(case.second) in text
    assert reverse("act", args=["add_material", "branch", referral.pk]) in text
    assert "移送材料还缺少" in text


def test_it_shows_both_clocks_with_both_dates_and_the_receipt(case: Case) -> None:
    with at("2026-01-29 09:00"):
        referral = receive(case)
        text = page(case.lead, reverse("referral", args=[referral.pk])).content.decode()
    assert "自然日至 2月1日 星期日，遇节假日顺延至 2月2日 星期一" in " ".join(text.split())
    assert "公安、检察机关的期限" in text
    assert "张警官" in text
    assert "移送书" in text


def test_the_case_page_offers_the_team_and_leads_to_the_referral(case: Case, he: Any) -> None:
    with at("2026-02-02 09:00"):
        text = page(he, reverse("case", args=[case.pk])).content.decode()
        assert reverse("act", args=["open_referral", "case", case.pk]) in text
        referral = team(case)
        text = page(he, reverse("case", args=[case.pk])).content.decode()
    assert reverse("referral", args=[referral.pk]) in text
    assert reverse("act", args=["open_referral", "case", case.pk]) not in text


def test_whoever_decides_reads_the_report_beside_the_form(case: Case) -> None:
    with at("2026-02-02 09:00"):
        referral = report(case)
        url = reverse("act", args=["refuse_referral", "branch", referral.pk])
        text = page(director(case), url).content.decode()
    assert "法定代表人逃匿，转移工程款。" in text
    assert "期满时 1 人未付 12,500 元" in text
    assert "不能删除" in text


def test_the_auditor_reads_why_it_was_not_referred(case: Case, auditor: Any) -> None:
    with at("2026-02-02 09:00"):
        referral = report(case)
        do("refuse_referral", referral, director(case), {"reason": "情节轻微。"})
        text = page(auditor, reverse("referral", args=[referral.pk])).content.decode()
        timeline = page(auditor, reverse("case", args=[case.pk])).content.decode()
    assert "情节轻微。" in text
    assert "情节轻微。" in timeline


def test_an_office_of_another_city_finds_no_page(case: Case, liu: Any) -> None:
    with at("2026-02-02 09:00"):
        referral = team(case)
    assert page(liu, reverse("referral", args=[referral.pk])).status_code == 404


def test_after_three_days_the_form_warns_that_the_procuratorate_is_asked_late(case: Case) -> None:
    with at("2026-03-13 10:00"):
        referral = receive(case)
    with at("2026-03-16 10:00"):
        reply("record_police_refusal", referral, text="事实不清。")
        url = reverse("act", args=["request_supervision", "branch", referral.pk])
        assert "逾期的原因" not in page(director(case), url).content.decode()
    with at("2026-03-20 09:00"):
        assert "逾期的原因" in page(director(case), url).content.decode()
        text = page(director(case), reverse("case", args=[case.pk])).content.decode()
    assert "不能再提请复议" in text


@pytest.mark.parametrize(
    "kind",
    [
        "referral_report",
        "referral_approval",
        "referral_letter",
        "referral_list",
        "referral_receipt",
    ],
)
def test_each_paper_prints(case: Case, kind: str) -> None:
    with at("2026-02-02 09:00"):
        referral = receive(case)
        paper = referral.documents.get(kind=kind)
        shown = page(case.lead, reverse("document", args=[paper.pk]))
    assert shown.status_code == 200
    assert case.employer_name in shown.content.decode()


ACTS: list[tuple[str, Any, str, dict[str, str]]] = [
    ("add_material", team, "lead", dict(MATERIALS[0])),
    ("approve_referral", report, "director", {"reason": "同意。"}),
    ("refuse_referral", report, "director", {"reason": "轻微。"}),
    ("send_referral", approve, "lead",
     {"police": POLICE, "procuratorate": PROCURATORATE, "sent_at": "2026-02-02T09:00"}),
    ("record_police_receipt", send, "lead",
     {"signer": "张警官", "received_at": "2026-02-02T09:00"}),
    ("record_police_filing", receive, "lead", {"received_on": "2026-02-02"}),
    ("record_police_refusal", receive, "lead", {"received_on": "2026-02-02", "text": "不清。"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "who", "data"), ACTS, ids=[row[0] for row in ACTS])
def test_an_act_needs_few_statements(
    case: Case, code: str, before: Any, who: str, data: dict[str, str]
) -> None:
    with at("2026-02-02 09:00"):
        referral = before(case)
        user = case.lead if who == "lead" else director(case)
        actor, files = cast.actor(user), {"proof": scan()}
        seen = fresh(case).last_seq
        used, sql = count(
            lambda: do(code, referral, actor, data, files=files, key=f"k-{code}", seen=seen)
        )
    print(f"{code}: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)


def test_the_report_needs_few_statements(case: Case) -> None:
    words = {"crime_facts": "不支付。", "evasion": "逃匿。", "proposal": "移送。"}
    with at("2026-02-02 09:00"):
        referral = team(case)
        add_materials(referral)
        actor = cast.actor(case.lead)
        used, sql = count(lambda: do("report_referral", referral, actor, words, key="k-report"))
    print(f"report_referral: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)
