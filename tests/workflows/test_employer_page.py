"""The employer's own page: in by the code of a served document once, then by phone; nobody's informant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.law.codes import grouped
from casework.models import (
    Case,
    CaseEvent,
    Document,
    EmployerAccess,
    EmployerSubmission,
    OneTimeCode,
)
from casework.vocabulary import ComplaintKind, DocumentKind, EventKind, ListingState
from tests import cast, factories, listing_helpers
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

PHONE = "13900000009"
WHO = {"name": "钱经理", "position": "项目经理", "phone": PHONE}
ENTRY = "/employer-page/"


@pytest.fixture
def case(province: None) -> Case:
    found = factories.advance(factories.file_at(workers=["12500.00", "8000.00"]), "served").case
    assert found is not None
    return found


def code_of(case: Case) -> str:
    return grouped(EmployerAccess.objects.get(case=case.pk, revoked_at__isnull=True).code)


def came(case: Case, client: Client | None = None) -> tuple[Client, EmployerAccess]:
    """Come in as the employer: the code of the order, then name and phone."""
    client = client or Client()
    client.post(ENTRY, {"do": "code", "code": code_of(case)})
    client.post(reverse("employer_came"), WHO)
    return client, EmployerAccess.objects.get(case=case.pk, used_at__isnull=False)


def page(client: Client, access: EmployerAccess) -> Any:
    return client.get(reverse("employer_page", args=[access.pk]))


def test_the_issued_order_carries_the_code(case: Case, li_jing: Any) -> None:
    order = Document.objects.get(case=case.pk, kind=DocumentKind.PAY_ORDER)
    client = Client()
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")

    text = client.get(reverse("document", args=[order.pk])).content.decode()

    assert code_of(case) in text
    assert "/employer-page/" in text


def test_the_code_opens_the_page_once_and_the_phone_from_then_on(case: Case) -> None:
    code = code_of(case)
    client, access = came(case)
    assert page(client, access).status_code == 200
    assert access.code == ""
    assert CaseEvent.objects.filter(case=case.pk, kind=EventKind.EMPLOYER_CAME).exists()

    again = Client().post(ENTRY, {"do": "code", "code": code})
    assert "查阅码不对" in again.content.decode()

    later = Client()
    later.post(ENTRY, {"do": "phone", "phone": PHONE})
    sent = OneTimeCode.objects.get()
    answer = later.post(ENTRY, {"do": "one_time", "phone": PHONE, "code": sent.code})
    assert answer["Location"] == reverse("employer_page", args=[access.pk])
    assert page(later, access).status_code == 200


def test_it_reads_served_documents_terms_and_sums_of_its_own_case(case: Case) -> None:
    client, access = came(case)

    text = page(client, access).content.decode()

    order = Document.objects.get(case=case.pk, kind=DocumentKind.PAY_ORDER)
    assert order.number in text
    assert "20,500.00" in text
    assert "限期改正" in text
    assert "还剩" in text
    paper = client.get(reverse("employer_document", args=[access.pk, order.pk]))
    assert "责令" in paper.content.decode()
    assert factories.WANG_WU_PHONE not in paper.content.decode()
    assert factories.WANG_WU_ID not in paper.content.decode()


def test_it_does_not_read_internal_papers_nor_another_case(case: Case) -> None:
    client, access = came(case)
    internal = Document.objects.get(case=case.pk, kind=DocumentKind.FILING_APPROVAL)
    other = factories.advance(factories.file_at(workers=["3000.00"]), "served").case
    assert other is not None
    strange = Document.objects.get(case=other.pk, kind=DocumentKind.PAY_ORDER)

    for document in (internal, strange):
        answer = client.get(reverse("employer_document", args=[access.pk, document.pk]))
        assert answer.status_code == 404
    theirs = EmployerAccess.objects.get(case=other.pk)
    assert client.get(reverse("employer_page", args=[theirs.pk]))["Location"] == ENTRY


def test_scenario_41_it_never_learns_who_reported(province: None) -> None:
    reported = factories.file_at(kind=ComplaintKind.REPORT)
    case = factories.advance(reported, "served").case
    assert case is not None
    client, access = came(case)
    order = Document.objects.get(case=case.pk, kind=DocumentKind.PAY_ORDER)

    pages = [page(client, access),
             client.get(reverse("employer_document", args=[access.pk, order.pk]))]  # fmt: skip

    for shown in pages:
        text = shown.content.decode()
        for secret in ("王五", factories.WANG_WU_PHONE, factories.WANG_WU_ID, "举报"):
            assert secret not in text.replace("举报投诉", "")


def test_it_answers_sends_payroll_and_proposes_payment(case: Case) -> None:
    client, access = came(case)
    payroll = SimpleUploadedFile("工资表.pdf", b"%PDF-1.4 payroll", "application/pdf")

    answers = [
        client.post(reverse("employer_send", args=[access.pk, "answer"]), {"text": "工程款未到。"}),
        client.post(reverse("employer_send", args=[access.pk, "payroll"]), {"files": payroll}),
        client.post(
            reverse("employer_send", args=[access.pk, "proposal"]),
            {"text": "分两次付清。", "amount_yuan": "20500", "pay_by": "2026-12-20"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    sent = list(EmployerSubmission.objects.filter(case=case.pk))
    assert [row.kind for row in sent] == ["answer", "payroll", "proposal"]
    assert (sent[2].amount_yuan, sent[2].pay_by) == (Decimal("20500.00"), date(2026, 12, 20))
    events = CaseEvent.objects.filter(case=case.pk, kind=EventKind.EMPLOYER_SENT)
    assert events.count() == 3
    assert all(event.actor_role == "employer" for event in events)
    assert "工程款未到" not in str([(event.facts, event.reason) for event in events])
    assert "工程款未到" in page(client, access).content.decode()
    evidence = sent[1].files.get()
    assert evidence.from_employer


def test_what_it_sends_is_not_shown_to_the_worker(case: Case) -> None:
    client, access = came(case)
    file = SimpleUploadedFile("内部工资表.pdf", b"%PDF-1.4 payroll", "application/pdf")
    client.post(reverse("employer_send", args=[access.pk, "payroll"]), {"files": file})
    complaint = case.complaints.get()
    worker = Client()
    session = worker.session
    session["tracked_complaints"] = {str(complaint.pk): 2**40}
    session.save()

    text = worker.get(reverse("tracking", args=[complaint.pk])).content.decode()

    assert "内部工资表" not in text


def test_a_proposal_without_amount_or_day_is_sent_back_with_what_was_typed(case: Case) -> None:
    client, access = came(case)

    answer = client.post(
        reverse("employer_send", args=[access.pk, "proposal"]), {"text": "尽快付清。"}
    )

    text = answer.content.decode()
    assert "支付方案须写明金额和日期" in text
    assert "尽快付清" in text
    assert not EmployerSubmission.objects.exists()


def test_a_new_code_ends_an_unused_one_and_an_access_can_be_taken_back(
    case: Case, li_jing: Any, liu: Any
) -> None:
    old = code_of(case)
    result = factories.do("give_employer_code", case, li_jing, {"reason": "原件遗失。"})
    assert code_of(case) != old
    assert code_of(case) in result.done.message
    assert "查阅码不对" in Client().post(ENTRY, {"do": "code", "code": old}).content.decode()
    with pytest.raises(Refused):
        factories.do("give_employer_code", case, liu, {"reason": ""})

    client, access = came(case)
    factories.do("close_employer_access", case, li_jing,
                 {"access": access.pk, "reason": "经办人离职。"})  # fmt: skip
    assert page(client, access)["Location"] == ENTRY


def test_wrong_codes_have_to_wait_longer_and_longer(case: Case) -> None:
    client = Client()
    answers = [client.post(ENTRY, {"do": "code", "code": f"wrong {n}"}) for n in range(30)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429


def test_staff_cannot_act_as_the_employer(case: Case, li_jing: Any) -> None:
    access = EmployerAccess.objects.get(case=case.pk)
    with pytest.raises(Refused):
        factories.do("employer_send", case, li_jing, {"kind": "answer", "text": "代写。"},
                     access=access)  # fmt: skip
    client = Client()
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")
    url = reverse("act", args=["employer_send", "case", case.pk])
    assert client.get(url).status_code == 404
    assert cast.person("li_jing") == li_jing


def the_employer_of(entry: Any) -> tuple[Client, EmployerAccess]:
    """Come in by the code of the latest served document of the entry's case."""
    return came(entry.case)


