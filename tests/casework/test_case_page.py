"""The case page: what it shows to whom, in how many queries, and its regions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.journal import record
from casework.models import Case, CaseEvent, Complaint, User
from casework.models.actor import Actor
from casework.queries.custody import custody_of
from casework.queries.history import sentence
from casework.queries.timeline_groups import LABELS, group_of, kinds_of
from casework.vocabulary import EventKind
from tests import cast, factories
from tests.cast import JINSHUI

pytest_plugins = ("tests.cast",)
# Panels of the law stand on the page too: branches, proofs, money, proceedings, clocks.
MOST_QUERIES = 38


def page(user: User, path: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path)


def case_path(complaint: Complaint, query: str = "") -> str:
    return reverse("case", args=[complaint.case_id]) + query


@pytest.fixture
def served(province: None) -> Complaint:
    """Three workers, ordered and served, one paid in part."""
    complaint = factories.advance(
        factories.file_at(JINSHUI, workers=["8000", "6000.50", "1"]), "served"
    )
    claim = complaint.case.claims.order_by("position")[0]
    data = factories.payments_for(complaint.case, {claim.pk: "3000"})
    factories.do("record_payments", complaint.case, complaint.lead, data)
    return factories.fresh(complaint)


def test_it_shows_title_stages_and_sums(served: Complaint, li_jing: User) -> None:
    text = page(li_jing, case_path(served)).content.decode()
    assert "河南宏远建筑劳务有限公司（虚构）拖欠王\u2060**等 3 人工资" in text
    assert served.case.number in text
    assert re.search(r'rail__stage--current"[^>]*>.{0,90}责令改正', text)
    assert "14,001.50" in text
    assert "11,001.50" in text


def test_it_names_workers_in_full_to_the_owner_office_only(
    served: Complaint, li_jing: User, chen: User
) -> None:
    assert "王五" in page(li_jing, case_path(served)).content.decode()
    watched = page(chen, case_path(served)).content.decode()
    assert "王五" not in watched
    assert "王**" in watched
    assert reverse("reveal", args=["worker-claim", served.claims.first().pk]) not in watched


def test_no_number_of_a_person_stands_on_it(served: Complaint, li_jing: User) -> None:
    text = page(li_jing, case_path(served)).content.decode()
    assert factories.WANG_WU_ID not in text
    assert factories.WANG_WU_PHONE not in text


def test_a_stranger_cannot_see_it(served: Complaint, liu: User) -> None:
    assert page(liu, case_path(served)).status_code == 404


def test_it_asks_for_sign_in_and_leaves_an_old_page_alone(served: Complaint) -> None:
    assert Client().get(case_path(served)).status_code == 302
    assert Client().get(case_path(served, "?region=money")).status_code == 204


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        ("head", "责令改正"),
        ("money", "工资明细"),
        ("papers", "证据"),
        ("timeline", "办理经过"),
        ("panels", "下一步"),
        ("talk", "还没有讨论"),
    ],
)
def test_a_region_comes_alone(served: Complaint, li_jing: User, region: str, shown: str) -> None:
    text = page(li_jing, case_path(served, f"?region={region}")).content.decode()
    assert shown in text
    assert "<html" not in text
    assert "data-live-region" not in text


def test_regions_name_case_and_complaints_and_hold_no_form(
    served: Complaint, li_jing: User
) -> None:
    text = page(li_jing, case_path(served)).content.decode()
    topics = f"case:{served.case_id} complaint:{served.pk}"
    assert f' data-live-topics="{topics}"' in text
    assert text.count(f'data-live-region="{topics}"') == 5
    assert (
        text.count(f'data-live-region="case:{served.case_id}"') == 1
    )  # the talk is the case's own
    for region in ("head", "money", "papers", "timeline", "panels", "talk"):
        part = page(li_jing, case_path(served, f"?region={region}")).content.decode()
        assert "<form" not in part, region


def _queries(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_its_queries_do_not_grow_with_workers_and_events(province: None, li_jing: User) -> None:
    few = factories.advance(factories.file_at(JINSHUI, workers=1), "served")
    many = factories.advance(factories.file_at(JINSHUI, workers=60), "served")
    factories.do("record_payments", many.case, many.lead, factories.payments_for(many.case))
    actor = cast.actor(li_jing)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=many.case_id)
        for number in range(500):
            record(case, EventKind.NOTE_ADDED, actor=actor, reason=f"备注 {number}")
    one, all_ = (_queries(li_jing, case_path(c)) for c in (few, many))
    assert all_ <= MOST_QUERIES
    assert abs(all_ - one) <= 2  # payments and their answers are asked for where there are any


def test_the_timeline_is_paged_and_can_show_legal_acts_only(
    served: Complaint, li_jing: User
) -> None:
    for number in range(60):
        factories.do("note_case", served.case, served.lead, {"text": f"第{number:02}次核查"})
    first = page(li_jing, case_path(served, "?region=timeline")).content.decode()
    assert first.count("timeline__item") == 50
    assert "第59次核查" in first
    cursor = re.search(r"before=(\d+)", first)
    assert cursor
    second = page(
        li_jing, case_path(served, f"?region=timeline&before={cursor[1]}")
    ).content.decode()
    assert "第09次核查" in second
    assert "第10次核查" not in second
    assert "首问责任人：" in second
    legal = page(li_jing, case_path(served, "?region=timeline&only=statutory")).content.decode()
    assert "次核查" not in legal
    assert "改正期限至" in legal


@pytest.mark.parametrize("kind", EventKind.values)
def test_every_kind_of_row_is_in_one_filter(kind: str) -> None:
    assert kind in kinds_of(group_of(kind))
    assert [g for g in LABELS if kind in kinds_of(g)] == [group_of(kind)]


def test_the_timeline_is_filtered_by_kind_without_script(served: Complaint, li_jing: User) -> None:
    for number in range(60):
        factories.do("note_case", served.case, served.lead, {"text": f"第{number:02}次核查"})
    whole = page(li_jing, case_path(served, "?region=timeline")).content.decode()
    assert "?show=money#timeline" in whole
    assert "?show=branches#timeline" not in whole  # nothing of it has happened
    money = page(li_jing, case_path(served, "?region=timeline&show=money")).content.decode()
    assert "登记支付 3,000 元" in money
    assert "次核查" not in money
    notes = page(li_jing, case_path(served, "?region=timeline&show=talk")).content.decode()
    cursor = re.search(r"before=(\d+)&amp;show=talk", notes)
    assert cursor
    older = page(
        li_jing, case_path(served, f"?region=timeline&show=talk&before={cursor[1]}")
    ).content.decode()
    assert older.count("timeline__item") == 10
    made_up = page(li_jing, case_path(served, "?region=timeline&show=%27x")).content.decode()
    assert "第59次核查" in made_up


def test_a_paper_offers_what_can_be_done_with_it(
    province: None, li_jing: User, he: User, chen: User
) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "investigating")
    factories.do("draft_inquiry_notice", complaint.case, complaint.lead, {"subject": "考勤和工资"})
    paper = complaint.case.documents.get(kind="inquiry_notice")
    issue = f"/act/issue_paper/case/{complaint.case_id}/?document={paper.pk}"
    revise = f"/act/draft_inquiry_notice/case/{complaint.case_id}/?replaces={paper.pk}"
    text = page(he, case_path(complaint)).content.decode()
    assert issue in text
    assert revise not in text  # the two inspectors write, the head issues
    assert revise in page(li_jing, case_path(complaint)).content.decode()
    assert "/act/issue_paper/" not in page(chen, case_path(complaint)).content.decode()
    form = page(he, issue).content.decode()
    assert f'value="{paper.pk}" selected' in form
    assert page(he, issue.replace(str(paper.pk), "x")).status_code == 200


def test_it_tells_who_was_responsible_when(province: None, li_jing: User, qin: User) -> None:
    complaint = factories.advance(factories.file_at(cast.SHANGSHUI), "investigating")
    text = page(li_jing, case_path(complaint, "?region=papers")).content.decode()
    first, second = cast.office(cast.SHANGSHUI), cast.office(cast.JINSHUI)
    custody = text[text.index("承办单位沿革") :]
    spans = custody_of([complaint])[0].spans
    assert [span.office for span in spans] == [first.name, second.name]
    assert spans[0].until == spans[1].since
    assert spans[1].until is None
    assert custody.index(first.name) < custody.index("接收移送")
    assert "至今" in custody
    assert str(qin) in text


def test_a_worker_disputing_a_payment_is_shown(served: Complaint, li_jing: User) -> None:
    payment = served.case.claims.order_by("position")[0].payments.get()
    factories.do("answer_payment", served, Actor.complainant(),
                 {"payment": payment.pk, "answer": "disputed", "note": "只收到两千"})  # fmt: skip
    text = page(li_jing, case_path(served)).content.decode()
    assert "有异议" in text
    assert "只收到两千" in text
    assert "工人对登记的 3,000 元支付有异议" in text


def test_a_draft_order_is_the_office_s_own_business(
    province: None, li_jing: User, chen: User
) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "drafted")
    paper = complaint.case.documents.get(kind="pay_order")
    assert (
        reverse("document", args=[paper.pk]) in page(li_jing, case_path(complaint)).content.decode()
    )
    assert (
        reverse("document", args=[paper.pk])
        not in page(chen, case_path(complaint)).content.decode()
    )
    assert page(chen, reverse("document", args=[paper.pk])).status_code == 404


@pytest.mark.parametrize("kind", EventKind.values)
def test_every_kind_of_act_has_a_whole_sentence(kind: str) -> None:
    bare = sentence(CaseEvent(kind=kind, facts={}))
    assert bare.strip()
    assert "None" not in bare
    assert "%(" not in bare


def test_sentences_tell_amounts_and_days() -> None:
    facts = {
        "amount": "1234.50",
        "workers": 2,
        "payer": "deposit",
        "paid_on": "2026-11-20",
        "left": "0.00",
    }
    told = sentence(CaseEvent(kind=EventKind.PAYMENT_RECORDED, facts=facts))
    assert told == "登记支付 1,234.50 元（2 人，工资保证金，2026年11月20日付），尚欠 0 元"


def test_the_order_prints_with_annex_and_sum_in_capitals(served: Complaint, li_jing: User) -> None:
    paper = served.case.documents.get(kind="pay_order")
    text = page(li_jing, reverse("document", args=[paper.pk])).content.decode()
    assert paper.number in text
    assert "王五" in text
    assert "人民币壹万肆仟零壹元伍角整" in text
    assert "草稿" not in text
    assert "前台刘女士" in text


def test_a_large_group_is_folded_and_opened(province: None, li_jing: User) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI, workers=20), "served")
    factories.do(
        "record_payments", complaint.case, complaint.lead, factories.payments_for(complaint.case)
    )
    last = complaint.case.claims.order_by("-position")[0]
    factories.do("answer_payment", complaint, Actor.complainant(),
                 {"payment": last.payments.get().pk, "answer": "disputed"})  # fmt: skip
    folded = page(li_jing, case_path(complaint, "?region=money")).content.decode()
    assert "其余 11 人" in folded
    assert "合计 20 人" in folded
    assert f'<a href="{reverse("worker", args=[last.pk])}">{last.worker.name}' in folded
    opened = page(li_jing, case_path(complaint, "?region=money&all=1")).content.decode()
    assert "其余" not in opened
    assert opened.count("查看身份信息") == 20
    assert (
        "region=money&amp;all=1" in page(li_jing, case_path(complaint, "?all=1")).content.decode()
    )
