"""Intake: one act behind every door; first-contact officer, twins, clocks, journal."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection

from casework.crypto import blind_index
from casework.journal import first_break
from casework.models import ActionReceipt, Complaint, Employer, Worker
from casework.models.actor import Actor
from casework.numbering import query_code_hash
from casework.vocabulary import Channel
from tests import cast
from tests.factories import (
    WANG_WU_ID,
    WANG_WU_PHONE,
    advance,
    desks,
    file_at,
    file_with_code,
    fresh,
    make_filing,
    worker,
)
from workflows.dispatch import file_complaint

pytest_plugins = ("tests.cast",)


def test_a_worker_files_from_the_web_and_it_lies_on_the_competent_desk(province, he):
    complaint, code = file_with_code()
    assert (complaint.state, complaint.office.division.name) == ("filed", cast.JINSHUI)
    assert desks(complaint) == ["assign"]
    assert len(complaint.tracking_no) == 12
    assert len(code) == 6
    assert complaint.query_code_hash == query_code_hash(complaint.tracking_no, code)
    assert code not in complaint.query_code_hash


def test_without_a_clerk_the_duty_officer_of_the_window_is_first_contact(province, jinshui_clerk):
    assert file_at().first_officer == jinshui_clerk


def test_an_office_without_clerks_answers_through_its_head(province, jiyuan_head):
    assert file_at(None, cast.JIYUAN).first_officer == jiyuan_head


def test_the_first_contact_never_changes(province, qin):
    complaint = advance(file_at(cast.SHANGSHUI), "told")
    assert complaint.first_officer == qin
    assert complaint.first_office.division.name == cast.SHANGSHUI


def test_the_journal_begins_with_the_filing_and_names_no_person(province):
    complaint = file_at()
    event = complaint.events.get()
    assert (event.kind, event.seq, event.prev_hash) == ("complaint.filed", 1, "")
    told = str(event.facts) + event.reason
    for secret in ("王五", WANG_WU_ID, WANG_WU_PHONE):
        assert secret not in told
    assert first_break(fresh(complaint)) is None


def test_the_same_identity_number_is_the_same_worker(province):
    file_at()
    file_at(uscc="", employer_name="别家公司（虚构）")
    assert Worker.objects.filter(id_index=blind_index(WANG_WU_ID, "id_card")).count() == 1


def test_a_firm_is_found_again_by_its_code_and_by_its_name(province):
    file_at()
    file_at(employer_name="河南宏远建筑劳务有限公司 (虚构)", uscc="")
    assert Employer.objects.count() == 1


def test_scenario_10_the_same_matter_at_two_counties_is_flagged(province):
    """Same ID and firm, overlapping months, another phone and a middle dot in the name."""
    first = file_at(cast.SHANGSHUI)
    again = worker(0, name="王·五", phone="19900000099")
    second = file_at(cast.GUSHI, workers=[again], contact_phone="19900000099")
    assert second.possible_duplicate_of == fresh(first)


def test_another_firm_is_no_twin(province):
    file_at(cast.SHANGSHUI)
    other = file_at(cast.GUSHI, uscc="", employer_name="另一家公司（虚构）")
    assert other.possible_duplicate_of is None


def test_a_repeated_sending_files_once(province):
    filing = make_filing()
    first, code = file_complaint(filing, Actor.complainant(), key="same")
    again, nothing = file_complaint(filing, Actor.complainant(), key="same")
    assert (again.pk, nothing) == (first.pk, "")
    assert code
    assert Complaint.objects.count() == ActionReceipt.objects.count() == 1


def test_amounts_and_months_are_kept_per_worker(province):
    complaint = file_at(workers=["100.10", "200.20", "0.05"])
    assert list(complaint.claims.values_list("claimed_yuan", flat=True)) == [
        Decimal("100.10"), Decimal("200.20"), Decimal("0.05"),
    ]  # fmt: skip
    assert complaint.claimed_yuan == Decimal("300.35")


def test_an_anonymous_report_holds_no_identity(province):
    complaint = file_at(
        workers=[], worker_count=9, is_anonymous=True, contact_name="", contact_phone="",
        kind="report", claimed_yuan=Decimal("50000"),
    )  # fmt: skip
    complaint = fresh(complaint)
    assert (complaint.contact_name, complaint.contact_phone, complaint.phone_index) == ("", "", "")
    assert (complaint.worker_count, complaint.is_group) == (9, True)
    assert not Worker.objects.exists()


def test_the_channel_stays(province):
    assert file_at(cast.JINSHUI).channel == Channel.WINDOW
    assert file_at().channel == Channel.WEB


def test_identity_numbers_are_not_readable_in_the_tables(province):
    complaint = file_at()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(w)::text FROM casework_worker w")
        stored = "".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT row_to_json(c)::text FROM casework_complaint c")
        stored += "".join(row[0] for row in cursor.fetchall())
    assert WANG_WU_ID not in stored
    assert WANG_WU_PHONE not in stored
    assert fresh(complaint).contact_phone == WANG_WU_PHONE