def test_it_objects_to_a_listing_by_its_own_page(province: None) -> None:
    entry = listing_helpers.told(listing_helpers.candidate(), "2026-03-04")
    with listing_helpers.at("2026-03-05"):
        client, access = the_employer_of(entry)
        url = reverse("employer_listing", args=[access.pk, entry.pk, "object_to_listing"])
        assert url in page(client, access).content.decode()
        answer = client.post(url, {"text": "工资已经付清，有转账凭证。"})

    assert answer.status_code == 302
    entry = listing_helpers.again(entry)
    assert entry.state == ListingState.OBJECTED
    assert listing_helpers.desks_of(entry) != []


def test_it_applies_for_early_removal_and_reads_why_it_cannot_yet(province: None) -> None:
    entry = listing_helpers.on_list()
    listing_helpers.pay(entry.case, "2026-03-20")
    with listing_helpers.at("2026-04-20"):
        client, access = the_employer_of(entry)
        url = reverse("employer_listing", args=[access.pk, entry.pk, "apply_for_removal"])
        early = page(client, access).content.decode()
        assert url not in early
        assert "申请提前移出" in early
    with listing_helpers.at("2026-09-21"):
        session = client.session
        session["employer_opened"] = {str(access.pk): 2**40}
        session.save()
        answer = client.post(url, {"text": "已全部付清。", "promise": "不再拖欠。",
                                   "proof": listing_helpers.text_file()})  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    assert listing_helpers.again(entry).state == ListingState.REMOVAL_REQUESTED


