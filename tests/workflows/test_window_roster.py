"""A roster at the window: pasted or uploaded, errors by row, the good rows on demand."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.journal import first_break
from casework.law.identity import make_id_card
from casework.models import CaseEvent, Complaint, Employer, Evidence, User, WageClaim, Worker
from casework.vocabulary import EventKind
from tests import cast
from tests.factories import WANG_WU_ID, WANG_WU_PHONE
from tests.workflows.test_window import errors, save

ROSTER = (Path(__file__).parents[1] / "data" / "roster_37.xlsx").read_bytes()
ROSTER_TOTAL = Decimal("851390.00")

pytest_plugins = ("tests.cast",)


def workbook(data: bytes = ROSTER, name: str = "roster_37.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def window(client: Client, qin: User) -> Client:
    client.force_login(qin, "django.contrib.auth.backends.ModelBackend")
    return client


def test_roster_errors_are_shown_by_row_and_nothing_is_saved(window: Client) -> None:
    response = save(window, roster_file=workbook(), amount="")
    assert response.status_code == 422
    form = response.context["form"]
    assert [(row, column) for row, column, _v, _w in form.roster_errors] == [
        (33, "身份证号码"), (34, "身份证号码"), (36, "身份证号码"),
    ]  # fmt: skip
    page = response.content.decode()
    assert "与第4行身份证号码相同。" in page
    assert "校验不通过" in page
    assert "只登记无误的 34 行" in page
    assert "韩建丽" in page  # the rows of the file stay on the page as text
    for model in (Complaint, Worker, WageClaim, Employer, CaseEvent, Evidence):
        assert not model._default_manager.exists()


def test_the_rows_put_back_as_text_read_like_the_file(window: Client) -> None:
    form = save(window, roster_file=workbook()).context["form"]
    text = form.data["roster_text"]
    again = save(window, roster_text=text, amount="")
    assert again.context["form"].roster_errors == form.roster_errors
    assert again.context["form"].roster.rows == form.roster.rows


def test_the_clerk_may_save_the_good_rows_and_the_errors_become_a_note(
    window: Client, media: Path
) -> None:
    response = save(window, roster_file=workbook(), good_rows_only="on", site="商水县", amount="")
    complaint = Complaint.objects.get()
    assert response.url == reverse("intake_receipt", args=[complaint.pk])
    assert complaint.claims.count() == complaint.worker_count == 34
    assert complaint.claimed_yuan == ROSTER_TOTAL
    assert sum(claim.claimed_yuan for claim in complaint.claims.all()) == ROSTER_TOTAL
    assert complaint.is_group
    note = CaseEvent.objects.get(kind=EventKind.NOTE_ADDED)
    assert "名单中有 3 行有误，没有登记" in note.reason
    assert "第 33 行 身份证号码" in note.reason
    assert not re.search(r"\d{11}", note.reason)
    assert Evidence.objects.get().original_name == "roster_37.xlsx"
    assert first_break(complaint) is None


def test_a_corrected_paste_is_saved_whole_with_the_representative_marked(window: Client) -> None:
    second = make_id_card("411623", date(1990, 5, 5), 21)
    text = f"姓名\t身份证号\t手机\t欠薪金额\n王五\t{WANG_WU_ID}\t\t8000\n李六\t{second}\t19900000008\t9千5"
    save(window, roster_text=text, amount="17500")
    complaint = Complaint.objects.get()
    assert complaint.claimed_yuan == Decimal("17500.00")
    claims = list(complaint.claims.select_related("worker").order_by("position"))
    assert [(c.worker.name, c.is_representative) for c in claims] == [
        ("王五", True),
        ("李六", False),
    ]
    assert claims[0].phone == WANG_WU_PHONE


def test_a_sum_that_differs_from_the_list_is_refused(window: Client) -> None:
    response = save(window, roster_text=f"王五 {WANG_WU_ID} 8000元\n", amount="9000")
    assert "amount" in errors(response)


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b"\x00\x01", b""])
def test_an_unreadable_file_is_refused_with_a_sentence(window: Client, data: bytes) -> None:
    response = save(window, roster_file=workbook(data))
    assert response.status_code == 422
    assert "roster_file" in errors(response)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("who", ["li_jing", "he"])
def test_inspectors_and_heads_may_register_with_a_note(
    client: Client, province: None, media: Path, who: str
) -> None:
    client.force_login(cast.person(who), "django.contrib.auth.backends.ModelBackend")
    assert save(client, roster_file=workbook(), good_rows_only="on", amount="").status_code == 302
    assert CaseEvent.objects.filter(kind=EventKind.NOTE_ADDED).count() == 1
