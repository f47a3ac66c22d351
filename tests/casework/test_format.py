"""Template filters: amounts, days, moments, masks and table helpers."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import engines
from django.utils import timezone, translation

from casework.templatetags import casework_format as shown


@pytest.fixture(autouse=True)
def _a_day_in_november_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    real = timezone.localdate

    def frozen(value: datetime | None = None) -> date:
        return real(value) if value else date(2026, 11, 23)

    monkeypatch.setattr(timezone, "localdate", frozen)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("12345"), "12,345.00"),
        (Decimal("0"), "0.00"),
        (Decimal("-1234.5"), "-1,234.50"),
        (Decimal("0.005"), "0.01"),
        ("1920000", "1,920,000.00"),
        (7, "7.00"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_yuan_writes_two_places(amount: Decimal | int | str | None, text: str) -> None:
    assert shown.yuan(amount) == text


def test_yuan_refuses_float() -> None:
    with pytest.raises(TypeError):
        shown.yuan(12.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal("12345.00"), "12,345"), (Decimal("12345.50"), "12,345.50"), (None, "—")],
)
def test_yuan_short_keeps_cents_only_where_there_are_any(amount: Decimal | None, text: str) -> None:
    assert shown.yuan_short(amount) == text


def test_thousands_groups_digits() -> None:
    assert shown.thousands(1840) == "1,840"


def test_local_day_names_the_weekday_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert shown.local_day(date(2026, 11, 23)) == "11月23日 星期一"
        assert shown.local_day(date(2026, 11, 29)) == "11月29日 星期日"
    with translation.override("en"):
        assert shown.local_day(date(2026, 11, 23)) == "Mon 23 November"


def test_local_day_names_another_year() -> None:
    with translation.override("zh-hans"):
        assert shown.local_day(date(2025, 12, 31)) == "2025年12月31日 星期三"
    with translation.override("en"):
        assert shown.local_day(date(2025, 12, 31)) == "Wed 31 December 2025"


def test_local_day_of_a_late_utc_moment_is_the_next_day_in_henan() -> None:
    with translation.override("zh-hans"):
        assert shown.local_day(datetime(2026, 11, 23, 16, 30, tzinfo=UTC)) == "11月24日 星期二"


def test_local_day_of_nothing_is_a_dash() -> None:
    assert shown.local_day(None) == "—"


def test_local_minute_is_in_local_time() -> None:
    assert shown.local_minute(datetime(2026, 11, 23, 6, 5, tzinfo=UTC)) == "11-23 14:05"
    assert shown.local_minute(datetime(2025, 12, 31, 6, 5, tzinfo=UTC)) == "2025-12-31 14:05"
    assert shown.local_minute(None) == "—"


def test_tone_falls_back_to_info() -> None:
    assert shown.tone("overdue", {"overdue": "bad"}) == "bad"
    assert shown.tone("new", {"overdue": "bad"}) == "info"


def test_get_item_gives_none_for_an_absent_key() -> None:
    assert shown.get_item({"a": 1}, "a") == 1
    assert shown.get_item({"a": 1}, "b") is None


def test_starts_with_bears_an_absent_path() -> None:
    assert shown.starts_with("/desk/today/", "/desk/")
    assert not shown.starts_with("/cases/", "/desk/")
    assert not shown.starts_with(None, "/desk/")


def test_paired_refuses_a_row_of_another_length() -> None:
    assert shown.paired([1, 2], ["a", "b"]) == [(1, "a"), (2, "b")]
    assert shown.paired_after_first([2], ["a", "b"]) == [(2, "b")]
    with pytest.raises(ValueError, match="zip"):
        shown.paired([1], ["a", "b"])


@pytest.mark.parametrize(
    ("expression", "whole"),
    [
        ("'王小五'|mask_name", "王小五"),
        ("'410105199001011234'|mask_id", "410105199001011234"),
        ("'13800001234'|mask_phone", "13800001234"),
    ],
)
def test_masks_hide_something_in_a_template(expression: str, whole: str) -> None:
    template = engines["django"].from_string("{% load casework_format %}{{ " + expression + " }}")
    text = template.render()
    assert text
    assert text != whole


def test_money_table_names_each_row_and_labels_each_cell() -> None:
    template = engines["django"].get_template("casework/components/money_table.html")
    html = template.render(
        {
            "caption": "工资明细",
            "columns": [("工人", "text"), ("申报", "yuan")],
            "rows": [["李某", Decimal("32000.50")]],
            "total": ["合计", Decimal("32000.50")],
        }
    )
    assert '<th scope="row" role="rowheader">李某</th>' in html
    assert '<td role="cell" data-label="申报" class="num">32,000.50</td>' in html


def test_blocked_step_says_why_and_has_no_button() -> None:
    template = engines["django"].get_template("casework/components/next_step.html")
    html = template.render({"steps": [{"title": "决定", "url": "/x/", "blocked": "缺送达回证"}]})
    assert "缺送达回证" in html
    assert "<a class" not in html


def test_templates_hold_no_inline_style_or_script() -> None:
    root = Path(shown.__file__).parents[1] / "templates"
    sources = {path: path.read_text("utf-8") for path in root.rglob("*.html")}
    assert len(sources) > 20
    for path, source in sources.items():
        assert not re.search(r"\s(style|on[a-z]+)=", source), path
        assert "<style" not in source, path
        assert "<script>" not in source, path
