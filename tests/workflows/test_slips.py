"""Receipts: as a picture, proved genuine at /verify/; the site board that opens the wizard."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from casework import clock
from casework.law.identity import make_uscc
from casework.models import Complaint, ConstructionProject, Employer, Subcontract
from casework.records.seals import complaint_of_slip, project_of_site, site_code, slip_code
from tests import cast
from tests.factories import WANG_WU_PHONE, file_at
from tests.workflows.test_wizard import begin, send, to_check

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


def verify(client: Any, code: str) -> Any:
    return client.get(reverse("verify"), {"code": code})


@pytest.fixture
def project(province: None) -> ConstructionProject:
    def firm(n: int, name: str) -> Employer:
        return Employer.objects.create(name=name, name_key=name, uscc=make_uscc("410105", n))

    site = ConstructionProject.objects.create(
        name="宏远花园三期", name_key="宏远花园三期", division=cast.division(cast.JINSHUI),
        address="东风路 8 号", developer=firm(1, "郑州宏置业有限公司"),
        general_contractor=firm(2, "河南宏建集团有限公司"),
    )  # fmt: skip
    Subcontract.objects.create(
        project=site, giver=site.general_contractor, taker=firm(3, "郑州宏劳务有限公司")
    )
    return site


def test_a_genuine_slip_is_told_without_naming_anybody(client: Any) -> None:
    complaint = file_at(cast.SHANGSHUI)
    page = verify(client, slip_code(complaint)).content.decode()
    number = complaint.tracking_no
    assert "是真的" in page
    assert complaint.first_office.name in page
    assert f"{complaint.received_at:%Y-%m-%d}" in page
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in page
    for private in ("王五", complaint.employer_name, WANG_WU_PHONE, "12500"):
        assert private not in page


def test_the_code_is_read_however_it_is_typed(client: Any) -> None:
    complaint = file_at(cast.SHANGSHUI)
    code = slip_code(complaint)
    for typed in (code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        assert complaint_of_slip(typed) == complaint


def test_a_wrong_code_is_said_to_be_wrong(client: Any) -> None:
    complaint = file_at(cast.SHANGSHUI)
    code = slip_code(complaint)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    for typed in (wrong, "7K3M-9QXT-2HVB", "假的", complaint.tracking_no, "0" * 40):
        page = verify(client, typed).content.decode()
        assert "没有这个验证码" in page
        assert "是真的" not in page
    assert site_code(ConstructionProject(pk=complaint.pk)).replace("-", "") != code.replace("-", "")
    assert project_of_site(code) is None


def test_slip_codes_tell_no_order(client: Any) -> None:
    codes = [slip_code(Complaint(pk=number)) for number in range(1, 200)]
    assert len(set(codes)) == len(codes)
    assert codes != sorted(codes)


def test_guessing_codes_has_to_wait(client: Any) -> None:
    for _try in range(24):
        page = verify(client, "7K3M-9QXT-2HVB")
    assert page.status_code == 429
    assert "试得太多了" in page.content.decode()
    with clock.at(clock.now() + timedelta(hours=2)):
        assert verify(client, slip_code(file_at(cast.SHANGSHUI))).status_code == 200


def test_the_receipt_is_a_picture_to_keep(client: Any) -> None:
    token = to_check(client)
    assert client.get(f"/file/{token}/slip.png").status_code == 404
    complaint = send(client, token)
    page = client.get(f"/file/{token}/done/").content.decode()
    assert f'src="/file/{token}/slip.png"' in page
    assert slip_code(complaint) in page
    answer = client.get(f"/file/{token}/slip.png")
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    image = Image.open(io.BytesIO(answer.content))
    assert 700 <= image.width <= 800
    assert image.height > image.width
    assert len(answer.content) < 250_000


def test_a_sent_draft_keeps_no_picture_for_a_stranger(client: Any) -> None:
    send(client, to_check(client))
    assert client.get(f"/file/{'x' * 32}/slip.png").status_code == 404


def test_the_site_board_opens_the_wizard_filled_in(
    client: Any, project: ConstructionProject
) -> None:
    page = client.get("/file/", {"site": site_code(project)})
    text = page.content.decode()
    assert 'value="宏远花园三期"' in text
    assert 'value="河南宏建集团有限公司"' in text
    assert "郑州宏劳务有限公司" in text
    site = {
        "site": site_code(project),
        "project_name": project.name,
        "employer_name": "郑州宏劳务有限公司",
    }
    token = begin(client, **site)
    wage = client.get(f"/file/{token}/2/")
    assert wage.context["form"]["county"].value() == "410105"
    complaint = send(client, to_check(client, who=site))
    assert complaint.project == project
    assert complaint.employer_name == "郑州宏劳务有限公司"


def test_what_the_board_says_may_be_changed(client: Any, project: ConstructionProject) -> None:
    changed = {"site": site_code(project), "project_name": "隔壁的工地"}
    complaint = send(client, to_check(client, who=changed))
    assert (complaint.project, complaint.project_name) == (None, "隔壁的工地")


def test_a_strange_board_is_said_and_the_form_stays_empty(client: Any) -> None:
    page = client.get("/file/", {"site": "7K3M9QXT2HVB"}).content.decode()
    assert "这个二维码我们认不出来" in page


@pytest.mark.parametrize(("paper", "width"), [("a3", 842), ("a4", 595)])
def test_the_office_prints_the_board(
    client: Any, li_jing: Any, project: ConstructionProject, paper: str, width: int
) -> None:
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")
    assert reverse("site_board", args=[project.pk, "a3"]) in client.get(
        reverse("project", args=[project.pk])
    ).content.decode()  # fmt: skip
    answer = client.get(reverse("site_board", args=[project.pk, paper]))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert [round(page.mediabox.width) for page in pages] == [width]
    words = "".join(pages[0].extract_text().split())
    hotline = cast.office(cast.JINSHUI).hotline
    for said in (
        "宏远花园三期",
        "河南宏建集团有限公司",
        "郑州宏劳务有限公司",
        hotline,
        "12333",
        "12348",
    ):
        assert said in words


def test_the_board_is_for_staff(client: Any, project: ConstructionProject) -> None:
    answer = client.get(reverse("site_board", args=[project.pk, "a3"]))
    assert answer.status_code == 302
    client.force_login(cast.person("li_jing"), "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("site_board", args=[project.pk, "a9"])).status_code == 404
