"""Search: by what a matter is found, by whom; never beyond one's scope, never past an informant."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Reverse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.access import scope_of
from casework.models import Case, Complaint, Document, SearchEntry, User
from casework.queries import search
from casework.queries.finding import found_by, marked, suggestions
from casework.tokens import hidden_forms, question, terms_of, where
from casework.vocabulary import ComplaintKind, Role
from tests import cast, factories
from tests.cast import JINSHUI, SHANGSHUI, person, signed_in

pytest_plugins = ("tests.cast",)
FIRM, SITE = "郑州宏远建筑劳务有限公司（虚构）", "中原花园三期"
MOST_QUERIES = 14


@pytest.fixture
def filed(province: None) -> Complaint:
    return factories.file_at(
        JINSHUI, employer_name=FIRM, project_name=SITE, uscc=factories.USCC,
        workers=[factories.worker(0, name="单雄信")], contact_name="解珍",
    )  # fmt: skip


def finds(who: str, text: str) -> list[str]:
    entries = found_by(person(who), text).select_related("case", "complaint").order_by("id")
    return [str(entry.case or entry.complaint) for entry in entries]


@pytest.mark.parametrize(
    "text",
    [
        "宏远", "宏远建筑", "建筑劳务", "zhengzhou", "hongyuan", "hyjz", "zzhy", "HYJZ", "花园", "中原花园三期",
        "zyhy", "zhongyuanhuayuan", "单雄", "单雄信", "shanxiongxin", "sxx", "danxiongxin", "解珍", "xiezhen", "xz",
        "宏远 单雄信", "宏远 花园", "ｈｙｊｚ", factories.USCC, factories.USCC[:8].lower(),
    ],
)  # fmt: skip
def test_it_is_found_by_firm_site_person_pinyin_and_code(filed: Complaint, text: str) -> None:
    assert finds("li_jing", text) == [filed.tracking_no]


@pytest.mark.parametrize(
    "text", ["宏建", "远建劳", "宏远 路桥", "yjzx", "珍解", "单", "x", "", "''\\", "&|!:*"]
)
def test_it_is_not_found_by_what_it_does_not_say(filed: Complaint, text: str) -> None:
    assert finds("li_jing", text) == []


def test_numbers_are_found_whole_by_beginning_and_by_last_digits(filed: Complaint) -> None:
    number = filed.tracking_no
    for text in (number, number[:6], number[-4:], number[-6:]):
        assert number in finds("li_jing", text)


def test_a_case_is_found_by_its_number_and_by_that_of_its_documents(filed: Complaint) -> None:
    case = factories.advance(filed, "accepted").case
    assert case.number in finds("li_jing", case.number)
    notice = Document.objects.filter(complaint=filed, number__contains="受字").get()
    tail = notice.number[notice.number.index("受字") :]
    assert filed.tracking_no in finds("li_jing", tail)
    assert filed.tracking_no in finds("li_jing", tail.replace("〔", "[").replace("〕", "]"))


def test_others_find_nothing_of_it(filed: Complaint) -> None:
    for who in ("zhao_min", "liu", "qin"):
        assert finds(who, "宏远") == []
    for who in ("chen", "sun", "auditor"):
        assert finds(who, "宏远") == [filed.tracking_no]


def test_who_oversees_finds_a_worker_by_the_full_name_only(filed: Complaint) -> None:
    """Names are masked for them: parts and pinyin would let a name be guessed bit by bit."""
    for who in ("chen", "sun"):
        assert finds(who, "单雄信") == [filed.tracking_no]
        assert finds(who, "解珍") == [filed.tracking_no]
        for text in ("单雄", "雄信", "sxx", "shanxiongxin", "xiezhen"):
            assert finds(who, text) == []


def test_nobody_but_head_and_lead_finds_a_report_by_its_informant(province: None) -> None:
    report = factories.file_at(
        JINSHUI, kind=ComplaintKind.REPORT, workers=[factories.worker(0, name="司马告")],
        contact_name="欧阳密", employer_name=FIRM, uscc="",
    )  # fmt: skip
    factories.advance(report, "assigned")
    names = ("司马告", "司马", "smg", "simagao", "欧阳密", "oym", "ouyangmi")
    for text in names:
        for who in ("he", "li_jing"):
            assert finds(who, text) == [report.tracking_no], text
        for who in ("wu_gang", "jinshui_clerk", "chen", "sun", "auditor"):
            assert finds(who, text) == [], (who, text)
    assert finds("wu_gang", "宏远") == [report.tracking_no]


def test_an_encrypted_name_stands_nowhere_in_the_index(filed: Complaint) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text || people::text FROM casework_searchentry")
        told = " ".join(row[0] for row in cursor.fetchall())
    assert "单雄" in told
    for part in ("解珍", "xiezhen", "jiezhen", factories.WANG_WU_PHONE, factories.WANG_WU_ID):
        assert part not in told


def test_a_matter_is_found_where_it_went(province: None) -> None:
    complaint = factories.file_at(SHANGSHUI, JINSHUI, employer_name=FIRM, uscc="")
    assert finds("qin", "宏远") == finds("he", "宏远") == [complaint.tracking_no]
    factories.advance(complaint, "accepted")
    complaint = factories.fresh(complaint)
    entry = SearchEntry.objects.get(complaint=complaint)
    assert entry.office == complaint.office_id == cast.office(JINSHUI).pk
    assert cast.office(SHANGSHUI).pk in entry.offices
    assert set(entry.leads) == {complaint.lead_id}
    assert SearchEntry.objects.get(case=complaint.case).offices == sorted(entry.offices)


def test_a_corrected_name_is_found_and_the_old_one_is_not(filed: Complaint) -> None:
    factories.advance(filed, "accepted")
    filed = factories.fresh(filed)
    lead = scope_of(person("li_jing")).actor_at(cast.office(JINSHUI), Role.INSPECTOR)
    factories.do("correct_complaint", filed, lead,
                 {"employer_name": "洛阳天成路桥有限公司（虚构）", "industry": "other", "reason": "写错。"})  # fmt: skip
    assert set(finds("li_jing", "天成")) == {filed.tracking_no, filed.case.number}


def test_rebuilding_gives_the_same_entries(filed: Complaint) -> None:
    factories.advance(filed, "accepted")
    before = list(SearchEntry.objects.order_by("id").values())
    call_command("rebuild_search", verbosity=0)
    after = list(SearchEntry.objects.order_by("id").values())
    assert before == after
    SearchEntry.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    fresh = SearchEntry.objects.order_by("complaint_id", "case_id")
    assert [(e.words, e.people, e.offices, e.leads, e.guarded) for e in fresh] == [
        (e.words, e.people, e.offices, e.leads, e.guarded)
        for e in [SearchEntry(**row) for row in sorted(before, key=lambda r: r["case_id"] or 0)]
    ]


def test_the_index_answers(filed: Complaint) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for text in ("宏远", "hyjz", "单雄信"):
        plan = found_by(person("li_jing"), text).explain()
        assert "search_words" in plan, plan
    papers = Document.objects.alias(end=Reverse("number")).filter(end__startswith="号21")
    assert "document_number_end" in papers.explain()


def test_the_box_goes_to_the_list_and_a_number_stands_in_no_address(filed: Complaint) -> None:
    client = signed_in(person("li_jing"))
    answer = client.post(reverse("find"), {"q": "hyjz"})
    assert answer["Location"] == f"{reverse('cases')}?q=hyjz"
    assert filed.tracking_no in client.get(answer["Location"]).content.decode()
    by_phone = client.post(reverse("find"), {"q": factories.WANG_WU_PHONE})
    assert by_phone.status_code == 200
    assert filed.tracking_no in by_phone.content.decode()
    assert client.get(reverse("find")).status_code == 405


def test_suggestions_mark_what_matched(filed: Complaint) -> None:
    client = signed_in(person("li_jing"))
    text = client.post(reverse("find_suggest"), {"q": "hyjz"}).content.decode()
    assert "<mark>宏远建筑</mark>" in text
    text = client.post(reverse("find_suggest"), {"q": "sxx"}).content.decode()
    assert "<mark>单雄信</mark>" in text
    text = client.post(reverse("find_suggest"), {"q": "zyhy"}).content.decode()
    assert "<mark>中原花园</mark>" in text
    assert "请至少输入两个字" in client.post(reverse("find_suggest"), {"q": "宏"}).content.decode()
    assert "没有找到" in client.post(reverse("find_suggest"), {"q": "龘龘"}).content.decode()
    partial = client.post(reverse("find_suggest"), {"q": factories.WANG_WU_PHONE})
    assert filed.tracking_no in partial.content.decode()


def test_suggestions_ask_few_questions(filed: Complaint) -> None:
    for _number in range(5):
        factories.file_at(JINSHUI, employer_name=FIRM, uscc="", workers=[factories.worker(7)])
    user = User.objects.get(pk=person("li_jing").pk)
    with CaptureQueriesContext(connection) as queries:
        rows = suggestions(user, "sxx") + suggestions(user, "宏远")
    assert len(rows) == 7
    assert len(queries) <= MOST_QUERIES


def test_pages_of_what_was_found_give_every_row_once(province: None) -> None:
    for number in range(4):
        factories.file_at(JINSHUI, employer_name=f"宏远{number}", uscc="")
    user = person("he")
    seen: list[Any] = []
    after = ""
    search.PAGE, page = 3, search.PAGE
    try:
        while True:
            found = search.listing(user, search.Filters.read({"q": "宏远", "after": after}))
            seen += found.rows
            after = found.older
            if not after:
                break
    finally:
        search.PAGE = page
    assert len(seen) == len({row.pk for row in seen}) == 4
    assert not any(isinstance(row, Case) for row in seen)


def test_where_it_matches() -> None:
    assert where("hy", "郑州宏远") == (2, 4)
    assert where("hongy", "郑州宏远") == (2, 4)
    assert where("远", "郑州宏远") == (3, 4)
    assert where("lx", "郑州宏远") is None
    assert marked("郑州宏远建筑", ["宏远"]) == [("郑州", False), ("宏远", True), ("建筑", False)]
    assert marked("郑州", ["宏远"]) == [("郑州", False)]
    assert terms_of("王") == []
    assert terms_of(" ，。 ") == []
    assert hidden_forms("") == hidden_forms(" ·") == []
    assert question("宏远建") == "('宏远' <-> '远建')"


def test_single_keys_can_be_switched_off(province: None) -> None:
    client = signed_in(person("li_jing"))
    assert "data-keys-on checked" in client.get(reverse("desk")).content.decode()
    assert client.post(reverse("single_keys"), {"next": "/desk/"})["Location"] == "/desk/"
    assert "data-keys-on checked" not in client.get(reverse("desk")).content.decode()
    assert client.post(reverse("single_keys"), {"next": "//evil"})["Location"] == "/"
