"""The public wizard over HTTP: one worker, groups, files, errors that keep what was typed."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from casework import clock
from casework.models import Complaint, DraftFile, Evidence, IntakeDraft, WageClaim
from casework.numbering import query_code_hash
from casework.records import drafts
from tests import cast
from tests.factories import WANG_WU_ID, WANG_WU_PHONE
from workflows.forms.wizard_people import SHOWN

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")
ROSTER = Path(__file__).parent.parent / "data" / "roster_37.xlsx"

WHO = {"trade": "construction", "employer_name": "宏远劳务", "project_name": "宏远花园"}
WAGE = {"place": "郑州市金水区东风路", "amount": "一万二千五", "period": "2026年3月到5月"}
ALONE = {"who": "single"}
PERSON = {"kind": "named", "name": "王五", "phone": WANG_WU_PHONE, "id_number": WANG_WU_ID}


def photo(name: str = "牌子.jpg") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def begin(client: Any, **over: Any) -> str:
    """Post step 1; return the token of the new draft."""
    response = client.post("/file/", {**WHO, "do": "next", **over})
    assert response.status_code == 302, response.context["form"].errors
    return str(response.url.split("/")[2])


def go(client: Any, token: str, step: int, data: dict[str, Any]) -> Any:
    return client.post(f"/file/{token}/{step}/", {"do": "next", **data})


def to_check(client: Any, **over: Any) -> str:
    """Fill the four steps (over: who, wage, people, person); return the token."""
    token = begin(client, **over.get("who", {}))
    for step, key, data in ((2, "wage", WAGE), (3, "people", ALONE), (4, "person", PERSON)):
        response = go(client, token, step, {**data, **over.get(key, {})})
        assert response.status_code == 302, response.context["form"].errors
        assert response.url == f"/file/{token}/{step + 1}/"
    return token


def send(client: Any, token: str) -> Complaint:
    response = client.post(f"/file/{token}/5/", {"do": "next"})
    assert response.status_code == 302
    assert response.url == f"/file/{token}/done/"
    draft = drafts.find_draft(token)
    assert draft is not None
    assert draft.complaint is not None
    return draft.complaint


def test_a_worker_files_alone(client: Any, jinshui_clerk: Any) -> None:
    token = to_check(client, who={"files": photo()})
    assert "12,500" in client.get(f"/file/{token}/5/").content.decode()
    complaint = send(client, token)
    assert complaint.office == cast.office(cast.JINSHUI)
    assert complaint.first_officer == jinshui_clerk
    assert complaint.contact_phone == WANG_WU_PHONE
    assert complaint.industry == "construction"
    claim = WageClaim.objects.select_related("worker").get(complaint=complaint)
    assert claim.claimed_yuan == Decimal("12500.00")
    assert claim.worker.id_number == WANG_WU_ID
    assert (str(claim.period_start), str(claim.period_end)) == ("2026-03-01", "2026-05-31")
    proof = Evidence.objects.get(complaint=complaint)
    assert proof.kind == "photo"
    assert complaint.events.filter(facts__files__0__sha256=proof.sha256).exists()


def test_the_done_page_shows_number_code_and_who_answers(client: Any, jinshui_clerk: Any) -> None:
    token = to_check(client)
    complaint = send(client, token)
    page = client.get(f"/file/{token}/done/")
    code = page.context["code"]
    assert complaint.query_code_hash == query_code_hash(complaint.tracking_no, code)
    text = page.content.decode()
    for part in (complaint.tracking_no, code, "金窗口", complaint.office.hotline, "<svg"):
        assert part in text
    assert page.context["answer_by"].rule == "D-01"


def test_the_code_is_shown_again_for_half_an_hour_only(client: Any) -> None:
    token = to_check(client)
    send(client, token)
    assert client.get(f"/file/{token}/done/").context["code"]
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.get(f"/file/{token}/done/").context["code"] == ""
    assert IntakeDraft.objects.get().data == {}


def test_sending_twice_gives_one_complaint(client: Any) -> None:
    token = to_check(client, who={"files": photo()})
    first = send(client, token)
    again = client.post(f"/file/{token}/5/", {"do": "next"})
    assert again.url == f"/file/{token}/done/"
    assert send(client, token) == first
    assert Complaint.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_what_was_typed_and_the_files_leave_the_draft_once_sent(
    client: Any, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    token = to_check(client, who={"files": photo()})
    with django_capture_on_commit_callbacks(execute=True):
        send(client, token)
    assert set(IntakeDraft.objects.get().data) == {"code", "code_until"}
    assert not DraftFile.objects.exists()
    assert not [path for path in (media / "drafts").rglob("*") if path.is_file()]
    assert client.get(f"/file/{token}/2/").url == f"/file/{token}/done/"


def test_the_token_is_not_stored(client: Any) -> None:
    token = begin(client)
    assert token not in IntakeDraft.objects.get().token_hash
    assert client.get("/file/").context["resume"] == token


@pytest.mark.parametrize("page", ["1/", "5/", "done/"])
def test_a_token_nobody_was_given_is_not_found(client: Any, page: str) -> None:
    begin(client)
    assert client.get(f"/file/{'x' * 32}/{page}").status_code == 404


def test_an_expired_draft_is_not_found_and_purged_with_its_files(client: Any, media: Path) -> None:
    token = begin(client, files=photo())
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        gone = client.get(f"/file/{token}/1/")
        assert gone.status_code == 404
        assert "只留 7 天" in gone.content.decode()
        call_command("purge_drafts", verbosity=0, stdout=io.StringIO())
    assert not IntakeDraft.objects.exists()
    assert not [path for path in (media / "drafts").rglob("*") if path.is_file()]


def test_steps_come_in_order(client: Any) -> None:
    token = begin(client)
    assert client.get(f"/file/{token}/4/").url == f"/file/{token}/2/"
    assert client.get(f"/file/{token}/5/").url == f"/file/{token}/2/"


def test_a_bad_id_keeps_all_input(client: Any) -> None:
    token = to_check(client)
    wrong = WANG_WU_ID[:-1] + ("1" if WANG_WU_ID[-1] != "1" else "2")
    page = go(client, token, 4, {**PERSON, "name": "王小五", "id_number": wrong})
    assert page.status_code == 200
    text = page.content.decode()
    assert "id_number" in page.context["form"].errors
    for typed in (wrong, "王小五", WANG_WU_PHONE):
        assert f'value="{typed}"' in text
    assert 'value="王小五"' in client.get(f"/file/{token}/4/").content.decode()
    assert client.post(f"/file/{token}/5/", {}).status_code == 200
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        (1, {"trade": "construction"}, "employer_name"),
        (1, {"employer_name": "宏远"}, "trade"),
        (1, {**WHO, "uscc": "91410105MA000000X0"}, "uscc"),
        (2, {**WAGE, "place": ""}, "place"),
        (2, {**WAGE, "place": "某某镇"}, "county"),
        (2, {**WAGE, "amount": ""}, "amount"),
        (2, {**WAGE, "amount": "很多"}, "amount"),
        (2, {**WAGE, "period": ""}, "from1"),
        (3, {}, "who"),
        (3, {"who": "group", "lines": ""}, "lines"),
        (4, {"kind": "named", "name": "", "phone": WANG_WU_PHONE}, "name"),
        (4, {"kind": "named", "name": "王五", "phone": "12"}, "phone"),
    ],
)
def test_a_step_says_what_is_missing(
    client: Any, step: int, data: dict[str, str], field: str
) -> None:
    token = begin(client)
    page = go(client, token, step, data)
    assert page.status_code == 200
    assert field in page.context["form"].errors


def test_a_photo_of_the_board_stands_for_the_name(client: Any) -> None:
    response = client.post("/file/", {"trade": "construction", "do": "next", "files": photo()})
    assert response.status_code == 302


def test_days_times_rate_give_the_amount(client: Any) -> None:
    token = to_check(client, wage={"amount": "", "day_rate": "320.50", "days": "40"})
    claim = WageClaim.objects.get(complaint=send(client, token))
    assert claim.claimed_yuan == Decimal("12820.00")
    assert claim.days == Decimal("40.0")


def test_a_picked_county_decides_and_an_unknown_place_goes_to_the_province(
    client: Any, jinshui_clerk: Any
) -> None:
    code = cast.division(cast.SHANGSHUI).code
    picked = send(client, to_check(client, wage={"place": "老街口", "county": code}))
    assert picked.office == cast.office(cast.SHANGSHUI)
    unknown = send(client, to_check(client, wage={"place": "", "county": "unknown"}))
    assert unknown.office == cast.office(cast.HENAN)


def test_a_group_by_lines(client: Any) -> None:
    lines = f"王五 {WANG_WU_PHONE} 8500\n李四 19900000002 9000元5角\n张三，6000"
    token = to_check(client, people={"who": "group", "lines": lines})
    page = client.get(f"/file/{token}/5/")
    assert "23,500.50" in page.content.decode()
    complaint = send(client, token)
    assert complaint.is_group
    assert complaint.worker_count == 3
    assert complaint.claimed_yuan == Decimal("23500.50")
    claims = {c.worker.name: c for c in complaint.claims.select_related("worker")}
    assert claims["王五"].is_representative
    assert claims["王五"].worker.id_number == WANG_WU_ID
    assert not claims["李四"].is_representative
    assert claims["张三"].claimed_yuan == Decimal("6000.00")


def test_a_long_list_is_shown_whole_when_asked_for_and_keeps_what_was_typed(client: Any) -> None:
    token = begin(client)
    go(client, token, 2, WAGE)
    lines = "\n".join(f"王{chr(0x4E00 + n)} {5000 + n}" for n in range(SHOWN + 5))
    answer = go(client, token, 3, {"who": "group", "lines": lines, "do": "all"})
    first, whole = (client.get(f"/file/{token}/3/{query}") for query in ("", "?all=1"))
    assert answer.url == f"/file/{token}/3/?all=1#lines-title"
    assert [len(page.context["form"].preview) for page in (first, whole)] == [SHOWN, SHOWN + 5]
    assert f"显示全部 {SHOWN + 5} 行" in first.content.decode()
    assert whole.context["form"]["lines"].value() == lines


def test_bad_lines_are_named_and_may_be_left_out(client: Any) -> None:
    token = begin(client)
    go(client, token, 2, WAGE)
    lines = "王五 8500\n李四 19900000002"
    page = go(client, token, 3, {"who": "group", "lines": lines})
    assert [line.number for line in page.context["form"].preview if line.faults] == [2]
    assert "李四 19900000002" in page.content.decode()
    passed = go(client, token, 3, {"who": "group", "lines": lines, "skip_bad": "on"})
    assert passed.url == f"/file/{token}/4/"


def test_a_roster_file(client: Any) -> None:
    token = begin(client)
    go(client, token, 2, WAGE)
    file = SimpleUploadedFile("名单.xlsx", ROSTER.read_bytes())
    here = client.post(f"/file/{token}/3/", {"who": "group", "do": "upload", "roster": file})
    assert here.url == f"/file/{token}/3/"
    page = client.get(here.url)
    form = page.context["form"]
    assert (len(form.result.rows), form.fault_count) == (34, 3)
    assert go(client, token, 3, {"who": "group"}).status_code == 200
    assert go(client, token, 3, {"who": "group", "skip_bad": "on"}).status_code == 302
    go(client, token, 4, PERSON)
    complaint = send(client, token)
    assert complaint.claims.count() == 34
    assert complaint.claimed_yuan == sum(c.claimed_yuan for c in complaint.claims.all())
    assert complaint.evidence.get().kind == "roster"


def test_a_roster_that_is_none_is_refused(client: Any) -> None:
    token = begin(client)
    file = SimpleUploadedFile("名单.xlsx", b"<html>")
    page = client.post(f"/file/{token}/3/", {"who": "group", "do": "upload", "roster": file})
    assert page.context["troubles"]
    assert not DraftFile.objects.exists()


def test_a_web_page_called_jpg_is_refused_and_the_typing_stays(client: Any) -> None:
    bad = SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    page = client.post("/file/", {**WHO, "do": "next", "files": bad})
    assert page.status_code == 200
    assert page.context["troubles"]
    assert 'value="宏远劳务"' in page.content.decode()
    assert not DraftFile.objects.exists()


def test_files_are_counted_sized_and_removed(client: Any, monkeypatch: Any) -> None:
    token = begin(client, files=photo())
    other = begin(Client(), files=photo())
    mine, theirs = DraftFile.objects.order_by("id")
    client.post(f"/file/{token}/1/", {**WHO, "remove": str(theirs.pk)})
    assert DraftFile.objects.count() == 2
    client.post(f"/file/{token}/1/", {**WHO, "remove": str(mine.pk)})
    assert DraftFile.objects.get().draft == drafts.find_draft(other)
    monkeypatch.setattr(drafts, "MAX_FILES", 2)
    many = {**WHO, "do": "upload", "files": [photo(f"{n}.jpg") for n in range(3)]}
    page = client.post(f"/file/{token}/1/", many)
    assert len(page.context["troubles"]) == 1
    monkeypatch.setattr(drafts, "MAX_BYTES", 10)
    page = client.post(f"/file/{other}/1/", {**WHO, "do": "upload", "files": photo()})
    assert "20 MB" in page.context["troubles"][0]


def test_an_anonymous_report_keeps_nobody(client: Any) -> None:
    lines = f"王五 {WANG_WU_PHONE} 8500\n李四 19900000002 9000"
    token = to_check(
        client,
        who={"files": photo("王五的工牌.jpg")},
        people={"who": "group", "lines": lines},
        person={"kind": "anonymous"},
    )
    complaint = send(client, token)
    assert (complaint.kind, complaint.is_anonymous) == ("report", True)
    assert (complaint.contact_name, complaint.contact_phone, complaint.phone_index) == ("", "", "")
    assert not complaint.claims.exists()
    assert (complaint.worker_count, complaint.claimed_yuan) == (2, Decimal("17500.00"))
    assert complaint.evidence.get().original_name == "1.jpg"
    assert client.get(f"/file/{token}/done/").context["code"]


def test_a_machine_is_stopped_and_a_site_is_not(client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.counter.wizard.DRAFTS_AN_HOUR", 2)
    begin(client)
    begin(client)
    assert client.post("/file/", WHO).status_code == 429
    assert client.post("/file/", WHO, REMOTE_ADDR="10.0.0.9").status_code == 302
