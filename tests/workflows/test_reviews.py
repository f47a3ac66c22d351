"""File review: a draw anybody can repeat, reviewers who had no part in it, a sheet submitted once and answered."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from casework import clock
from casework.law.checklist import ITEMS, grade_of
from casework.models import Alert, Case, Job, ReviewFile, ReviewRound, ReviewScore, User
from casework.vocabulary import AlertPattern, Role
from tests import cast, factories
from tests.factories import SHANGHAI, advance, file_at
from tests.workflows.test_campaigns import on, signed_in
from workflows import jobs, works
from workflows.oversight.drawing import Apart, by_lot, draw, reasons_of
from workflows.oversight.findings import findings_of
from workflows.oversight.rounds import lot_is_fair

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november(province: None, media: Any) -> None:
    on(2026, 11, 2)


def closed(number: int, place: str = cast.JINSHUI, yuan: str = "12500.00") -> Case:
    workers = [factories.worker(number, yuan)]
    case = advance(file_at(place, place, workers=workers), "told").case
    assert case is not None
    return case


def reviewers() -> list[User]:
    """Two supervisors and a legal reviewer of the city."""
    city = cast.office(cast.ZHENGZHOU)
    return [cast.person("chen"), cast.someone(city, Role.SUPERVISOR, 1),
            cast.someone(city, Role.LEGAL)]  # fmt: skip


def open_round(who: str = "chen", **over: Any) -> Any:
    data = {
        "name": "四季度评查", "closed_from": "2026-11-01", "closed_to": "2026-11-02", "size": "2",
        "risk_percent": "50", "large_yuan": "20000", "reply_days": "10",
        "offices": [cast.office(cast.JINSHUI).pk], "reviewers": [u.pk for u in reviewers()],
    }  # fmt: skip
    return signed_in(cast.person(who)).post(reverse("review_new"), {**data, **over})


def sheet(**over: Any) -> dict[str, str]:
    """Form data of a sheet with full points, changed by `over` (code -> points)."""
    data = {"opinion": "总体规范。"}
    for code, item in ITEMS.items():
        points = over.get(code, item.full)
        data |= {
            f"points_{code}": str(points),
            f"note_{code}": "有欠缺" if points < item.full else "",
        }
    return data


def test_a_draw_is_repeated_from_its_seed_by_anybody() -> None:
    ids = list(range(100, 140))
    expected = sorted(ids, key=lambda pk: sha256(f"s1:{pk}".encode()).hexdigest())
    assert by_lot("s1", ids) == by_lot("s1", reversed(ids)) == expected
    assert by_lot("s2", ids) != expected


def test_the_lot_does_not_depend_on_reasons_and_the_load_is_spread() -> None:
    class Everybody(Apart):
        def __init__(self) -> None:
            self.reviewers = [1, 2, 3]

        def of(self, case_id: int) -> list[int]:
            return [user for user in self.reviewers if user != case_id % 4]

    pool, reasons = (
        list(range(100, 160)),
        dict.fromkeys(range(100, 103), ("alert",)) | dict.fromkeys(range(120, 130), ("large_sum",)),
    )
    given: Any = {"size": 20, "risk_percent": 50, "apart": Everybody()}
    plain = draw("seed", pool, reasons={}, **given)
    drawn = draw("seed", pool, reasons=reasons, **given)

    lot = [one.case_id for one in drawn if one.drawn_by == "random"]
    assert lot == by_lot("seed", pool)[:10] == [one.case_id for one in plain][:10]
    assert len(plain) == len(drawn) == 20  # what the reasons do not fill goes to the lot
    risky = [one for one in drawn if one.drawn_by == "risk"]
    assert all(one.reasons and one.points for one in risky)
    assert [one.points for one in risky] == sorted((one.points for one in risky), reverse=True)
    assert all(one.reviewer_id != one.case_id % 4 for one in drawn)
    load = Counter(one.reviewer_id for one in drawn)
    assert max(load.values()) - min(load.values()) <= 3
    assert draw("seed", pool, reasons=reasons, **given) == drawn


def test_a_round_draws_closed_cases_by_lot_and_by_reasons_and_tells_the_reviewers() -> None:
    small, large = closed(1), closed(2, yuan="30000.00")
    closed(3, cast.SHANGSHUI)  # another city
    advance(file_at(workers=[factories.worker(4)]), "investigating")
    Alert.objects.create(
        pattern=AlertPattern.LATE_EVIDENCE, family="conduct", subject=f"case:{small.pk}", case=small,
        office=small.office, happened_at=clock.now(),
    )  # fmt: skip
    assert reasons_of([small.pk, large.pk], Decimal(20000)) == {
        small.pk: ("alert",), large.pk: ("large_sum",)}  # fmt: skip

    assert open_round().status_code == 302

    row = ReviewRound.objects.get()
    files = list(row.files.all())
    both = sorted([small.pk, large.pk])
    assert row.pool == sorted(f.case_id for f in files) == both
    lot = [f.case_id for f in files if f.drawn_by == "random"]
    assert lot == by_lot(row.seed, row.pool)[:1]
    assert lot_is_fair(row, files)
    row.seed = next(seed for seed in map(str, count()) if by_lot(seed, row.pool)[:1] != lot)
    assert not lot_is_fair(row, files)
    assert all(f.risk_points == 30 for f in files if f.case_id == small.pk)
    assert works.__all__
    job = Job.objects.filter(kind="review").first()
    jobs.run_job(job.pk)
    assert "四季度评查" in Job.objects.get(pk=job.pk).message
    page = signed_in(cast.person("chen")).get(reverse("review", args=[row.pk])).content.decode()
    assert "重新抽取，结果一致" in page
    assert "有可疑情形" in page


def test_who_had_a_part_in_a_case_or_served_its_office_never_reviews_it() -> None:
    case = closed(1)
    chen, other, legal = reviewers()
    assert Apart([case.pk], [u.pk for u in (chen, other, legal)]).of(case.pk) == sorted(
        u.pk for u in (chen, other, legal)
    )
    signed_in(chen).post(
        reverse("supervision_new", args=[case.office_id]),
        {
            "kind": "order",
            "text": "请查清。",
            "working_days": "5",
            "campaign": "",
            "case": [case.pk],
        },
    )
    cast.Membership.objects.create(
        user=legal, office=case.office, role=Role.INSPECTOR, valid_from=cast.SINCE,
        valid_to=cast.SINCE,
    )  # fmt: skip
    assert Apart([case.pk], [chen.pk, other.pk, legal.pk]).of(case.pk) == [other.pk]
    assert open_round(reviewers=[chen.pk, legal.pk]).status_code == 422
    open_round(risk_percent="0")
    assert ReviewFile.objects.get().reviewer == other


def test_only_a_supervisor_opens_a_round_of_offices_below() -> None:
    for who, over, status in (
        ("auditor", {}, 403), ("he", {}, 403), ("li_jing", {}, 403),
        ("chen", {"closed_to": "2026-10-01"}, 422), ("chen", {"risk_percent": "101"}, 422),
        ("chen", {"offices": [cast.office(cast.JIYUAN).pk]}, 422), ("chen", {"reviewers": []}, 422),
    ):  # fmt: skip
        assert open_round(who, **over).status_code == status, (who, over)
    assert not ReviewRound.objects.exists()


def test_the_file_says_what_it_lacks_before_the_reviewer_looks() -> None:
    found = findings_of(closed(1))
    assert any("没有送达回证" in words for words in found["service"])
    assert "payment" not in found
    assert "told" not in found
    assert set(found) <= set(ITEMS)


def test_a_sheet_is_submitted_once_by_its_reviewer_and_answered_by_a_working_day(he: Any) -> None:
    closed(1)
    open_round(size="1", risk_percent="0")
    file = ReviewFile.objects.get()
    url = reverse("review_file", args=[file.pk])
    reviewer, head = signed_in(file.reviewer), signed_in(he)
    others = [u for u in reviewers() if u != file.reviewer]

    # Before it is submitted the office learns nothing, and nobody else scores it.
    assert head.get(url).status_code == 404
    assert head.get(reverse("review", args=[file.round_id])).status_code == 404
    assert signed_in(cast.person("chen") if file.reviewer.username != "chen" else others[0]).post(
        url, sheet()
    ).status_code in (403, 404)
    shown = reviewer.get(url).content.decode()
    assert "没有送达回证" in shown
    assert reviewer.post(url, {**sheet(service=3), "note_service": ""}).status_code == 422
    assert reviewer.post(url, {**sheet(), "points_service": "9"}).status_code == 422
    assert not ReviewScore.objects.exists()

    reviewer.post(url, sheet(service=3, told=0))
    assert reviewer.post(url, sheet()).status_code == 403
    file.refresh_from_db()
    assert (file.points, file.grade, file.state) == (92, "excellent", "submitted")
    assert file.reply_due_on.isoformat() == "2026-11-16"  # ten working days
    assert ReviewScore.objects.filter(file=file).count() == len(ITEMS)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewScore.objects.update(points=0)

    assert file.reviewer.full_name in head.get(url).content.decode()
    assert signed_in(cast.person("li_jing")).get(url).status_code == 404
    assert signed_in(cast.person("jiyuan_head")).get(url).status_code == 404
    reply = {"stance": "objected", "text": "送达回证在卷内第12页。"}
    assert reviewer.post(url, reply).status_code == 403
    clock._fixed.set(datetime(2026, 11, 17, 9, tzinfo=SHANGHAI))
    assert head.post(url, reply).status_code == 422  # the term is over
    clock._fixed.set(datetime(2026, 11, 16, 17, tzinfo=SHANGHAI))
    head.post(url, reply)
    assert head.post(url, reply).status_code == 403
    assert reviewer.post(url, {"upheld": "yes", "points": "97", "text": "属实"}).status_code == 403
    judge = signed_in(next(u for u in supervisors() if u != file.reviewer))
    assert judge.post(url, {"upheld": "yes", "points": "", "text": "属实"}).status_code == 422
    judge.post(url, {"upheld": "yes", "points": "97", "text": "核对属实。"})
    file.refresh_from_db()
    assert (file.points, file.result, file.state) == (92, 97, "settled")


def supervisors() -> list[User]:
    return [u for u in reviewers() if u.memberships.filter(role=Role.SUPERVISOR).exists()]


def test_no_points_on_a_veto_item_fail_the_file() -> None:
    assert [grade_of(n, vetoed=False) for n in (90, 89, 60, 59)] == [
        "excellent", "pass", "pass", "fail"]  # fmt: skip
    closed(1)
    open_round(size="1", risk_percent="0")
    file = ReviewFile.objects.get()
    signed_in(file.reviewer).post(reverse("review_file", args=[file.pk]), sheet(procedure=0))
    file.refresh_from_db()
    assert (file.points, file.grade, file.is_vetoed) == (92, "fail", True)


def test_the_result_of_a_round_by_office_inspector_and_fault_and_as_a_workbook(
    he: Any, sun: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        closed(number)
    open_round(size="3", risk_percent="0")
    row = ReviewRound.objects.get()
    for file, lost in zip(row.files.all(), (0, 2, 8), strict=True):
        signed_in(file.reviewer).post(
            reverse("review_file", args=[file.pk]), sheet(service=8 - lost, law=0 if lost else 8)
        )
    client = signed_in(sun)
    url = reverse("review", args=[row.pk])
    client.get(url)
    with django_assert_max_num_queries(14):
        found = client.get(url).context
    (office,) = found["offices"]
    assert (office.files, round(office.average, 1), office.failed) == (3, 91.3, 2)
    assert [line.files for line in found["leads"]] == [3]
    assert [(one.item.code, one.files, one.lost) for _t, one in found["faults"]] == [
        ("law", 2, 16), ("service", 2, 10)]  # fmt: skip
    book = load_workbook(BytesIO(client.get(reverse("review_export", args=[row.pk])).content))
    assert book.sheetnames == ["评查结果", "承办单位", "监察员", "常见问题", "抽取依据"]
    assert [cell.value for cell in book["承办单位"][2]][1:3] == [3, 91.3]
    assert {line[0].value for line in book["抽取依据"].iter_rows(min_row=6)} == set(row.pool)
    own = load_workbook(BytesIO(signed_in(he).get(reverse("review_export", args=[row.pk])).content))
    assert "抽取依据" not in own.sheetnames


def test_who_may_read_rounds(chen: Any, he: Any, li_jing: Any, auditor: Any) -> None:
    closed(1)
    open_round(size="1", risk_percent="0")
    status = {
        u: signed_in(u).get(reverse("reviews")).status_code for u in (chen, he, li_jing, auditor)
    }
    assert status == {chen: 200, he: 200, li_jing: 403, auditor: 200}
    assert "四季度评查" not in signed_in(he).get(reverse("reviews")).content.decode()
    file = ReviewFile.objects.get()
    signed_in(file.reviewer).post(reverse("review_file", args=[file.pk]), sheet())
    assert "四季度评查" in signed_in(he).get(reverse("reviews")).content.decode()
    assert signed_in(auditor).get(reverse("review", args=[file.round_id])).status_code == 200
