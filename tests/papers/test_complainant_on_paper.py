"""The registration form bears sex, age and occupation of the complainant (Order 25 art. 14)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.translation import override

from casework import clock
from casework.law.identity import make_id_card, sex_and_age
from casework.models import Document
from casework.queries.papers import Paper, paper_of
from casework.vocabulary import ComplaintKind, DocumentKind
from tests.factories import advance, file_at, worker

pytest_plugins = ("tests.cast",)

WOMAN = make_id_card("411623", date(1980, 11, 26), 102)


def paper(*, names: bool = True, **filing) -> Paper:
    advance(file_at(**filing), "assigned")
    document = Document.objects.get(kind=DocumentKind.REGISTRATION)
    with override("zh-hans"):
        return paper_of(document, names=names)


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2026, 11, 25), 45), (date(2026, 11, 26), 46), (date(2027, 1, 1), 46)],
)
def test_the_number_states_sex_and_the_age_on_a_day(on, age):
    assert sex_and_age(WOMAN, on) == ("female", age)
    assert sex_and_age(make_id_card("411623", date(1980, 11, 26), 101), on) == ("male", age)


@pytest.mark.parametrize("number", ["", "123", WOMAN[:-1] + "?", "999999198011260021"])
def test_no_number_states_nothing(number):
    assert sex_and_age(number, date(2026, 11, 25)) is None


def test_somebody_born_on_a_leap_day_is_older_on_the_first_of_march():
    leap = make_id_card("411623", date(2000, 2, 29), 101)
    assert sex_and_age(leap, date(2027, 2, 28)) == ("male", 26)
    assert sex_and_age(leap, date(2027, 3, 1)) == ("male", 27)


@time_machine.travel("2026-11-25 10:00+08:00", tick=False)
def test_the_form_names_sex_age_and_trade(province):
    found = paper(workers=[worker(id_number=WOMAN, post="木工")])
    assert dict(found.facts)["性别"] == "女"
    assert dict(found.facts)["年龄"] == "45"
    assert dict(found.facts)["职业（工种）"] == "木工"
    annex = found.annexes[0]
    assert annex.heads[2:4] == ["性别", "年龄"]
    assert annex.rows[0][2:4] == ["女", "45"]
    assert annex.rows[0][4] == f"{WOMAN[:3]}***********{WOMAN[-4:]}"
    assert len(annex.heads) == len(annex.rows[0]) == len(annex.foot)
    assert WOMAN not in str(found)


@time_machine.travel("2026-11-25 10:00+08:00", tick=False)
def test_an_issued_form_keeps_the_age_of_its_day(province):
    first = paper(workers=[worker(id_number=WOMAN)])
    with clock.at(clock.now() + timedelta(days=400)), override("zh-hans"):
        again = paper_of(Document.objects.get(kind=DocumentKind.REGISTRATION), names=True)
    assert dict(again.facts)["年龄"] == dict(first.facts)["年龄"] == "45"


def test_without_a_number_sex_and_age_stay_open(province):
    found = paper(workers=[worker(id_number="", post="瓦工")])
    assert dict(found.facts)["性别"] == ""
    assert dict(found.facts)["职业（工种）"] == "瓦工"
    assert found.annexes[0].rows[0][2:5] == ["", "", ""]


def test_of_a_group_each_row_says_its_own_and_the_head_only_the_contact_s(province):
    found = paper(workers=[worker(id_number=WOMAN), worker(1)])
    assert dict(found.facts)["性别"] == "女"
    assert [row[2] for row in found.annexes[0].rows] == ["女", "男"]


def test_a_contact_who_is_none_of_the_workers_has_no_lines(province):
    found = paper(workers=[worker(id_number=WOMAN)], contact_name="赵律师")
    assert "性别" not in dict(found.facts)


def test_other_readers_and_reports_read_nothing_of_it(province):
    found = paper(names=False, workers=[worker(id_number=WOMAN)])
    assert (dict(found.facts)["性别"], dict(found.facts)["年龄"]) == ("", "")
    assert found.annexes[0].rows[0][2:4] == ["", ""]


def test_of_a_report_the_form_says_nothing(province):
    found = paper(kind=ComplaintKind.REPORT, workers=[worker(id_number=WOMAN)])
    assert "性别" not in dict(found.facts)
    assert all(row[2:4] == ["", ""] for annex in found.annexes for row in annex.rows)
