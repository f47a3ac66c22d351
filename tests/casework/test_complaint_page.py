"""The complaint page before and after filing as a case; reports keep their informant secret."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework.models import Complaint, Evidence, User
from casework.models.actor import Actor
from casework.vocabulary import ComplaintKind
from tests import cast, factories
from tests.cast import JINSHUI, SHANGSHUI

pytest_plugins = ("tests.cast",)


def get(user: User, path: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path)


def page(user: User, complaint: Complaint) -> str:
    response = get(user, reverse("complaint", args=[complaint.pk]))
    assert response.status_code == 200
    return response.content.decode()


def photo(name: str = "site.jpg") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (900, 600), (120, 90, 60)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def test_it_shows_first_contact_and_where_the_matter_is_now(province: None, qin: User) -> None:
    complaint = factories.file_at(SHANGSHUI)
    text = page(qin, complaint)
    assert "首问责任人" in text
    assert "秦窗口" in text
    assert "等待接收" in text
    assert "接收之前仍由周口市商水县劳动保障监察大队负责" in text
    assert complaint.tracking_no in text


def test_first_contact_office_follows_it_masked_after_transfer(
    province: None, shangshui_head: User
) -> None:
    complaint = factories.advance(factories.file_at(SHANGSHUI), "arrived")
    text = page(shangshui_head, complaint)
    assert "郑州市金水区劳动保障监察大队" in text
    assert "王五" not in text
    assert "王**" in text


def test_it_links_to_its_case(province: None, li_jing: User) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "accepted")
    text = page(li_jing, complaint)
    assert reverse("case", args=[complaint.case_id]) in text
    assert complaint.case.number in text


def test_it_names_a_possible_duplicate(province: None, li_jing: User) -> None:
    first = factories.file_at(JINSHUI)
    second = factories.file_at(None)
    assert second.possible_duplicate_of_id == first.pk
    assert f'{reverse("complaint", args=[first.pk])}">{first.tracking_no}' in page(li_jing, second)


def test_messages_and_replies_are_shown(province: None, li_jing: User) -> None:
    complaint = factories.file_at(JINSHUI)
    factories.do("add_message", complaint, Actor.complainant(), {"text": "什么时候有消息？"})
    assert "未回复" in page(li_jing, complaint)


def test_an_informant_is_kept_from_all_but_head_and_lead(
    province: None, he: User, li_jing: User, jinshui_clerk: User, chen: User
) -> None:
    told = {
        "kind": "report",
        "workers": 1,
        "contact_name": "钱多多",
        "description": "我是会计，看到账本。",
    }
    report = factories.file_at(None, **told)
    assert "我是会计" in page(he, report)
    for outsider in (jinshui_clerk, li_jing, chen):
        text = page(outsider, report)
        assert "我是会计" not in text
        assert "钱多多" not in text
        assert "王五" not in text
    report = factories.advance(report, "assigned")
    assert "我是会计" in page(report.lead, report)


def test_a_report_gives_no_evidence_to_others(
    province: None, media: Any, he: User, chen: User, li_jing: User
) -> None:
    report = factories.file_at(None, kind="report")
    factories.do("add_photo", report, Actor.complainant(), {}, files={"files": [photo()]})
    path = reverse("evidence", args=[Evidence.objects.get().pk])
    assert get(he, path).status_code == 200
    assert get(chen, path).status_code == 404
    assert get(li_jing, path).status_code == 404


def test_evidence_is_sent_to_those_who_see_the_matter_only(
    province: None, media: Any, li_jing: User, liu: User
) -> None:
    complaint = factories.file_at(JINSHUI)
    factories.do("add_photo", complaint, Actor.complainant(), {}, files={"files": [photo()]})
    item = Evidence.objects.get()
    path = reverse("evidence", args=[item.pk])
    response = get(li_jing, path)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.content) == item.size
    assert get(liu, path).status_code == 404
    assert Client().get(path).status_code == 302
    thumb = get(li_jing, path + "?thumb=1")
    assert thumb["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(thumb.content)) as picture:
        assert max(picture.size) <= 480
    assert item.sha256[:12] in page(li_jing, complaint)


def test_a_document_file_is_downloaded_never_shown(
    province: None, media: Any, li_jing: User
) -> None:
    complaint = factories.file_at(JINSHUI)
    pdf = SimpleUploadedFile("考勤.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "application/pdf")
    factories.do("add_photo", complaint, Actor.complainant(), {}, files={"files": [pdf]})
    path = reverse("evidence", args=[Evidence.objects.get().pk])
    response = get(li_jing, path)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert get(li_jing, path + "?thumb=1").status_code == 404


@pytest.mark.parametrize("stage", ["transferred", "supplement", "rejected", "redirected", "withdrawn",
                                   "closed_incomplete", "told"])  # fmt: skip
def test_it_shows_every_way_a_complaint_goes(province: None, he: User, stage: str) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), stage)
    text = page(he, complaint)
    assert complaint.get_state_display() in text
    assert "None" not in text
    for paper in complaint.documents.all():
        assert "None" not in get(he, reverse("document", args=[paper.pk])).content.decode()


def test_it_lists_only_papers_its_reader_can_open(province: None, chen: User) -> None:
    """Every reader of a report meets no link that answers with 404."""
    reported = factories.advance(factories.file_at(kind=ComplaintKind.REPORT), "assigned")
    for reader in (chen, cast.person("department_head"), factories.head_of(reported)):
        client = Client()
        client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
        text = client.get(reverse("complaint", args=[reported.pk])).content.decode()
        for document in reported.documents.all():
            url = reverse("document", args=[document.pk])
            assert (url in text) == (client.get(url).status_code == 200)