def test_it_does_not_reach_the_entries_of_persons_or_of_other_firms(province: None) -> None:
    entry = listing_helpers.told(listing_helpers.candidate(), "2026-03-04")
    other = factories.advance(
        factories.file_at(uscc="", employer_name="另一家公司（虚构）"), "served"
    ).case
    assert other is not None
    client, access = came(other)

    url = reverse("employer_listing", args=[access.pk, entry.pk, "object_to_listing"])

    assert client.post(url, {"text": "异议。"}).status_code == 404


def test_it_defends_itself_and_asks_for_a_hearing_within_the_five_days(province: None) -> None:
    case = factories.advance(factories.file_at(workers=["9000.00"]), "noticed").case
    assert case is not None
    client, access = came(case)
    text = page(client, access).content.decode()
    urls = [reverse("employer_act", args=[access.pk, code])
            for code in ("record_statement", "ask_hearing")]  # fmt: skip
    assert all(url in text for url in urls)

    answers = [
        client.post(urls[0], {"text": "工程款没有到位。"}),
        client.post(urls[1], {"reason": "罚款过重。"}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    case = factories.fresh(case)
    assert case.state == "hearing"
    assert case.prior_notices.get().statements.count() == 1


def test_it_asks_that_another_officer_handle_the_case(case: Case) -> None:
    client, access = came(case)

    answer = client.post(
        reverse("employer_act", args=[access.pk, "ask_recusal"]),
        {"person": case.lead_id, "reason": "与投诉人是亲属。"},
    )

    assert answer.status_code == 302
    assert case.branches.filter(kind="recusal").count() == 1
