"""The meter: what a step has and lacks, as a pure function and on the pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from casework.models import Case, Complaint
from casework.vocabulary import DocumentKind, EvidenceKind
from tests import cast
from tests.factories import advance, do, file_at, fresh
from tests.papers.test_eight_documents import interview
from workflows import meter

pytest_plugins = ("tests.cast",)
NOTHING = meter.Known(
    has_inspectors=False, has_employer=False, has_number=False, workers=0, pending=0, unpaid=True,
    issued=frozenset(), served=frozenset(), evidence=frozenset(), from_employer=False, posted=False,
    order_is_over=False,
)  # fmt: skip


def step(known: meter.Known, code: str) -> meter.StepMeter:
    return next(each for each in meter.measure(known) if each.code == code)


def labels(needs: list[meter.Need]) -> set[str]:
    return {str(need.label) for need in needs}


def test_of_an_empty_case_everything_is_missing_each_with_its_article() -> None:
    for each in meter.measure(NOTHING):
        assert each.have == []
        assert all("第" in str(need.article) and "条" in str(need.article) for need in each.missing)


def test_the_order_counts_as_proof_of_the_crime_once_it_is_served_and_over() -> None:
    known = replace(NOTHING, issued=frozenset({DocumentKind.PAY_ORDER}))
    assert "责令支付文书及送达回证" in labels(step(known, "open_referral").missing)
    known = replace(known, served=known.issued, order_is_over=True, posted=True)
    missing = labels(step(known, "open_referral").missing)
    assert "责令支付文书及送达回证" not in missing
    assert "责令期限届满仍未支付" not in missing
    assert not any("逃匿" in label for label in missing)


def test_a_recording_is_proof_of_evasion_and_no_written_proof_of_wages() -> None:
    known = replace(NOTHING, evidence=frozenset({EvidenceKind.AUDIO}))
    assert any("逃匿" in label for label in labels(step(known, "open_referral").have))
    assert "工资台账、考勤、欠条等书证" in labels(step(known, "finish_investigation").missing)


@pytest.fixture
def complaint(province) -> Complaint:
    return advance(file_at(cast.SHANGSHUI), "investigating")


def test_a_signed_interview_moves_the_meter(complaint: Complaint) -> None:
    case = complaint.case
    assert "询问笔录（两名监察员签名）" in labels(
        meter.step_of(_read(case), "finish_investigation").missing
    )
    do("draft_interview_record", case, case.lead, interview())
    paper = case.documents.get(kind=DocumentKind.INTERVIEW_RECORD)
    for inspector in (case.lead, case.second):
        do("sign_paper", case, inspector, {"document": paper.pk})
    do("issue_paper", case, case.lead, {"document": paper.pk})
    assert "询问笔录（两名监察员签名）" in labels(
        meter.step_of(_read(case), "finish_investigation").have
    )


def test_the_case_page_and_the_act_say_what_is_missing(complaint: Complaint, client) -> None:
    client.force_login(complaint.lead)
    page = client.get(reverse("case", args=[complaint.case_id])).content.decode()
    assert "材料是否齐全" in page
    assert "调查询问通知书已送达" in page
    complaint = advance(fresh(complaint), "found")
    address = reverse("act", args=["finish_investigation", "case", complaint.case_id])
    act = client.get(address).content.decode()
    assert "这一步的材料是否齐全" in act
    assert "询问笔录（两名监察员签名）" in act

    client.force_login(cast.person("chen"))
    page = client.get(reverse("case", args=[complaint.case_id])).content.decode()
    assert "材料是否齐全" not in page


def _read(case: Case) -> Case:
    return Case.objects.select_related("employer").get(pk=case.pk)
