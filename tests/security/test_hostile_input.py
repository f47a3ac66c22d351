"""Null bytes, endless digits, ten megabytes, marks of another script: a sentence, never a fault."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from casework.models import Complaint, Evidence, IntakeDraft, User
from casework.vocabulary import Role
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, file_at, file_with_code, fresh, stage_of
from workflows.actions.contact import MOST_FILES
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")

NASTY = {
    "null": "a\x00b",
    "digits": "9" * 6000,
    "other digits": "²٣৯" * 3,
    "emoji and direction": "👷‍♂️\u202eabc\u2066\u200f🧱",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% load x %}",
    "formula": '=HYPERLINK("http://x","y")',
    "percent": "%s%(name)s%d%",
    "negative": "-1",
    "huge": "1e400",
    "infinity": "Infinity",
    "nan": "NaN",
    "year one": "0001-01-01",
    "last year": "9999-12-31",
    "sql": "'; DROP TABLE casework_case; --",
    "long": "很" * 20_000,
}
TAKEN = {302, 400, 404, 409, 422}
STAGES = {
    "complaint": {
        "arrived": ("assign_inspectors", "transfer_complaint"),
        "assigned": ("propose_decision", "require_supplement", "correct_complaint", "add_photo",
                     "reply", "note_complaint", "request_withdrawal"),
        "supplement": ("receive_supplement", "close_incomplete"),
        "proposed": ("return_proposal", "accept_complaint", "reject_complaint"),
        "closed": ("tell_result",),
    },
    "case": {
        "accepted": ("begin_investigation",),
        "investigating": ("record_findings", "add_workers", "add_evidence", "finish_investigation",
                          "reassign_inspectors", "extend_investigation", "note_case"),
        "investigated": ("draft_order", "revoke_case"),
        "drafted": ("return_order", "issue_order"),
        "ordered": ("serve_order",),
        "served": ("record_payments", "reverse_payment", "confirm_complied"),
        "complied": ("close_case",),
    },
}  # fmt: skip


def people(complaint: Complaint) -> list[User]:
    heads = [cast.someone(complaint.office, Role.BODY_HEAD),
             cast.someone(complaint.office, Role.DEPARTMENT_HEAD)]  # fmt: skip
    return [*([complaint.lead] if complaint.lead else []), *heads]


@pytest.mark.parametrize("value", [NASTY["null"], NASTY["digits"]], ids=["null", "digits"])
@pytest.mark.parametrize("kind", STAGES)
def test_nothing_typed_into_an_act_breaks_it(kind: str, value: str) -> None:
    complaint = file_at(workers=2)
    for stage, codes in STAGES[kind].items():
        if stage in ("proposed", "supplement"):
            complaint = file_at(workers=2)
        complaint = advance(complaint, stage)
        record: Any = complaint.case if kind == "case" else complaint
        for code in codes:
            for user in people(complaint):
                url = f"/act/{code}/{kind}/{record.pk}/"
                form = signed_in(user).get(url).context["form"]
                if form is None:
                    continue
                data = {"key": value, "seen": ""} | dict.fromkeys(form.fields, value)
                answer = signed_in(user).post(url, data)
                assert answer.status_code in TAKEN, (code, answer.status_code)
                signed_in(user).post(url, {"key": str(uuid.uuid4()), "seen": value})
                page = signed_in(user).get(
                    f"/{'cases' if kind == 'case' else 'complaints'}/{record.pk}/"
                )
                assert "<script>alert" not in page.content.decode()
            if desk_moved(fresh(complaint), stage):
                complaint = file_at(workers=2)
                complaint = advance(complaint, stage)
                record = complaint.case if kind == "case" else complaint


def desk_moved(complaint: Complaint, stage: str) -> bool:
    try:
        return stage_of(complaint) != stage
    except KeyError:
        return True


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_in_an_address_breaks_a_page(value: str) -> None:
    complaint = advance(file_at(), "accepted")
    for user in (cast.person("he"), cast.person("sun"), cast.person("qin")):
        client = signed_in(user)
        for path, names in (
            ("/desk/", ("q", "tab", "only", "after", "since", "region")),
            ("/cases/", ("q", "state", "office", "industry", "show", "after", "overdue")),
            ("/board/", ("city", "region")),
            ("/inbox/", ("before", "after", "region")),
            ("/intake/employers/", ("employer_name",)),
            ("/hotlines/", ("q",)),
            ("/blacklist/", ("q", "after")),
            ("/notices/", ("q", "after")),
            ("/track/", ("number",)),
            ("/live/since/", ("cursor", "topics")),
            ("/big/", ("next", "big")),
            ("/login/", ("next",)),
            (f"/complaints/{complaint.pk}/", ("before", "only", "all", "region")),
            (f"/cases/{complaint.case_id}/", ("before", "only", "all", "region")),
        ):
            for name in names:
                answer = client.get(path, {name: value[:3000]})
                assert answer.status_code < 500, (path, name)
                assert not answer.headers.get("Location", "").startswith(("http", "//"))


@pytest.mark.parametrize(
    "after", ["case~9999-12-31~1", "complaint~0001-01-01T00:00:00+14:00~1", "case~0001-01-01~1",
              "complaint~9999-12-31T23:59:59-12:00~1", "complaint~2026-01-01~1"],
)  # fmt: skip
def test_a_made_up_cursor_is_no_fault(after: str, he: User) -> None:
    file_at()
    for show in ("all", "cases", "complaints"):
        assert signed_in(he).get("/cases/", {"after": after, "show": show}).status_code == 200


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_typed_at_the_window_breaks_it(value: str, qin: User) -> None:
    client = signed_in(qin)
    fields = client.get("/intake/window/").context["form"].fields
    for data in (
        dict.fromkeys(fields, value),
        {"key": str(uuid.uuid4()), "kind": "complaint", "channel": "window", "name": "王五",
         "phone": "19900000001", "employer_name": "宏远", "industry": "other", "started": value,
         "amount": value, "persons": value, "days": value, "day_rate": value,
         "description": value, "roster_text": f"张三 19900000002 {value[:500]}"},
    ):  # fmt: skip
        assert client.post("/intake/window/", data).status_code in (302, 422)
    assert client.post("/intake/window/check/", dict.fromkeys(fields, value)).status_code == 200


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_typed_into_the_wizard_breaks_it(value: str, client: Client) -> None:
    who = {"trade": "construction", "employer_name": value, "project_name": value, "unknown": "on",
           "role": value, "site": value}  # fmt: skip
    client.post("/file/", {**who, "do": "next", "remove": value})
    answer = client.post("/file/", {"trade": "other", "unknown": "on", "do": "next"})
    token = answer.headers["Location"].split("/")[2]
    for number, data in (
        (2, {"place": value, "county": "410105", "amount": value, "days": value,
             "day_rate": value, "period": value, "description": value, "city": value, "from1": value,
             "to1": value, "month_rate": value, "pieces": value, "piece_rate": value, "paid": value}),
        (3, {"who": "group", "lines": f"张三 19900000002 {value}", "skip_bad": "on"}),
        (4, {"kind": "named", "name": value, "phone": value, "id_number": value}),
        (5, {}), (2, {"remove": value}),
    ):  # fmt: skip
        posted = client.post(f"/file/{token}/{number}/", {"do": "next", **data})
        assert posted.status_code in (200, 302), number
        assert client.get(f"/file/{token}/{number}/").status_code in (200, 302)
    for path, asked in (("/file/", "site"), ("/file/help/", "trade"), ("/verify/", "code")):
        assert client.get(path, {asked: value[:2000]}).status_code == 200
    largest = max(len(json.dumps(row.data)) for row in IntakeDraft.objects.all())
    assert largest < 2_000_000


def test_amounts_no_column_holds_are_refused_in_words(client: Client) -> None:
    answer = client.post("/file/", {"trade": "other", "unknown": "on", "do": "next"})
    token = answer.headers["Location"].split("/")[2]
    wage = {"place": "郑州市金水区", "amount": "99999999999", "period": "2026年3月"}
    assert "金额过大" in client.post(f"/file/{token}/2/", {"do": "next", **wage}).content.decode()
    rows = {"who": "group", "lines": "张三 19900000002 99999999999\n李四 19900000003 100"}
    assert "金额过大" in client.post(f"/file/{token}/3/", {"do": "next", **rows}).content.decode()


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_typed_while_tracking_breaks_it(value: str, client: Client) -> None:
    complaint, code = file_with_code()
    client.post("/track/", {"number": value, "code": value})
    client.post("/track/", {"do": "phone", "phone": value})
    client.post("/track/", {"do": "one_time", "phone": value, "code": value})
    client.post("/track/", {"number": complaint.tracking_no, "code": code})
    for what in ("message", "photo", "withdraw"):
        url = f"/track/view/{complaint.pk}/{what}/"
        data = {"key": value, "text": value, "reason": value, "kind": value, "caption": value}
        assert client.post(url, data).status_code in (200, 302)
    page = client.get(f"/track/view/{complaint.pk}/").content.decode()
    assert "<script>alert" not in page


def test_ten_megabytes_of_text_are_refused_without_a_fault(he: User) -> None:
    complaint = advance(file_at(), "assigned")
    client = Client(raise_request_exception=False)
    client.force_login(he, "django.contrib.auth.backends.ModelBackend")
    big = "很" * 3_500_000
    url = f"/act/note_complaint/complaint/{complaint.pk}/"
    assert client.post(url, {"text": big}).status_code in (400, 413, 422)
    assert client.post("/track/", {"number": big, "code": "1"}).status_code in (400, 413)


def test_the_api_takes_what_json_can_say_and_a_database_cannot(client: Client) -> None:
    token = "platform-token"
    entry = f"platform:{hashlib.sha256(token.encode()).hexdigest()}"
    clue = {
        "clue_no": "HN-2026-0001", "employer_name": "半个\ud800字\u0000", "place": "郑州市金水区",
        "description": "\udfff欠薪\u0000", "reporter_name": "张\ud83d三", "amount": "1e999",
        "persons": "9" * 5000, "reported_at": "0001-01-01T00:00:00+14:00", "phone": "\x00",
        "address": "很" * 9000, "period": "9999年13月至0000年", "uscc": "<script>",
    }  # fmt: skip
    with override_settings(QINGQIAN=_with_tokens(entry)):
        answer = client.post(
            "/api/v1/clues/", json.dumps([clue]), content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        deep = client.post(
            "/api/v1/clues/", "[" * 100_000, content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["created"] == 1
    assert deep.status_code == 400
    assert Complaint.objects.get().employer_name == "半个字"


def _with_tokens(entry: str) -> Any:
    return {**site.QINGQIAN, "api_tokens": (entry,)}


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * (150 * 1024 * 1024))
    return buffer.getvalue()


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
UPLOADS = [
    ("x.html", HTML, "text/html"), ("x.svg", SVG, "image/svg+xml"), ("x.jpg", HTML, "image/jpeg"),
    ("x.png", b"\x89PNG\r\n\x1a\n" + HTML, "text/html"), ("x.exe", b"MZ\x90", "image/png"),
    ("x.pdf.html", b"%PDF-1.4" + HTML, "application/pdf"), ("empty.jpg", b"", "image/jpeg"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind"), UPLOADS, ids=[u[0] + u[2] for u in UPLOADS])
def test_complainant_cannot_upload_what_a_browser_runs(
    name: str, data: bytes, kind: str, client: Client
) -> None:
    complaint, code = file_with_code()
    client.post("/track/", {"number": complaint.tracking_no, "code": code})
    upload = SimpleUploadedFile(name, data, kind)
    url = f"/track/view/{complaint.pk}/photo/"
    answer = client.post(url, {"key": str(uuid.uuid4()), "files": upload})
    assert answer.status_code == 200
    assert not Evidence.objects.exists()


def test_a_zip_bomb_is_not_unpacked(qin: User) -> None:
    upload = SimpleUploadedFile("名单.xlsx", zip_bomb(), "application/octet-stream")
    data = {"key": str(uuid.uuid4()), "kind": "complaint", "channel": "window", "name": "王五",
            "phone": "19900000001", "employer_name": "宏远", "industry": "other",
            "roster_file": upload}  # fmt: skip
    answer = signed_in(qin).post("/intake/window/", data)
    assert answer.status_code == 422
    assert "解压后过大" in answer.content.decode()


def test_a_file_name_cannot_leave_the_store(client: Client, settings: Any) -> None:
    complaint, code = file_with_code()
    client.post("/track/", {"number": complaint.tracking_no, "code": code})
    url = f"/track/view/{complaint.pk}/photo/"
    for name in ("../../../etc/cron.d/x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "x\u202efdp.pdf"):
        upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4 " + name.encode(), "application/pdf")
        upload._name = name  # what a client may send and Django has not looked at
        client.post(url, {"key": str(uuid.uuid4()), "files": upload})
    for item in Evidence.objects.all():
        assert item.file.path.startswith(str(settings.MEDIA_ROOT))
        assert "/" not in item.original_name
        assert ".." not in item.original_name


def test_complainant_cannot_fill_the_disk(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.actions.contact.MOST_FILES", 3)
    complaint, code = file_with_code()
    client.post("/track/", {"number": complaint.tracking_no, "code": code})
    url = f"/track/view/{complaint.pk}/photo/"
    for number in range(5):
        upload = SimpleUploadedFile(
            f"{number}.pdf", b"%PDF-1.4 " + str(number).encode(), "application/pdf"
        )
        answer = client.post(url, {"key": str(uuid.uuid4()), "files": upload})
    assert "材料最多交 3 个" in answer.content.decode()
    assert Evidence.objects.count() == 3
    assert MOST_FILES == 100


def test_a_thing_posted_twice_is_done_once(client: Client) -> None:
    complaint, code = file_with_code()
    client.post("/track/", {"number": complaint.tracking_no, "code": code})
    key = str(uuid.uuid4())
    for _ in range(3):
        client.post(f"/track/view/{complaint.pk}/message/", {"key": key, "text": "请快一点。"})
        client.post(f"/track/view/{complaint.pk}/withdraw/", {"key": key[::-1], "reason": "算了"})
    assert complaint.messages.count() == 1
    assert complaint.withdrawals.count() == 1
    assert DeskTask.objects.filter(complaint=complaint, node="confirm").count() == 1
