"""Ids of another county, of another complainant, of another browser: each answer is none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import CaseEvent, Complaint, Document, Evidence, Payment, User
from casework.models.actor import Actor
from casework.records import codes
from casework.vocabulary import Role
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, do, file_at, file_with_code, fresh, payments_for
from workflows.catalogue import ACTIONS
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


@pytest.fixture
def matter() -> Complaint:
    """A served order at 金水区 with a photo, a proof and a payment."""
    complaint = advance(file_at(cast.JINSHUI, cast.JINSHUI), "served")
    photo = SimpleUploadedFile("x.pdf", b"%PDF-1.4", "application/pdf")
    do("add_photo", complaint, Actor.complainant(), {}, files={"files": [photo]})
    claim = complaint.claims.get()
    do("record_payments", complaint.case, complaint.lead,
       payments_for(complaint.case, {claim.pk: "1.00"}))  # fmt: skip
    return fresh(complaint)


def addresses(matter: Complaint) -> Iterator[str]:
    case = matter.case
    assert case is not None
    yield from (f"/complaints/{matter.pk}/", f"/cases/{case.pk}/", f"/intake/receipt/{matter.pk}/")
    yield from (f"/reveal/worker-claim/{matter.claims.get().pk}/",
                f"/reveal/complaint-contact/{matter.pk}/")  # fmt: skip
    yield from (f"/evidence/{e.pk}/" for e in Evidence.objects.all())
    yield from (f"/documents/{d.pk}/" for d in Document.objects.all())
    for task in DeskTask.objects.filter(finished=None):
        yield from (f"/desk/{what}/{task.pk}/" for what in ("claim", "return", "reassign"))
    for action in ACTIONS.values():
        record: Any = matter if action.machine.STREAM == "complaint" else case
        yield f"/act/{action.code}/{record.STREAM}/{record.pk}/"


def test_another_county_gets_404_for_everything_of_a_matter(matter: Complaint, liu: User) -> None:
    before = CaseEvent.objects.count()
    for user in (liu, cast.person("jiyuan_head"), cast.person("administrator")):
        client = signed_in(user)
        for path in addresses(matter):
            post = path.startswith("/desk/claim/")
            answer = client.post(path) if post else client.get(path)
            assert answer.status_code == 404, (user, path)
            assert client.post(path, {"purpose": "verify"}).status_code in (404, 405), (user, path)
        assert str(matter.case) not in client.get("/cases/").content.decode()
    assert CaseEvent.objects.count() == before


def test_anonymous_visitors_get_the_sign_in_page_and_nothing_else(
    matter: Complaint, client: Client
) -> None:
    for path in addresses(matter):
        answer = client.post(path) if path.startswith("/desk/claim/") else client.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/login/"), path
    assert client.get("/live/since/").status_code == 401


def test_who_only_watches_sees_no_colleague_list_and_moves_no_task(
    matter: Complaint, chen: User
) -> None:
    client = signed_in(chen)
    for task in DeskTask.objects.filter(finished=None):
        page = client.get(f"/desk/reassign/{task.pk}/")
        assert page.status_code == 302
        for what in ("claim", "return", "reassign"):
            data = {"colleague": chen.pk, "reason": "试"}
            client.post(f"/desk/{what}/{task.pk}/", data)
        before = task.owner_id
        task.refresh_from_db()
        assert task.owner_id == before


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
               "http:///evil.example", "\t//evil.example", "admin:index"],
)  # fmt: skip
def test_next_cannot_lead_away(wanted: str, matter: Complaint, client: Client) -> None:
    own = ("/desk/", "/", "/login/", "/cases/")
    task = DeskTask.objects.filter(finished=None).first()
    assert task is not None
    head = signed_in(cast.person("he"))
    for answer in (
        client.get("/big/", {"next": wanted, "big": "1"}),
        head.get("/login/", {"next": wanted}),
        head.post(f"/desk/claim/{task.pk}/", {"next": wanted}),
    ):
        assert answer.status_code in (200, 302)
        assert answer.headers.get("Location", "/").split("?")[0] in own


def test_complainant_cannot_open_or_answer_for_another_one(client: Client) -> None:
    own, code = file_with_code()
    other = advance(file_at(workers=2, contact_phone="19900010002"), "served")
    claim = other.claims.first()
    assert claim is not None
    do("record_payments", other.case, other.lead, payments_for(other.case, {claim.pk: "1.00"}))
    payment = Payment.objects.get()
    client.post("/track/", {"number": own.tracking_no, "code": code})
    for path in ("", "message/", "photo/", "withdraw/", f"payment/{payment.pk}/"):
        url = f"/track/view/{other.pk}/{path}"
        data = {"key": str(uuid.uuid4()), "text": "x", "reason": "x", "answer": "confirmed"}
        assert client.get(url).headers.get("Location") == "/track/"
        assert client.post(url, data).status_code in (302, 405)
    mixed = f"/track/view/{own.pk}/payment/{payment.pk}/"
    assert client.post(mixed, {"answer": "confirmed"}).status_code == 404
    smuggled = {"key": str(uuid.uuid4()), "answer": "confirmed", "payment": str(payment.pk)}
    client.post(f"/track/view/{own.pk}/message/", {**smuggled, "text": "x"})
    assert not payment.answers.exists()
    assert not other.withdrawals.exists()


def test_a_session_planted_before_tracking_is_not_the_one_after(client: Client) -> None:
    own, code = file_with_code()
    client.get("/track/")
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["qingqian_session"] = session.session_key
    planted = session.session_key
    client.post("/track/", {"number": own.tracking_no, "code": code})
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["qingqian_session"] = str(planted)
    assert thief.get(f"/track/view/{own.pk}/").status_code == 302


def test_a_one_time_code_cannot_be_guessed_by_trying(client: Client) -> None:
    complaint, _code = file_with_code()
    phone = complaint.contact_phone
    client.post("/track/", {"do": "phone", "phone": phone})
    right = complaint_code(phone)
    wrong = [f"{n:06d}" for n in range(6) if f"{n:06d}" != right][: codes.CODE_TRIES]
    for guess in wrong:
        client.post("/track/", {"do": "one_time", "phone": phone, "code": guess})
    client.post("/track/", {"do": "one_time", "phone": phone, "code": right})
    assert client.get(f"/track/view/{complaint.pk}/").status_code == 302


def complaint_code(phone: str) -> str:
    row = codes.OneTimeCode.objects.latest("id")
    assert row.phone == phone
    return row.code


def test_every_post_needs_its_csrf_token(matter: Complaint) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.person("he"), "django.contrib.auth.backends.ModelBackend")
    task = DeskTask.objects.filter(finished=None).first()
    assert task is not None
    for path in (
        f"/act/note_complaint/complaint/{matter.pk}/", f"/desk/claim/{task.pk}/", "/logout/",
        f"/reveal/complaint-contact/{matter.pk}/", "/intake/window/", "/cases/", "/track/", "/file/",
        f"/track/view/{matter.pk}/message/", "/inbox/read/",
    ):  # fmt: skip
        assert strict.post(path, {"text": "x"}).status_code in (403, 404), path


def test_the_administrator_reads_no_words_of_the_journal(administrator: User) -> None:
    complaint = advance(file_at(), "accepted")
    do("note_complaint", complaint, complaint.lead, {"text": "证人住三号楼。"})
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    client = signed_in(administrator)
    row = CaseEvent.objects.latest("id")
    answer = client.get(f"/admin/casework/caseevent/{row.pk}/change/", follow=True)
    assert answer.status_code == 200
    assert "三号楼" not in answer.content.decode()
    assert cast.someone(complaint.office, Role.INSPECTOR) == complaint.lead
