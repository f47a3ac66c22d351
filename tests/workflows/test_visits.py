"""Visits of a site: planned without two at once, photographed, recorded, signed by two, sent twice."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from pypdf import PdfReader

from casework import clock
from casework.models import Case, Document, Evidence, User, Visit
from casework.vocabulary import DocumentState, EventKind, Role, VisitState
from tests import cast, factories
from tests.cast import signed_in
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def png(*, drawn: bool = True, size: tuple[int, int] = (600, 220), slope: int = 180) -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    if drawn:
        ImageDraw.Draw(image).line((10, 10, 400, slope), fill=(0, 0, 0, 255), width=5)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def data_url(**options: Any) -> str:
    return "data:image/png;base64," + base64.b64encode(png(**options)).decode()


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(out, "JPEG")
    return SimpleUploadedFile("site.jpg", out.getvalue(), "image/jpeg")


def plan(case: Case, who: User, **over: Any) -> Visit:
    data = {"day": clock.today().isoformat(), "starts": "09:00", "ends": "11:00",
            "place": "金水区花园路工地", "purpose": "核查工资支付"} | over  # fmt: skip
    factories.do("plan_visit", case, who, data)
    return Visit.objects.latest("id")


@pytest.fixture
def case(province: None) -> Case:
    return factories.advance(factories.file_at(), "investigating").case


@pytest.fixture
def visit(case: Case) -> Visit:
    return plan(case, case.lead)


def interview(**over: str) -> dict[str, str]:
    now = clock.now().strftime("%Y-%m-%dT%H:%M")
    return {"began_at": now, "ended_at": now, "place": "工地办公室", "person": "周某",
            "identity": "项目经理", "rights": "听清楚了吗？答：听清楚了。",
            "questions": "问：是否拖欠工资？\n答：拖欠两个月。", "party_name": "周某"} | over  # fmt: skip


def test_a_planned_visit_stands_in_the_week_of_both_inspectors_and_of_the_office(
    visit: Visit,
) -> None:
    for user in (visit.lead, visit.second):
        words = signed_in(user).get(reverse("visits")).content.decode()
        assert visit.place in words
    office = signed_in(cast.person("he")).get(reverse("visits"))
    assert visit.place in office.content.decode()
    elsewhere = signed_in(cast.person("liu")).get(reverse("visits"))
    assert visit.place not in elsewhere.content.decode()
    assert visit.case.events.filter(kind=EventKind.VISIT_PLANNED).exists()


def test_an_inspector_has_no_two_visits_at_one_time(visit: Visit) -> None:
    other = factories.advance(factories.file_at(), "investigating").case
    with pytest.raises(Refused, match="已有现场检查"):
        plan(other, other.lead, starts="10:30", ends="12:00")
    plan(other, other.lead, starts="11:00", ends="12:00")


@pytest.mark.parametrize(
    ("over", "said"),
    [({"ends": "08:00"}, "有的内容需要改正"), ({"day": "2020-01-01"}, "日期已经过去")],
)
def test_a_time_that_cannot_be_is_refused(case: Case, over: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        plan(case, case.lead, **over)


def test_only_the_handlers_or_the_head_plan(case: Case) -> None:
    with pytest.raises(Refused):
        plan(case, cast.person("shangshui_head"))
    stranger = cast.hire(case.office, Role.INSPECTOR, username="bystander", name="旁人")
    with pytest.raises(Refused, match="只有本案"):
        plan(case, stranger)
    assert plan(case, cast.person("he")).planned_by == cast.person("he")


def test_a_visit_is_moved_or_called_off_with_its_reason_and_never_after_it_began(
    visit: Visit,
) -> None:
    case, lead = visit.case, visit.lead
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    moved = {"visit": visit.pk, "day": tomorrow, "starts": "14:00", "ends": "15:00",
             "reason": "单位负责人出差"}  # fmt: skip
    factories.do("move_visit", case, lead, moved)
    event = case.events.get(kind=EventKind.VISIT_MOVED)
    assert event.facts["before"].endswith("09:00")
    factories.do("call_off_visit", case, lead, {"visit": visit.pk, "reason": "已付清"})
    with pytest.raises(Refused):
        factories.do("begin_visit", case, lead, {"visit": visit.pk})
    assert Visit.objects.get().state == VisitState.CALLED_OFF


def test_on_the_site_photos_keep_the_time_and_the_place_of_the_device(visit: Visit) -> None:
    client = signed_in(visit.lead)
    taken = clock.now() - timedelta(hours=3)
    answer = client.post(
        reverse("visit_send", args=[visit.pk, "add_site_photo"]),
        {"files": [photo()], "caption": "工地大门", "at": taken.isoformat(),
         "latitude": "34.757300", "longitude": "113.665400", "accuracy_m": "12", "key": "a-1"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    evidence = Evidence.objects.get(caption="工地大门")
    assert abs((evidence.taken_at - taken).total_seconds()) < 1
    assert (str(evidence.latitude), evidence.accuracy_m) == ("34.757300", 12)
    page = client.get(reverse("visit", args=[visit.pk])).content.decode()
    assert "工地大门" in page
    assert "113.665400" in page


def test_a_clock_that_is_ahead_is_not_believed(visit: Visit) -> None:
    ahead = (clock.now() + timedelta(hours=2)).isoformat()
    factories.do("begin_visit", visit.case, visit.lead, {"visit": visit.pk, "at": ahead})
    assert Visit.objects.get().arrived_at <= clock.now()


def test_an_item_sent_twice_is_done_once(visit: Visit) -> None:
    client = signed_in(visit.lead)
    for _n in range(2):
        answer = client.post(
            reverse("visit_send", args=[visit.pk, "add_site_photo"]),
            {"files": [photo()], "key": "same-item"},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200
    assert (
        visit.case.events.filter(kind=EventKind.EVIDENCE_ADDED, facts__visit=visit.pk).count() == 1
    )


def test_a_record_is_issued_only_when_both_signed_from_their_own_accounts(visit: Visit) -> None:
    case, lead, second = visit.case, visit.lead, visit.second
    answer = signed_in(lead).post(
        reverse("visit_send", args=[visit.pk, "site_interview_record"]),
        interview(own=data_url(slope=20), second=data_url(slope=90), party=data_url(), key="r-1"),
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content.decode()
    document = Document.objects.get(kind="interview_record")
    assert [row.user for row in document.signatures.all()] == [lead]
    with pytest.raises(Refused, match="须有 2 名"):
        factories.do("issue_paper", case, lead, {"document": document.pk})
    factories.do("sign_paper", case, second, {"document": document.pk})
    factories.do("issue_paper", case, lead, {"document": document.pk})
    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    pdf = signed_in(lead).get(reverse("document_file", args=[document.pk, "pdf"]))
    reader = PdfReader(io.BytesIO(pdf.content))
    pictures = [image for page in reader.pages for image in page.images]
    assert len(pictures) >= 3


def test_a_colleagues_drawing_alone_is_not_printed_as_a_signature(visit: Visit) -> None:
    signed_in(visit.lead).post(
        reverse("visit_send", args=[visit.pk, "site_interview_record"]),
        interview(own=data_url(), second=data_url(), party=data_url(), key="r-2"),
    )
    document = Document.objects.get(kind="interview_record")
    page = signed_in(visit.lead).get(reverse("document", args=[document.pk])).content.decode()
    drawn = page.split("手写签名：")[1].split("</p>")[0]
    assert str(visit.lead) in drawn
    assert str(visit.second) not in drawn


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("", "请写明拒绝签名的情况"),
        ("blank", "签名是空白的"),
        ("data:image/png;base64,AAAA", "签名没有收到"),
        ("<script>", "签名没有收到"),
        ("large", "签名图片过大"),
    ],
)
def test_a_record_without_a_true_signature_is_refused_with_its_reason(
    visit: Visit, party: str, said: str
) -> None:
    drawn = {"blank": data_url(drawn=False), "large": data_url(size=(4000, 10))}
    answer = signed_in(visit.lead).post(
        reverse("visit_send", args=[visit.pk, "site_interview_record"]),
        interview(own=data_url(), party=drawn.get(party, party)),
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422
    assert said in answer.json()["text"]
    assert not Document.objects.filter(kind="interview_record").exists()


def test_who_refuses_to_sign_is_named_instead(visit: Visit) -> None:
    answer = signed_in(visit.lead).post(
        reverse("visit_send", args=[visit.pk, "site_interview_record"]),
        interview(own=data_url(), refusal="周某阅后拒绝签名，监察员当场记明。"),
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200


def test_the_plain_form_works_without_scripts_and_the_end_keeps_its_result(visit: Visit) -> None:
    client = signed_in(visit.lead)
    client.post(reverse("visit_send", args=[visit.pk, "begin_visit"]))
    answer = client.post(
        reverse("visit_send", args=[visit.pk, "end_visit"]), {"outcome": "已制作笔录两份。"}
    )
    assert answer.status_code == 302
    row = Visit.objects.get()
    assert (row.state, row.outcome) == (VisitState.DONE, "已制作笔录两份。")


def test_others_see_no_visit_of_another_county_and_send_nothing(visit: Visit) -> None:
    stranger = signed_in(cast.person("liu"))
    assert stranger.get(reverse("visit", args=[visit.pk])).status_code == 404
    url = reverse("visit_send", args=[visit.pk, "end_visit"])
    assert stranger.post(url, {"outcome": "x"}).status_code == 404
    head = signed_in(cast.person("he"))
    assert "只有本案的监察员" in head.get(reverse("visit", args=[visit.pk])).content.decode()
    refused = head.post(url, {"outcome": "x"}, headers={"Accept": "application/json"})
    assert refused.status_code in (409, 422)
    known = reverse("visit_send", args=[visit.pk, "close_case"])
    assert signed_in(visit.lead).post(known).status_code == 404


@pytest.mark.parametrize("week", ["", "2026-W01", "9999-12-31", "0001-01-01", "x" * 200])
def test_any_week_asked_for_gives_a_page(visit: Visit, week: str) -> None:
    assert signed_in(visit.lead).get(reverse("visits"), {"week": week}).status_code == 200
