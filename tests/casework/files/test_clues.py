"""The national platform's clues: the invented export of 120 and single objects."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from casework.files.clues import COLUMNS, ClueRow, from_mapping, read_clues
from casework.files.rows import RowError
from casework.files.tables import FileRefusedError

TODAY = date(2026, 11, 23)
EXPORT = (Path(__file__).parents[2] / "data" / "clues_export.csv").read_bytes()


@pytest.fixture(scope="module")
def clues() -> list[ClueRow]:
    return [clue for clue in read_clues(EXPORT, today=TODAY) if isinstance(clue, ClueRow)]


def clue(**values: object) -> ClueRow:
    row = from_mapping({"clue_no": "GZ1234", "employer_name": "某公司", **values}, today=TODAY)
    assert isinstance(row, ClueRow)
    return row


def test_it_takes_every_clue_of_the_export(clues: list[ClueRow]) -> None:
    assert len(clues) == 120
    assert [row.clue_no for row in clues if row.repeated] == ["GZ202601000010"]


def test_it_types_the_fields(clues: list[ClueRow]) -> None:
    first, second, third = clues[:3]
    assert first.anonymous
    assert not second.anonymous
    assert (first.amount, first.approximate) == (Decimal("32000.00"), False)
    assert (third.amount, third.approximate) == (Decimal("50000.00"), True)
    assert first.category == "new_employment"
    assert first.limit_working_days == 3
    assert str(first.reported_at) == "2026-11-17 01:04:00+08:00"
    assert str(first.forwarded_at) == "2026-11-17 04:04:00+08:00"
    assert first.period.start == date(2026, 3, 1)
    assert second.period.text == "半年多"
    assert clues[3].description == '包工头跑了，\n总包说已经给过钱。"找他要去"'
    assert "未知区" in {row.place for row in clues}


def test_it_doubts_but_keeps_what_is_wrong(clues: list[ClueRow]) -> None:
    doubts = {(row.clue_no, doubt.column): (row, doubt) for row in clues for doubt in row.doubts}
    assert sorted(doubts) == [
        ("GZ202601000071", "涉及人数"),
        ("GZ202601000072", "统一社会信用代码"),
        ("GZ202601000073", "反映时间"),
    ]
    row, doubt = doubts["GZ202601000072", "统一社会信用代码"]
    assert (row.uscc, row.uscc_text) == ("", "91410000MA000000XX")
    assert doubt.value == row.uscc_text
    assert doubts["GZ202601000071", "涉及人数"][0].persons is None
    assert doubts["GZ202601000073", "反映时间"][0].reported_at is None


def test_it_cleans_json_with_chinese_and_english_keys_alike() -> None:
    english = {"clue_no": "GZ1234", "employer_name": "某公司", "amount": 20000, "persons": 3}
    chinese = {COLUMNS[key]: value for key, value in english.items()}
    assert from_mapping(english, today=TODAY) == from_mapping(chinese, today=TODAY)
    assert from_mapping({**english, "unknown": {"a": [1]}}, today=TODAY) == clue(
        amount=20000, persons=3
    )
    assert clue(amount=20000).amount == Decimal("20000.00")


def test_it_reads_moments_of_json() -> None:
    assert (
        str(clue(reported_at="2026-11-17T01:04:00+08:00").reported_at)[:19] == "2026-11-17 01:04:00"
    )
    assert str(clue(reported_at="2026年11月17日").reported_at) == "2026-11-17 00:00:00+08:00"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("amount", "很多"),
        ("persons", "-1"),
        ("persons", "很多人"),
        ("category", "别的"),
        ("phone", "123"),
        ("id_number", "410000198208105391"),
        ("limit_working_days", "999"),
    ],
)
def test_it_doubts_a_single_value(key: str, value: str) -> None:
    (doubt,) = clue(**{key: value}).doubts
    assert (doubt.column, doubt.value) == (COLUMNS[key], value)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"employer_name": "某公司"},
        {"clue_no": "'; DROP", "employer_name": "x"},
        {"clue_no": "GZ1234"},
    ],
)
def test_it_refuses_what_cannot_be_identified(values: dict[str, str]) -> None:
    assert isinstance(from_mapping(values, today=TODAY), RowError)


def test_it_tells_which_record_is_wrong_and_goes_on() -> None:
    rows = list(csv.reader(io.StringIO(EXPORT.decode("gb18030"), newline="")))
    rows[2][0] = ""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    read = list(read_clues(buffer.getvalue().encode(), today=TODAY))
    assert [row.row_number for row in read if isinstance(row, RowError)] == [3]
    assert len(read) == 120


@pytest.mark.parametrize("data", [b"", "姓名,金额\n王五,5".encode()])
def test_it_refuses_another_file(data: bytes) -> None:
    with pytest.raises(FileRefusedError, match="缺少列"):
        read_clues(data)
