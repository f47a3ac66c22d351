"""Who reported (举报人) and whose phone it is: nobody learns it by search, list, form or history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from casework.models import CaseEvent, Complaint, OneTimeCode, User
from casework.models.actor import Actor
from casework.records import codes
from casework.vocabulary import ComplaintKind, EventKind, Role
from tests import cast
from tests.cast import signed_in
from tests.factories import WANG_WU_ID, WANG_WU_PHONE, advance, do, file_at, fresh, worker

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")
INFORMANT, SECRET = "欧阳告", "我是三号楼的木工欧阳告"
ATTACKER = "19988887777"


def text(response: Any) -> str:
    found: str = response.content.decode()
    return found


@pytest.fixture
def report() -> Complaint:
    """A named report at 金水区, on the lead's desk, with words of the informant in its journal."""
    complaint = file_at(
        cast.JINSHUI, kind=ComplaintKind.REPORT, workers=0, contact_name=INFORMANT,
        contact_phone=WANG_WU_PHONE, description=SECRET,
    )  # fmt: skip
    advance(complaint, "supplement")
    do("receive_supplement", complaint, Actor.complainant(), {"text": SECRET})
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": SECRET})
    return fresh(complaint)


def others(report: Complaint) -> list[User]:
    """People who may open the report and yet may not know who told."""
    return [cast.person(name) for name in ("jinshui_clerk", "wu_gang", "chen", "sun", "auditor")]


def test_nobody_but_head_and_lead_reads_the_informant_on_any_page(report: Complaint) -> None:
    paths = [
        f"/complaints/{report.pk}/", f"/complaints/{report.pk}/?region=timeline",
        f"/act/note_complaint/complaint/{report.pk}/", "/desk/", "/desk/?tab=office", "/cases/",
        "/board/", "/inbox/", f"/intake/receipt/{report.pk}/",
    ]  # fmt: skip
    for user in others(report):
        client = signed_in(user)
        for path in paths:
            page = text(client.get(path))
            assert "欧阳" not in page, (user, path)
            assert "三号楼" not in page, (user, path)
            assert "欧*" not in page, (user, path)
    for user in (report.lead, cast.person("he")):
        assert user is not None
        assert "三号楼" in text(signed_in(user).get(f"/complaints/{report.pk}/"))


def test_a_search_by_phone_cannot_tell_who_reported(report: Complaint) -> None:
    for user in others(report):
        page = text(signed_in(user).post("/cases/", {"number": WANG_WU_PHONE}))
        assert report.tracking_no not in page, user
    lead = report.lead
    assert lead is not None
    found = signed_in(lead).post("/cases/", {"number": WANG_WU_PHONE})
    assert report.tracking_no in text(found)


def test_the_window_cannot_be_asked_whether_a_phone_reported(report: Complaint) -> None:
    clerk = signed_in(cast.person("jinshui_clerk"))
    page = text(clerk.post("/intake/window/check/", {"phone": WANG_WU_PHONE}))
    assert report.tracking_no not in page


def test_a_later_complaint_of_the_informant_is_not_linked_to_the_report(report: Complaint) -> None:
    complaint = file_at(cast.JINSHUI, contact_phone=WANG_WU_PHONE)
    assert fresh(complaint).possible_duplicate_of_id is None
    again = file_at(cast.JINSHUI, kind=ComplaintKind.REPORT, workers=0)
    assert fresh(again).possible_duplicate_of_id is None


def test_who_may_not_act_cannot_read_workers_off_a_refused_form(auditor: User) -> None:
    complaint = advance(file_at(), "investigating")
    case = complaint.case
    assert case is not None
    for user in (auditor, cast.person("chen"), cast.person("jinshui_clerk")):
        for code in ("record_findings", "record_payments", "reverse_payment", "add_workers"):
            answer = signed_in(user).post(f"/act/{code}/case/{case.pk}/", {"seen": "0"})
            assert answer.status_code == 409, (user, code)
            assert "王五" not in text(answer), (user, code)


def test_given_a_known_id_card_when_filed_with_another_phone_then_that_phone_opens_nothing_else(
    client: Client,
) -> None:
    """An employer knows the ID-card numbers of all its workers."""
    theirs = file_at(
        workers=[worker(phone=ATTACKER, bank_card="6222021234567890128")],
        contact_phone=ATTACKER, contact_name="冒名",
    )  # fmt: skip
    own = file_at(workers=[worker()], contact_phone=WANG_WU_PHONE)
    assert theirs.claims.get().worker == own.claims.get().worker
    client.post("/track/", {"do": "phone", "phone": ATTACKER})
    code = OneTimeCode.objects.get().code
    client.post("/track/", {"do": "one_time", "phone": ATTACKER, "code": code})
    assert client.get(f"/track/view/{theirs.pk}/").status_code == 200
    assert client.get(f"/track/view/{own.pk}/").status_code == 302
    found = codes.check_one_time_code(ATTACKER, code)
    assert found is None


def test_given_a_known_id_card_when_numbers_are_revealed_then_they_are_those_of_this_filing() -> (
    None
):
    file_at(workers=[worker(phone=ATTACKER, bank_card="6222021234567890128")])
    own = advance(file_at(workers=[worker()]), "accepted")
    lead = own.lead
    assert lead is not None
    url = f"/reveal/worker-claim/{own.claims.get().pk}/"
    page = text(signed_in(lead).post(url, {"purpose": "payment"}))
    assert WANG_WU_ID in page
    assert WANG_WU_PHONE in page
    assert ATTACKER not in page
    assert "6222021234567890128" not in page


def test_the_journal_of_a_reveal_holds_no_number() -> None:
    own = advance(file_at(), "accepted")
    head = cast.someone(own.office, Role.BODY_HEAD)
    signed_in(head).post(f"/reveal/worker-claim/{own.claims.get().pk}/", {"purpose": "verify"})
    row = CaseEvent.objects.get(kind=EventKind.IDENTITY_REVEALED)
    assert WANG_WU_PHONE not in str(row.facts)
    assert WANG_WU_ID not in str(row.facts)
