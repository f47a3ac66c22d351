"""Citations: every one complete, and those the deadlines rest on present."""

import pytest

from casework.law.articles import ARTICLES, TABLE, article


def test_it_reads_the_whole_table() -> None:
    assert len(ARTICLES) == len(TABLE.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize("key", list(ARTICLES))
def test_it_is_a_complete_sentence(key: str) -> None:
    citation = article(key)
    assert citation.text.endswith("。")
    assert citation.article in str(citation)


def test_it_marks_what_was_not_compared_with_the_official_text() -> None:
    assert article("inspection-17").verified
    assert not article("rules-37").verified
    assert str(article("rules-18")) == "《关于实施〈劳动保障监察条例〉若干规定》第十八条"
