"""Exhibits: a small copy made once without metadata, the viewer, the hash checked, nothing runs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image

from casework.files import images
from casework.models import Case, Evidence, Picture, User
from casework.records import pictures
from casework.vocabulary import ComplaintKind
from tests import factories
from tests.cast import JINSHUI
from tests.uploads import pdf

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


def photo(colour: str = "#456", size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A JPEG that says when and where it was taken."""
    image, out = Image.new("RGB", size, colour), io.BytesIO()
    exif = image.getexif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 09:12:33"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (34.0, 47.0, 12.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 40.0, 30.0)
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def get(user: User, path: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path)


@pytest.fixture
def case(li_jing: User) -> Case:
    complaint = factories.advance(factories.file_at(JINSHUI), "investigating")
    files = [
        SimpleUploadedFile("工地.jpg", photo(), "image/jpeg"),
        pdf("工资表.pdf"),
        SimpleUploadedFile("考勤.jpg", photo("#654"), "image/jpeg"),
    ]
    factories.do("add_evidence", complaint.case, li_jing, {"caption": "现场"},
                 files={"files": files})  # fmt: skip
    assert complaint.case is not None
    return complaint.case


def test_a_small_copy_is_made_once_without_metadata(case: Case, li_jing: User) -> None:
    item = case.evidence.order_by("id")[0]
    original = Path(item.file.path).read_bytes()
    path = reverse("evidence", args=[item.pk]) + "?thumb=1"
    first = get(li_jing, path)
    assert first["Content-Type"] == "image/jpeg"
    small = Image.open(io.BytesIO(first.content))
    assert max(small.size) <= 480
    assert not small.getexif()
    made = Picture.objects.get(evidence=item)
    assert get(li_jing, path).content == first.content
    assert Picture.objects.get(evidence=item).thumb.name == made.thumb.name
    assert Path(item.file.path).read_bytes() == original


def test_the_timer_makes_what_nobody_has_opened(case: Case) -> None:
    assert pictures.make_missing() == 2
    assert pictures.make_missing() == 0


def test_a_picture_too_large_to_draw_is_tried_once(
    case: Case, li_jing: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    item = case.evidence.order_by("id")[0]
    assert get(li_jing, reverse("evidence", args=[item.pk]) + "?thumb=1").status_code == 404
    assert Picture.objects.get(evidence=item).thumb.name == ""


def test_the_viewer_tells_who_when_where_and_that_it_is_untouched(
    case: Case, li_jing: User
) -> None:
    last, middle, first = case.evidence.order_by("-id")
    text = get(li_jing, reverse("evidence_look", args=[last.pk])).content.decode()
    for part in (last.sha256, "校验一致", "李静", "11-20 09:12", "34.786667", "113.675", "1 / 3"):
        assert part in text, part
    assert reverse("evidence_look", args=[middle.pk]) in text
    assert 'rel="prev"' not in text
    paper = get(li_jing, reverse("evidence_look", args=[middle.pk])).content.decode()
    assert "<img" not in paper[paper.index('class="card viewer"') :]
    assert reverse("evidence", args=[middle.pk]) + "?download=1" in paper
    assert (
        'rel="next"' not in get(li_jing, reverse("evidence_look", args=[first.pk])).content.decode()
    )


def test_a_changed_file_is_said_to_be_changed(case: Case, li_jing: User) -> None:
    item = case.evidence.order_by("id")[1]
    Path(item.file.path).chmod(0o600)
    Path(item.file.path).write_bytes(b"%PDF-1.4 something else")
    text = get(li_jing, reverse("evidence_look", args=[item.pk])).content.decode()
    assert "与入卷时不一致" in text
    Path(item.file.path).unlink()
    gone = get(li_jing, reverse("evidence_look", args=[item.pk]))
    assert gone.status_code == 200
    assert "找不到原件" in gone.content.decode()


@pytest.mark.parametrize("query", ["", "?download=1"])
def test_what_others_uploaded_never_runs_here(case: Case, li_jing: User, query: str) -> None:
    for item in case.evidence.all():
        answer = get(li_jing, reverse("evidence", args=[item.pk]) + query)
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        kept = query or not item.is_picture
        assert answer["Content-Disposition"].startswith("attachment" if kept else "inline")
        if kept:
            assert answer["Content-Type"] == "application/octet-stream"


def test_a_stranger_sees_neither_page_nor_file(case: Case, liu: User) -> None:
    item = case.evidence.order_by("id")[0]
    for name in ("evidence", "evidence_look"):
        assert get(liu, reverse(name, args=[item.pk])).status_code == 404


def test_files_of_a_report_are_for_its_handlers(he: User, wu_gang: User) -> None:
    report = factories.advance(
        factories.file_at(JINSHUI, kind=ComplaintKind.REPORT, workers=0), "assigned"
    )
    factories.do("add_photo", report, he,
                 files={"files": [SimpleUploadedFile("我.jpg", photo(), "image/jpeg")]})  # fmt: skip
    item = Evidence.objects.get()
    assert get(he, reverse("evidence_look", args=[item.pk])).status_code == 200
    assert get(wu_gang, reverse("evidence_look", args=[item.pk])).status_code == 404
