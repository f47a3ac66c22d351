"""Finding earlier filings of the same matter, and what of them is told to whom."""

from datetime import date

import pytest

from casework.models import User
from casework.queries.duplicates import Sought, find_matches
from casework.vocabulary import ComplaintKind, Role
from tests import cast
from tests.factories import USCC, WANG_WU_ID, WANG_WU_PHONE, file_at, worker

pytest_plugins = ("tests.cast",)


def numbers(user: User, **sought: object) -> list[str]:
    return [match.number for match in find_matches(user, Sought(**sought))]  # type: ignore[arg-type]


def test_the_same_id_card_is_found_under_another_phone(qin: User) -> None:
    """Scenario 10: same ID card and firm, other phone, name written otherwise."""
    first = file_at(cast.SHANGSHUI, contact_phone="19900000099")
    assert numbers(qin, id_number=WANG_WU_ID) == [first.tracking_no]
    assert numbers(qin, phone=WANG_WU_PHONE) == [first.tracking_no]  # the worker's own phone
    assert numbers(qin, phone="19900000099") == [first.tracking_no]
    assert numbers(qin, phone="19900000098") == []


def test_a_worker_of_a_group_is_found(qin: User) -> None:
    group = file_at(cast.SHANGSHUI, workers=5)
    assert numbers(qin, id_number=worker(3).id_number) == [group.tracking_no]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2026, 5, 1), date(2026, 8, 31), True),
        (date(2026, 6, 1), date(2026, 8, 31), False),
        (None, date(2026, 2, 28), False),
        (None, date(2026, 3, 31), True),
        (None, None, True),
    ],
)
def test_a_firm_counts_when_the_months_overlap(
    qin: User, start: date | None, end: date | None, found: bool
) -> None:
    file_at(cast.SHANGSHUI)  # March to May 2026
    for by in ({"uscc": USCC}, {"employer_name": "河南宏远建筑劳务有限公司(虚构)"}):
        assert bool(numbers(qin, period_start=start, period_end=end, **by)) is found


def test_an_open_end_reaches_for_ever(qin: User) -> None:
    file_at(cast.SHANGSHUI, period_end=None)
    assert numbers(qin, uscc=USCC, period_start=date(2026, 10, 1))


def test_one_filing_is_listed_once_with_every_reason(qin: User) -> None:
    file_at(cast.SHANGSHUI)
    sought = Sought(phone=WANG_WU_PHONE, id_number=WANG_WU_ID, uscc=USCC)
    (match,) = find_matches(qin, sought)
    assert match.reasons == ("同身份证", "同手机号", "同单位，月份重叠")
    assert match.masked_name == "王**"


def test_of_another_county_only_number_office_and_state_are_told(qin: User) -> None:
    other = file_at(cast.GUSHI, cast.GUSHI)
    (match,) = find_matches(qin, Sought(id_number=WANG_WU_ID))
    assert (match.number, match.office) == (other.tracking_no, other.office.name)
    assert match.state
    assert (match.masked_name, match.pk, match.case_no) == ("", None, "")


def test_a_report_elsewhere_is_never_hinted_at(qin: User, liu: User) -> None:
    report = file_at(cast.GUSHI, cast.GUSHI, kind=ComplaintKind.REPORT)
    assert numbers(qin, phone=WANG_WU_PHONE, uscc=USCC) == []
    assert numbers(liu, phone=WANG_WU_PHONE) == []
    head = cast.someone(report.office, Role.BODY_HEAD)
    (match,) = find_matches(head, Sought(phone=WANG_WU_PHONE))
    assert (match.pk, match.masked_name) == (report.pk, "")


def test_nothing_typed_asks_nothing(qin: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert find_matches(qin, Sought(employer_name="公司")) == []
