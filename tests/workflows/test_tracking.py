"""Tracking over HTTP: codes and their waits, what is shown to whom, what the complainant may do."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework import clock
from casework.models import Complaint, Evidence, FailedLookup, OneTimeCode, Payment
from casework.records import codes
from tests import cast
from tests.factories import (
    WANG_WU_ID,
    WANG_WU_PHONE,
    advance,
    do,
    file_with_code,
    fresh,
    head_of,
    payments_for,
    worker,
)

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


def enter(client: Any, complaint: Complaint, code: str, **over: Any) -> Any:
    data = {"do": "code", "number": complaint.tracking_no, "code": code, **over}
    return client.post("/track/", data)


def opened(client: Any, **filing: Any) -> Complaint:
    """File from the web and open its tracking page in `client`."""
    complaint, code = file_with_code(**filing)
    assert enter(client, complaint, code).status_code == 302
    return complaint


def url(complaint: Complaint, rest: str = "") -> str:
    return f"/track/view/{complaint.pk}/{rest}"


def post(client: Any, complaint: Complaint, rest: str, **data: Any) -> Any:
    return client.post(url(complaint, rest), {"key": str(uuid.uuid4()), **data})


def paid(complaint: Complaint, amount: str = "2500.00") -> Payment:
    """Bring the matter to a served order and record one payment to its first worker."""
    complaint = advance(complaint, "served")
    claim = complaint.claims.order_by("id")[0]
    assert complaint.case is not None
    do("record_payments", complaint.case, complaint.lead,
       payments_for(complaint.case, {claim.pk: amount}))  # fmt: skip
    return Payment.objects.get(claim=claim)


def test_number_and_code_open_the_page_with_a_new_session_key(client: Any) -> None:
    complaint, code = file_with_code()
    client.get("/track/")
    before = client.session.session_key
    response = enter(client, complaint, f" {code[:3]} {code[3:]} ")
    assert response.url == url(complaint)
    assert client.session.session_key != before
    page = client.get(response.url)
    assert complaint.tracking_no in page.content.decode()
    assert f'data-live-topics="complaint:{complaint.pk}"' in page.content.decode()


def test_full_width_digits_are_read(client: Any) -> None:
    complaint, code = file_with_code()
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert enter(client, complaint, wide).status_code == 302


def test_without_the_code_nothing_opens_and_a_stranger_learns_nothing(client: Any) -> None:
    complaint, _code = file_with_code()
    assert client.get(url(complaint)).url == "/track/"
    assert client.get(url(complaint, "message/")).url == "/track/"
    assert client.get(url(complaint) + "?region=progress").status_code == 403
    assert client.get("/track/view/999999/").url == "/track/"


def test_unknown_number_and_wrong_code_read_the_same(client: Any) -> None:
    complaint, code = file_with_code()
    wrong = "000000" if code != "000000" else "000001"
    a = enter(client, complaint, wrong).context["form"].non_field_errors()
    b = enter(client, complaint, code, number="1" * 12).context["form"].non_field_errors()
    assert list(a) == list(b)
    assert list(a)


def test_the_wait_grows_after_three_wrong_tries(client: Any) -> None:
    complaint, code = file_with_code()
    wrong = "000000" if code != "000000" else "000001"
    now = clock.now()
    for _ in range(4):
        with clock.at(now):
            assert enter(client, complaint, wrong).status_code == 200
    waits = []
    for _ in range(3):
        with clock.at(now):
            blocked = enter(client, complaint, code)  # even the right code waits
            assert blocked.status_code == 429
        until = max(FailedLookup.objects.values_list("blocked_until", flat=True))
        waits.append(round((until - now).total_seconds()))
        now = until + timedelta(milliseconds=1)
        with clock.at(now):
            assert enter(client, complaint, wrong).status_code == 200
    assert waits == [2, 4, 8]
    with clock.at(now + timedelta(hours=2)):
        assert enter(client, complaint, code).status_code == 302


def test_the_wait_never_exceeds_an_hour_and_is_forgotten_after_a_day(db: None) -> None:
    now = clock.now()
    for _ in range(30):
        with clock.at(now):
            assert codes.check_query_code("1" * 12, "1", "192.0.2.1") is None
        now = max(FailedLookup.objects.values_list("blocked_until", flat=True))
        now += timedelta(milliseconds=1)
    row = FailedLookup.objects.order_by("-count").first()
    assert row is not None
    assert row.count == 30
    with clock.at(now + timedelta(days=2)):
        codes.check_query_code("1" * 12, "1", "192.0.2.1")
    assert set(FailedLookup.objects.values_list("count", flat=True)) == {1}


def test_neither_number_nor_address_is_stored_plainly(client: Any) -> None:
    complaint, _code = file_with_code()
    enter(client, complaint, "1")
    keys = " ".join(FailedLookup.objects.values_list("key", flat=True))
    assert complaint.tracking_no not in keys
    assert "127.0.0.1" not in keys


def ask_code(client: Any, phone: str = WANG_WU_PHONE) -> Any:
    return client.post("/track/", {"do": "phone", "phone": phone})


def test_a_phone_gets_a_code_that_opens_its_complaint_once(client: Any) -> None:
    complaint, _code = file_with_code()
    ask_code(client)
    row = OneTimeCode.objects.get()
    assert (row.phone, row.sent_at, len(row.code)) == (WANG_WU_PHONE, None, 6)
    data = {"do": "one_time", "phone": WANG_WU_PHONE, "code": row.code}
    assert client.post("/track/", data).url == url(complaint)
    assert client.get(url(complaint)).context["progress"].whole
    assert Client().post("/track/", data).status_code == 200


def test_a_phone_without_complaint_reads_the_same_and_gets_no_message(client: Any) -> None:
    file_with_code()
    known, unknown = ask_code(client), ask_code(client, "19900009999")
    assert known.templates[0].name == unknown.templates[0].name
    row = OneTimeCode.objects.order_by("-id")[0]
    assert (row.phone, row.code) == ("", "")
    assert row.sent_at is not None
    assert ask_code(client, "19900009999").status_code == 429


def test_codes_are_rare_short_lived_and_end_after_five_tries(client: Any) -> None:
    complaint, _code = file_with_code()
    now = clock.now()
    for minute in range(5):
        with clock.at(now + timedelta(minutes=minute * 2)):
            assert ask_code(client).status_code == 200
            assert ask_code(client).status_code == 429
    with clock.at(now + timedelta(minutes=20)):
        assert ask_code(client).status_code == 429
    last = OneTimeCode.objects.order_by("-id")[0]
    with clock.at(now + timedelta(minutes=19)):
        assert codes.check_one_time_code(WANG_WU_PHONE, last.code) is None
    wrong = "000000" if last.code != "000000" else "000001"
    with clock.at(now + timedelta(minutes=9)):
        for _ in range(5):
            assert codes.check_one_time_code(WANG_WU_PHONE, wrong) is None
        assert codes.check_one_time_code(WANG_WU_PHONE, last.code) is None
    assert complaint.pk


def test_several_complaints_of_one_phone_are_offered(client: Any) -> None:
    first, _ = file_with_code()
    second, _ = file_with_code(employer_name="另一家公司", uscc="")
    ask_code(client)
    data = {"do": "one_time", "phone": WANG_WU_PHONE, "code": OneTimeCode.objects.get().code}
    assert client.post("/track/", data).url == "/track/choose/"
    page = client.get("/track/choose/").content.decode()
    assert first.tracking_no in page
    assert second.tracking_no in page
    assert "另一家公司" in page


def test_the_page_closes_after_two_hours(client: Any) -> None:
    complaint = opened(client)
    session = client.session
    session["tracked_complaints"] = {str(complaint.pk): 1}
    session.save()
    assert client.get(url(complaint)).url == "/track/"


def test_first_contact_stays_visible_when_the_matter_moves(client: Any) -> None:
    complaint = opened(client, office_name=cast.SHANGSHUI)
    page = client.get(url(complaint)).content.decode()
    for part in ("秦窗口", "商水县", "金水区", "正在转给工地所在地的机构"):
        assert part in page
    advance(complaint, "assigned")
    page = client.get(url(complaint)).content.decode()
    for part in ("秦窗口", "李静", "金水区", cast.office(cast.SHANGSHUI).hotline):
        assert part in page


def test_the_page_follows_the_case_to_its_end(client: Any) -> None:
    complaint = opened(client)
    words = {
        "assigned": "已派两名监察员", "accepted": "已立案，马上开始调查", "investigating": "正在调查",
        "investigated": "正在决定怎么处理", "served": "单位应当付清", "told": "您的工资已全部付清",
    }  # fmt: skip
    for stage, word in words.items():
        advance(complaint, stage)
        page = client.get(url(complaint))
        assert page.status_code == 200
        text = page.content.decode()
        assert word in text, stage
        assert "None" not in text
        assert "{{" not in text
        assert "%(" not in text
    progress = page.context["progress"]
    assert (progress.money.owed, progress.money.paid) == (Decimal("0.00"), Decimal("12500.00"))


@pytest.mark.parametrize("exit_", ["transferred", "supplement", "closed_incomplete", "rejected",
                                   "redirected", "withdrawn", "revoked"])  # fmt: skip
def test_every_other_end_is_told_in_words(client: Any, exit_: str) -> None:
    complaint = opened(client)
    nothing = {claim.pk: 0 for claim in complaint.claims.all()} if exit_ == "revoked" else {}
    complaint = advance(complaint, exit_, owed=nothing)
    page = client.get(url(complaint))
    assert page.status_code == 200
    if exit_ in ("supplement", "rejected", "redirected"):
        assert page.context["progress"].reason[1] in page.content.decode()


def test_the_region_is_the_inside_of_the_page_without_forms(client: Any) -> None:
    complaint = opened(client)
    region = client.get(url(complaint) + "?region=progress").content.decode()
    assert "<html" not in region
    assert "<form" not in region
    assert region.strip() in client.get(url(complaint)).content.decode()


def test_a_payment_is_confirmed_then_disputed(client: Any) -> None:
    complaint = opened(client)
    payment = paid(complaint)
    assert f"payment/{payment.pk}/?answer=confirmed" in client.get(url(complaint)).content.decode()
    sent = post(client, complaint, f"payment/{payment.pk}/", answer="confirmed")
    assert sent.url == url(complaint)
    assert "已收到" in client.get(url(complaint)).content.decode()
    post(client, complaint, f"payment/{payment.pk}/", answer="disputed", note="少了 500")
    answers = list(payment.answers.values_list("answer", "note"))
    assert answers == [("confirmed", ""), ("disputed", "少了 500")]
    kinds = list(complaint.events.values_list("kind", flat=True))
    assert kinds[-2:] == ["payment.confirmed", "payment.disputed"]


def test_the_same_form_sent_twice_acts_once(client: Any) -> None:
    complaint = opened(client)
    payment = paid(complaint)
    key = str(uuid.uuid4())
    for _ in range(2):
        post(client, complaint, f"payment/{payment.pk}/", answer="confirmed", key=key)
    assert payment.answers.count() == 1


def test_a_payment_of_another_complaint_is_not_found(client: Any) -> None:
    other, _code = file_with_code(workers=[worker(5)], contact_phone="19900010005")
    payment = paid(other)
    mine = opened(client)
    assert post(client, mine, f"payment/{payment.pk}/", answer="confirmed").status_code == 404
    assert not payment.answers.exists()


def test_message_and_correction_reach_the_office_and_the_answer_comes_back(client: Any) -> None:
    complaint = advance(opened(client), "assigned")
    post(client, complaint, "message/", text="我的电话换了", kind="correction")
    message = complaint.messages.get()
    assert (message.kind, message.text) == ("correction", "我的电话换了")
    do("reply", complaint, complaint.lead, {"text": "好的，已改。"})
    page = client.get(url(complaint)).content.decode()
    assert "我的电话换了" in page
    assert "好的，已改。" in page


def test_an_empty_message_is_asked_for_again(client: Any) -> None:
    complaint = opened(client)
    page = post(client, complaint, "message/", text="", kind="correction")
    assert page.status_code == 200
    assert "text" in page.context["form"].errors


def test_photos_are_added_and_a_web_page_is_refused(client: Any) -> None:
    complaint = opened(client)
    files = [SimpleUploadedFile(f"{n}.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png")
             for n in range(2)]  # fmt: skip
    assert post(client, complaint, "photo/", files=files).status_code == 302
    assert Evidence.objects.filter(complaint=complaint, kind="photo").count() == 2
    bad = SimpleUploadedFile("a.jpg", b"<html><script>", "image/jpeg")
    page = post(client, complaint, "photo/", files=bad, caption="工牌")
    assert page.context["form"].errors
    assert 'value="工牌"' in page.content.decode()


def test_a_supplement_starts_the_term_anew(client: Any) -> None:
    complaint = advance(opened(client), "supplement")
    assert "请提供考勤记录。" in client.get(url(complaint)).content.decode()
    photo = SimpleUploadedFile("1.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png")
    post(client, complaint, "supplement/", text="考勤表照片", files=photo)
    assert fresh(complaint).state == "filed"
    assert Evidence.objects.filter(complaint=complaint).count() == 1
    assert client.get(url(complaint, "supplement/")).url == url(complaint)


def test_a_refused_file_leaves_the_supplement_undone(client: Any) -> None:
    complaint = advance(opened(client), "supplement")
    bad = SimpleUploadedFile("1.png", b"<html>", "image/png")
    page = post(client, complaint, "supplement/", text="考勤表照片", files=bad)
    assert page.context["refusal"]
    assert "考勤表照片" in page.content.decode()
    assert fresh(complaint).state == "supplement"


def test_withdrawal_is_asked_on_its_own_page_and_confirmed_by_the_head(client: Any) -> None:
    complaint = opened(client)
    assert "withdraw/" in client.get(url(complaint)).content.decode()
    assert "有人逼您撤回" in client.get(url(complaint, "withdraw/")).content.decode()
    post(client, complaint, "withdraw/", reason="单位已经付清")
    page = client.get(url(complaint)).content.decode()
    assert "等负责人确认" in page
    assert "withdraw/" not in page
    twice = post(client, complaint, "withdraw/", reason="再来一次")
    assert "已经申请过" in twice.context["refusal"]
    do("confirm_withdrawal", fresh(complaint), head_of(complaint), {"reason": "自愿。"})
    assert "您已撤回" in client.get(url(complaint)).content.decode()


def group(**over: Any) -> dict[str, Any]:
    return {"workers": [worker(n, f"{1000 * (n + 1)}.00") for n in range(3)], **over}


def test_the_representative_sees_every_row_with_masked_names(client: Any) -> None:
    complaint = opened(client, **group())
    page = client.get(url(complaint)).content.decode()
    assert "王**" in page
    assert "6,000" in page
    for number in range(3):
        facts = worker(number)
        assert facts.name not in page
        assert facts.id_number not in page
        assert facts.phone not in page


def test_a_worker_of_a_group_sees_only_the_own_row(client: Any) -> None:
    complaint, _code = file_with_code(**group())
    payment = paid(complaint, "500.00")  # to Wang Wu, who filed
    own = worker(1)
    ask_code(client, own.phone)
    data = {"do": "one_time", "phone": own.phone, "code": OneTimeCode.objects.get().code}
    assert client.post("/track/", data).url == url(complaint)
    complaint.messages.create(kind="message", text="代表人的话", sent_at=clock.now())
    page = client.get(url(complaint))
    text = page.content.decode()
    assert page.context["progress"].money.owed == Decimal("2000.00")
    for hidden in ("王五", WANG_WU_ID, WANG_WU_PHONE, worker(2).name, "6,000", "3,000", "王**",
                   "代表人的话", own.id_number):  # fmt: skip
        assert hidden not in text
    assert post(client, complaint, f"payment/{payment.pk}/", answer="confirmed").status_code == 404
    for what in ("recusal", "supplement"):
        assert post(client, complaint, f"{what}/", text="x", reason="x").status_code == 404


def test_scenario_13_a_worker_of_a_group_withdraws_alone_from_the_own_page(client: Any) -> None:
    complaint = opened(
        client, workers=[worker(0, "6000.00"), worker(1, "2000.00"), worker(2, "3000.00")]
    )
    advance(complaint, "investigating")
    own, others = worker(1), Client()
    ask_code(others, own.phone)
    data = {"do": "one_time", "phone": own.phone, "code": OneTimeCode.objects.get().code}
    assert others.post("/track/", data).url == url(complaint)
    assert "撤回我的投诉" in others.get(url(complaint)).content.decode()
    form = others.get(url(complaint, "withdraw/")).content.decode()
    assert worker(2).name not in form
    stranger = complaint.claims.order_by("position")[0]
    assert (
        post(others, complaint, "withdraw/", reason="已拿到钱。", claims=stranger.pk).status_code
        == 302
    )
    wish = complaint.withdrawals.get()
    assert wish.claim.worker.name == own.name
    assert "正在等负责人确认" in others.get(url(complaint)).content.decode()
    assert "正在等负责人确认" not in client.get(url(complaint)).content.decode()
    answer = {f"answer_{wish.claim_id}": "confirm", f"note_{wish.claim_id}": "电话核实，自愿。"}
    do("decide_worker_withdrawals", complaint, head_of(fresh(complaint)), answer)
    complaint = fresh(complaint)
    assert (complaint.state, complaint.worker_count) == ("accepted", 2)
    assert complaint.case.claimed_yuan == Decimal("9000.00")


def test_an_anonymous_report_is_tracked_without_a_person(client: Any) -> None:
    complaint = opened(
        client, workers=0, is_anonymous=True, kind="report", contact_name="", contact_phone="",
        worker_count=12, claimed_yuan=Decimal("90000"),
    )  # fmt: skip
    text = client.get(url(complaint)).content.decode()
    assert "90,000" in text


def test_too_many_posts_are_refused_with_a_sentence(client: Any, monkeypatch: Any) -> None:
    complaint = opened(client)
    monkeypatch.setattr("workflows.counter.tracking.POSTS_AN_HOUR", 1)
    assert post(client, complaint, "message/", text="一").status_code == 302
    assert post(client, complaint, "message/", text="二").context["refusal"]


def test_large_type_is_switched_and_leads_back_only_here(client: Any) -> None:
    response = client.get("/big/?big=1&next=/track/")
    assert (response.url, response.cookies["big"].value) == ("/track/", "1")
    assert 'class="public big"' in client.get("/track/").content.decode()
    assert client.get("/big/?big=0&next=https://example.com/").url == "/"
