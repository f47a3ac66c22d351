"""The thread with the complainant, the complaint about delay (催办) and satisfaction: who reads what."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework import clock
from casework.models import (
    CaseEvent,
    Complaint,
    DelayComplaint,
    EmployerAccess,
    Evidence,
    Message,
    OneTimeCode,
    Satisfaction,
)
from casework.models.actor import Actor
from notifications import dispatch, sending
from notifications.models import Delivery
from notifications.recipients import Audience, Recipient
from notifications.threads import phone_of
from tests import cast
from tests.factories import SHANGHAI, advance, desks, do, file_with_code, fresh, head_of, worker
from workflows.dispatch import act
from workflows.machines.step import Refused
from workflows.models import DeskTask
from workflows.sweeps.messages import sweep_messages

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")
WORDS = "工头让我别来。"


def at(day: str, hour: int = 10) -> Any:
    return clock.at(datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=SHANGHAI))


def enter(complaint: Complaint, code: str) -> Client:
    client = Client()
    data = {"do": "code", "number": complaint.tracking_no, "code": code}
    assert client.post("/track/", data).status_code == 302
    return client


def enter_by_phone(complaint: Complaint, phone: str) -> Client:
    client = Client()
    client.post("/track/", {"do": "phone", "phone": phone})
    code = OneTimeCode.objects.order_by("-id")[0].code
    data = {"do": "one_time", "phone": phone, "code": code}
    assert client.post("/track/", data).status_code == 302
    return client


def post(client: Client, complaint: Complaint, what: str, **data: Any) -> Any:
    return client.post(f"/track/view/{complaint.pk}/{what}/", {"key": str(uuid.uuid4()), **data})


def page(client: Client, complaint: Complaint) -> str:
    return client.get(f"/track/view/{complaint.pk}/").content.decode()


def staff(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def photo(name: str = "1.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png")


def told_of(kind: str) -> set[int | None]:
    """The users who hear of the one event of this kind."""
    event = CaseEvent.objects.get(kind=kind)
    return {one.user_id for one in Audience([event]).of(event) if one.user_id}


def group() -> dict[str, Any]:
    return {"workers": [worker(n, f"{1000 * (n + 1)}.00") for n in range(3)]}


# --- the thread


@pytest.mark.django_db(transaction=True)
def test_a_message_is_sent_then_delivered_then_read_and_the_answer_too() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    worker_ = enter(complaint, code)
    post(worker_, complaint, "message", text=WORDS, kind="message")
    assert "发出了" in page(worker_, complaint)
    dispatch.relay()
    assert "送到了" in page(worker_, complaint)
    lead = staff(complaint.lead)
    assert WORDS in lead.get(f"/messages/{complaint.pk}/").content.decode()
    assert "看过了" in page(worker_, complaint)
    do("reply", complaint, complaint.lead, {"text": "周四去工地。"})
    message, answer = Message.objects.order_by("id")
    assert message.answered_at is not None
    assert (answer.told_at, answer.read_at) == (None, None)
    dispatch.relay()
    sending.send_due()
    answer.refresh_from_db()
    assert answer.told_at is not None
    assert "周四去工地。" in page(worker_, complaint)
    answer.refresh_from_db()
    assert answer.read_at is not None
    assert "看过" in lead.get(f"/messages/{complaint.pk}/").content.decode()


def test_every_step_of_the_thread_is_in_the_journal_without_its_words() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    worker_ = enter(complaint, code)
    post(worker_, complaint, "message", text=WORDS, files=[photo()])
    staff(complaint.lead).get(f"/messages/{complaint.pk}/")
    do("reply", complaint, complaint.lead, {"text": "收到。"})
    page(worker_, complaint)
    rows = list(complaint.events.order_by("seq"))[-5:]
    assert [row.kind for row in rows] == [
        "evidence.added", "message.received", "message.read", "message.sent", "message.read",
    ]  # fmt: skip
    assert not any(WORDS in str(row.facts) + row.reason for row in rows)


def test_a_colleague_who_may_not_answer_reads_without_leaving_a_receipt() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    post(enter(complaint, code), complaint, "message", text=WORDS)
    supervisor = staff(cast.person("chen"))
    text = supervisor.get(f"/messages/{complaint.pk}/").content.decode()
    assert WORDS in text
    assert "act-form" not in text
    assert Message.objects.get().read_at is None
    answered = supervisor.post(f"/messages/{complaint.pk}/", {"text": "我来答"})
    assert answered.status_code == 200
    assert Message.objects.count() == 1


def test_another_county_finds_no_thread() -> None:
    complaint, _code = file_with_code()
    complaint = advance(complaint, "assigned")
    assert staff(cast.person("liu")).get(f"/messages/{complaint.pk}/").status_code == 404
    assert Client().get(f"/messages/{complaint.pk}/").status_code == 302


def test_what_an_informant_wrote_is_read_by_the_head_and_the_lead_alone() -> None:
    complaint, code = file_with_code(kind="report")
    complaint = advance(complaint, "assigned")
    post(enter(complaint, code), complaint, "message", text=WORDS)
    for user, status in ((complaint.lead, 200), (head_of(complaint), 200),
                         (complaint.second, 404), (cast.person("chen"), 404)):  # fmt: skip
        assert staff(user).get(f"/messages/{complaint.pk}/").status_code == status, user
    waiting = staff(complaint.second).get("/messages/").content.decode()
    assert complaint.tracking_no not in waiting


def test_each_worker_of_a_group_has_a_thread_of_his_own() -> None:
    complaint, code = file_with_code(**group())
    complaint = advance(complaint, "assigned")
    representative = enter(complaint, code)
    one, other = (enter_by_phone(complaint, worker(n).phone) for n in (1, 2))
    post(representative, complaint, "message", text="代表人的话")
    post(one, complaint, "message", text="赵工的话", files=[photo("赵工的工牌.png")])
    claim = complaint.claims.order_by("position")[1]
    do("reply", complaint, complaint.lead, {"text": "只答赵工", "claim": claim.pk})
    mine, theirs, reps = (
        page(one, complaint),
        page(other, complaint),
        page(representative, complaint),
    )
    assert "赵工的话" in mine
    assert "只答赵工" in mine
    assert "代表人的话" not in mine
    for text in (theirs, reps):
        for hidden in ("赵工的话", "只答赵工", "赵工的工牌"):
            assert hidden not in text
    evidence = Evidence.objects.get()
    path = f"/track/view/{complaint.pk}/file/{evidence.pk}/"
    assert one.get(path).status_code == 200
    assert other.get(path).status_code == representative.get(path).status_code == 404
    office = staff(complaint.lead).get(f"/messages/{complaint.pk}/").content.decode()
    for shown in ("代表人的话", "赵工的话", "只答赵工", "钱**"):
        assert shown in office
    assert worker(1).name not in office


def test_the_answer_to_one_worker_goes_to_his_own_phone() -> None:
    complaint, _code = file_with_code(**group())
    complaint = advance(complaint, "assigned")
    one = enter_by_phone(complaint, worker(1).phone)
    post(one, complaint, "message", text="赵工的话")
    claim = complaint.claims.order_by("position")[1]
    do("reply", complaint, complaint.lead, {"text": "收到", "claim": claim.pk})
    event = CaseEvent.objects.get(kind="message.sent")
    assert Recipient(complaint_id=complaint.pk) in Audience([event]).of(event)
    assert phone_of(Delivery(event=event, complaint=complaint)) == worker(1).phone


def test_a_file_alone_is_enough_and_shows_who_has_seen_it() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    worker_ = enter(complaint, code)
    assert post(worker_, complaint, "message", text="", files=[photo()]).status_code == 302
    message = Message.objects.get()
    assert (message.kind, message.files.count()) == ("files", 1)
    assert "1.png" in page(worker_, complaint)
    waiting = staff(complaint.lead).get("/messages/").content.decode()
    assert complaint.tracking_no not in waiting  # a photo asks for no answer


def test_neither_words_nor_files_are_asked_for_again() -> None:
    complaint, code = file_with_code()
    answer = post(enter(complaint, code), complaint, "message", text="")
    assert answer.context["form"].errors["text"]


def test_uploads_are_bounded_by_the_hour(monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.counter.tracking.UPLOADS_AN_HOUR", 2)
    complaint, code = file_with_code()
    worker_ = enter(complaint, code)
    for _ in range(2):
        assert post(worker_, complaint, "photo", files=[photo()]).status_code == 302
    refused = post(worker_, complaint, "photo", files=[photo()])
    assert "一小时内提交得太多了" in refused.context["refusal"]
    assert post(worker_, complaint, "message", text="没有照片").status_code == 302


def test_one_worker_cannot_use_up_the_room_of_the_group(monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.actions.contact.MOST_FILES_OF_ONE", 2)
    complaint, code = file_with_code(**group())
    one = enter_by_phone(complaint, worker(1).phone)
    assert post(one, complaint, "photo", files=[photo(), photo()]).status_code == 302
    assert "材料最多交" in post(one, complaint, "photo", files=[photo()]).context["refusal"]
    assert post(enter(complaint, code), complaint, "photo", files=[photo()]).status_code == 302


def test_the_head_is_told_once_of_what_nobody_answered_for_two_working_days() -> None:
    with at("2026-09-17"):  # a Thursday; Sunday 09-20 is a make-up working day
        complaint, code = file_with_code()
        complaint = advance(complaint, "assigned")
        post(enter(complaint, code), complaint, "message", text=WORDS)
    with at("2026-09-20"):
        assert sweep_messages() == 0
    with at("2026-09-21"):
        assert sweep_messages() == 1
        assert sweep_messages() == 0
        assert head_of(complaint).pk in told_of("message.unanswered")
        listed = staff(head_of(complaint)).get("/messages/").content.decode()
        assert "逾时未回复" in listed
        assert WORDS not in listed


def test_what_asks_for_no_answer_is_settled() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    post(enter(complaint, code), complaint, "message", text="谢谢。")
    lead = staff(complaint.lead)
    lead.post(f"/messages/{complaint.pk}/", {"do": "settle", "key": uuid.uuid4().hex})
    assert Message.objects.get().answered_at is not None
    with pytest.raises(Refused, match="没有等待回复"):
        do("settle_messages", complaint, complaint.lead)


def test_the_panel_counts_without_words_on_complaint_and_case() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "investigating")
    post(enter(complaint, code), complaint, "message", text=WORDS)
    lead = staff(complaint.lead)
    assert complaint.case is not None
    for path in (f"/complaints/{complaint.pk}/", f"/cases/{complaint.case.pk}/"):
        text = lead.get(path + "?region=panels").content.decode()
        assert f"/messages/{complaint.pk}/" in text
        assert "1 条未回复" in text
        assert WORDS not in text


# --- complaint about delay


def slow(client: Client, complaint: Complaint, **over: Any) -> Any:
    return post(client, complaint, "delay", **{"text": "一个月没有动静。", **over})


def test_a_complaint_about_delay_lies_on_the_desk_of_the_city_until_it_is_answered() -> None:
    with at("2026-09-17"):
        complaint, code = file_with_code()
        complaint = advance(complaint, "investigating")
        worker_ = enter(complaint, code)
        due_before = fresh(complaint).next_due_on
        assert slow(worker_, complaint).status_code == 302
        delay = DelayComplaint.objects.get()
        assert delay.office == cast.office(cast.ZHENGZHOU)
        assert str(delay.due_on) == "2026-09-23"  # 5 working days; the make-up Sunday counts
        assert fresh(complaint).next_due_on == due_before
        task = DeskTask.objects.get(node="answer_delay", finished__isnull=True)
        assert (task.office, task.due_on) == (delay.office, delay.due_on)
        assert "郑州市" in page(worker_, complaint)
        chen = cast.person("chen")
        assert complaint.tracking_no in staff(chen).get("/desk/").content.decode()
        assert {chen.pk, head_of(complaint).pk} <= told_of("delay.complained")
        do("answer_delay", complaint, chen, {"text": "已责成金水区三日内查完。"})
        assert "已责成金水区三日内查完。" in page(worker_, complaint)
        task.refresh_from_db()
        assert task.finished is not None


def test_the_desk_of_the_city_does_not_follow_the_term_of_the_matter() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    slow(enter(complaint, code), complaint)
    due = DeskTask.objects.get(node="answer_delay").due_on
    advance(complaint, "investigating")
    assert DeskTask.objects.get(node="answer_delay").due_on == due
    assert "answer_delay" in desks(complaint)


def test_it_is_answered_by_the_office_above_alone() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "assigned")
    slow(enter(complaint, code), complaint)
    for user in (complaint.lead, head_of(complaint), cast.person("sun"), cast.person("liu")):
        with pytest.raises(Refused):
            do("answer_delay", complaint, user, {"text": "好的。"})
    do("answer_delay", complaint, cast.person("chen"), {"text": "好的。"})
    with pytest.raises(Refused):
        do("answer_delay", complaint, cast.person("chen"), {"text": "再答。"})


def test_while_two_cities_have_it_in_hand_the_province_answers() -> None:
    complaint, code = file_with_code()  # Zhengzhou
    complaint = advance(complaint, "transferred")  # proposed to Shangshui in Zhoukou
    slow(enter(complaint, code), complaint)
    assert DelayComplaint.objects.get().office == cast.office(cast.HENAN)


def test_it_is_made_once_in_seven_days_and_the_page_says_when_again() -> None:
    with at("2026-09-01"):
        complaint, code = file_with_code()
        complaint = advance(complaint, "assigned")
        worker_ = enter(complaint, code)
        slow(worker_, complaint)
        assert "delay/" not in page(worker_, complaint)
        assert "正在查" in slow(worker_, complaint).context["refusal"]
        do("answer_delay", complaint, cast.person("chen"), {"text": "在办。"})
    with at("2026-09-07"):
        worker_ = enter(complaint, code)
        assert "9月8日" in slow(worker_, complaint).context["refusal"]
        assert "9月8日" in page(worker_, complaint)
    with at("2026-09-08"):
        worker_ = enter(complaint, code)
        assert slow(worker_, complaint).status_code == 302
        assert DeskTask.objects.filter(node="answer_delay", finished__isnull=True).count() == 1


def test_a_reply_that_is_late_opens_the_way_again() -> None:
    with at("2026-09-01"):
        complaint, code = file_with_code()
        complaint = advance(complaint, "assigned")
        slow(enter(complaint, code), complaint)
    with at("2026-09-09"):
        assert slow(enter(complaint, code), complaint).status_code == 302
        assert DelayComplaint.objects.count() == 2
        assert DeskTask.objects.filter(node="answer_delay").count() == 1
        do("answer_delay", complaint, cast.person("chen"), {"text": "一并答复。"})
        assert not DelayComplaint.objects.filter(answered_at__isnull=True).exists()


@pytest.mark.parametrize("stage", ["supplement", "rejected", "withdrawn", "told"])
def test_where_nothing_waits_for_an_office_nobody_complains_of_delay(stage: str) -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, stage)
    worker_ = enter(complaint, code)
    assert "delay/" not in page(worker_, complaint)
    assert slow(worker_, complaint).url == f"/track/view/{complaint.pk}/"
    with pytest.raises(Refused):
        do("complain_delay", complaint, Actor.complainant(), {"text": "慢"})


# --- satisfaction


def test_satisfaction_is_given_once_after_the_result_was_told() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "closed")
    worker_ = enter(complaint, code)
    assert post(worker_, complaint, "rate", score=5).url == f"/track/view/{complaint.pk}/"
    assert not Satisfaction.objects.exists()
    complaint = advance(complaint, "told")
    assert "rate/" in page(worker_, complaint)
    assert post(worker_, complaint, "rate", score=6).status_code == 200
    post(worker_, complaint, "rate", score=4, text="态度好。")
    rating = Satisfaction.objects.get()
    assert (rating.score, rating.office) == (4, complaint.office)
    assert "rate/" not in page(worker_, complaint)
    assert "已经评价过" in post(worker_, complaint, "rate", score=1).context["refusal"]
    event = CaseEvent.objects.get(kind="satisfaction.given")
    assert event.facts == {"score": 4, "length": 4}


def test_a_worker_of_a_group_rates_for_himself() -> None:
    complaint, code = file_with_code(**group())
    complaint = advance(complaint, "told")
    post(enter(complaint, code), complaint, "rate", score=5)
    post(enter_by_phone(complaint, worker(1).phone), complaint, "rate", score=2)
    assert sorted(Satisfaction.objects.values_list("score", flat=True)) == [2, 5]


def test_staff_cannot_speak_for_the_complainant() -> None:
    complaint, _code = file_with_code()
    complaint = advance(complaint, "told")
    for code, data in (("rate", {"score": "5"}), ("add_message", {"text": "x"})):
        with pytest.raises(Refused):
            act(code, complaint.pk, cast.actor(complaint.lead), data)
        assert (
            staff(complaint.lead).get(f"/act/{code}/complaint/{complaint.pk}/").status_code == 404
        )


def test_the_employer_reads_nothing_of_what_was_said() -> None:
    complaint, code = file_with_code()
    complaint = advance(complaint, "served")
    worker_ = enter(complaint, code)
    post(worker_, complaint, "message", text=WORDS, files=[photo("工头的照片.png")])
    slow(worker_, complaint)
    do("reply", complaint, complaint.lead, {"text": "只对工人说的话。"})
    assert complaint.case is not None
    access = EmployerAccess.objects.get(case=complaint.case.pk)
    employer = Client()
    employer.post("/employer-page/", {"do": "code", "code": access.code})
    employer.post(
        "/employer-page/who/", {"name": "钱经理", "position": "经理", "phone": "13900000009"}
    )
    answer = employer.get(f"/employer-page/{access.pk}/")
    assert answer.status_code == 200
    for hidden in (WORDS, "工头的照片", "只对工人说的话", "一个月没有动静"):
        assert hidden not in answer.content.decode()
    evidence = Evidence.objects.get()
    for path in (f"/evidence/{evidence.pk}/", f"/messages/{complaint.pk}/",
                 f"/track/view/{complaint.pk}/file/{evidence.pk}/"):  # fmt: skip
        assert employer.get(path).status_code in (302, 404)
