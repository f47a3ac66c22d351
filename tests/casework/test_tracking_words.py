"""The words of the tracking page: one for every state, short, and none that only an office uses."""

from __future__ import annotations

import pytest

from casework.queries import tracking_now as words
from casework.vocabulary import (
    OPEN_TRANSFER,
    PUBLIC_STATE,
    CaseState,
    ComplaintState,
    DepartmentState,
)

LONGEST = 40
OF_THE_OFFICE = ("届满", "依职权", "管辖", "送达", "当事人", "移送", "补正", "履行", "陈述", "申辩",
                 "逾期", "承办", "责令", "救济", "诉求", "核查", "终结")  # fmt: skip
EVERY = [*words.NOW.values(), *words.NOW_CASE.values(), *words.NOW_TRANSFER.values(),
         *words.NOW_DEPARTMENT.values()]  # fmt: skip


def test_every_state_says_what_happens_and_what_one_can_do() -> None:
    assert set(words.NOW) == set(ComplaintState)
    assert set(words.NOW_CASE) == set(CaseState)
    assert set(words.NOW_TRANSFER) == set(OPEN_TRANSFER)
    assert set(words.NOW_DEPARTMENT) == set(DepartmentState)
    assert set(PUBLIC_STATE) == {*ComplaintState, *CaseState}


@pytest.mark.parametrize("now", EVERY, ids=lambda now: str(now.what))
def test_the_words_are_short_and_plain(now: words.Now) -> None:
    for text in (str(now.what), str(now.can), now.who_is("李静")):
        assert len(text) <= LONGEST
        assert not [word for word in OF_THE_OFFICE if word in text]


def test_an_open_transfer_comes_before_the_state_itself() -> None:
    assert words.now_of("filed", transfer="proposed") is words.NOW_TRANSFER["proposed"]
    assert words.now_of("closed") is not words.now_of("accepted", "closed")
