"""Rules by event, role and way; what each may choose and what the law keeps on; held and collected."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.journal import record
from casework.models import CaseEvent, Complaint, User
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from notifications import dispatch, rules, senders, sending
from notifications.models import Delivery, DeliveryState, Digest, NoticeRule, NoticeSettings, Way
from notifications.senders.base import Message, SendError
from notifications.told import TOLD
from tests import cast, factories
from tests.cast import person

SHANGHAI = timezone.get_default_timezone()
DAY = datetime(2026, 3, 13, 10, 0, tzinfo=SHANGHAI)  # a Friday
NIGHT, MONDAY = DAY.replace(hour=23), datetime(2026, 3, 16, 8, 30, tzinfo=SHANGHAI)
HOURS = {"due_at": "2026-03-14T10:00:00+08:00", "rule": "D-31", "label": "移送公安机关"}


class Post:
    """A sender that keeps what it was given and fails as told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.failing: Exception | None = None

    def send(self, message: Message) -> str:
        if self.failing:
            raise self.failing
        self.taken.append(message)
        return f"ref-{message.key}"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Post:
    one = Post()
    monkeypatch.setattr(senders, "of", lambda way: one)
    settings.NOTICES = settings.NOTICES | {
        "quiet_staff": "20:00-08:30", "quiet_complainants": "22:00-08:00",
        "email_sender": "notifications.senders.smtp",
    }  # fmt: skip
    return one


@pytest.fixture
def matter(db: None, post: Post, monkeypatch: pytest.MonkeyPatch) -> Complaint:
    """A complaint led by somebody with mail and phone; what happened so far told to nobody."""
    # All of a test is one transaction, which the relay would wait for.
    monkeypatch.setattr(dispatch, "NEXT", "(xid, id) > (%s, %s)")
    cast.load_province()
    for key in cast.CAST:
        person(key)
    filed = factories.file_at(None, cast.JINSHUI)
    factories.advance(filed, "assigned")
    matter = Complaint.objects.get(pk=filed.pk)
    assert matter.lead is not None
    matter.lead.email, matter.lead.mobile = "zhao@example.gov.cn", "19911112222"
    matter.lead.save()
    dispatch.skip_to_now()
    return matter


def happens(matter: Complaint, kind: str, now: datetime, **more: Any) -> CaseEvent:
    actor = more.pop("actor", Actor.system())
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=matter.pk)
        event = record(row, kind, actor=actor, **more)
    dispatch.relay(now)
    return event


def planned(event: CaseEvent, user: User | None) -> dict[str, Delivery]:
    return {row.channel: row for row in event.deliveries.filter(user=user)}


def test_an_ordinary_notice_waits_for_the_next_digest(matter: Complaint, post: Post) -> None:
    event = happens(matter, EventKind.EVIDENCE_ADDED, DAY)
    found = planned(event, matter.lead)
    assert set(found) == {Way.INBOX, Way.EMAIL}
    assert (found[Way.EMAIL].in_digest, found[Way.EMAIL].next_try_at) == (True, MONDAY)
    assert found[Way.INBOX].state == DeliveryState.SENT


def test_held_notices_come_as_one_mail_and_each_keeps_its_words(
    matter: Complaint, post: Post
) -> None:
    events = [happens(matter, EventKind.EVIDENCE_ADDED, DAY) for _ in range(3)]
    assert not sending.send_due(now=MONDAY - timedelta(seconds=1))
    assert sending.send_due(now=MONDAY) == {DeliveryState.SENT: 3}
    (mail,) = post.taken
    assert mail.address == "zhao@example.gov.cn"
    assert mail.text.count("投诉尾号") == 3
    assert matter.tracking_no not in mail.text
    rows = [planned(event, matter.lead)[Way.EMAIL] for event in events]
    assert {row.provider_ref for row in rows} == {f"ref-{mail.key}"}
    assert all("投诉尾号" in row.sent_text for row in rows)
    assert {row.sent_to for row in rows} == {"z***@example.gov.cn"}


def test_a_digest_that_fails_comes_back_as_a_whole(matter: Complaint, post: Post) -> None:
    for _ in range(2):
        happens(matter, EventKind.EVIDENCE_ADDED, DAY)
    post.failing = SendError("SMTP 451")
    assert sending.send_due(now=MONDAY) == {DeliveryState.FAILED: 2}
    post.failing = None
    assert sending.send_due(now=MONDAY + timedelta(minutes=1)) == {DeliveryState.SENT: 2}
    assert len(post.taken) == 1


def test_a_line_that_has_had_its_tries_does_not_take_the_fresh_ones_with_it(
    matter: Complaint, post: Post
) -> None:
    old, fresh = (happens(matter, EventKind.EVIDENCE_ADDED, DAY) for _ in range(2))
    old.deliveries.filter(channel=Way.EMAIL).update(attempts=sending.MOST_TRIES - 1)
    post.failing = SendError("SMTP 451")
    sending.send_due(now=MONDAY)
    states = [planned(event, matter.lead)[Way.EMAIL].state for event in (old, fresh)]
    assert states == [DeliveryState.DEAD, DeliveryState.FAILED]


def test_a_day_deadline_at_night_waits_for_the_working_morning(
    matter: Complaint, post: Post
) -> None:
    event = happens(matter, EventKind.DEADLINE_PASSED, NIGHT, facts={"rule": "D-01", "left": -1})
    mail = planned(event, matter.lead)[Way.EMAIL]
    assert mail.next_try_at == MONDAY
    assert Way.SMS not in planned(event, matter.lead)


def test_an_hour_limit_wakes_its_officer(matter: Complaint, post: Post) -> None:
    event = happens(matter, EventKind.DEADLINE_WARNED, NIGHT, facts=HOURS)
    found = planned(event, matter.lead)
    assert set(found) == {Way.INBOX, Way.EMAIL, Way.SMS}
    assert {found[Way.SMS].next_try_at, found[Way.EMAIL].next_try_at} == {NIGHT}
    assert sending.send_due(now=NIGHT) == {DeliveryState.SENT: 2}
    sms = next(message for message in post.taken if message.way == Way.SMS)
    assert sms.address == "19911112222"
    assert len(sms.text) <= 70
    assert "移送公安机关" in sms.text


def test_a_complainant_is_told_in_the_morning_unless_they_just_acted(
    matter: Complaint, post: Post
) -> None:
    answer = happens(matter, EventKind.MESSAGE_SENT, NIGHT)
    assert answer.deliveries.get(channel=Way.SMS).next_try_at == NIGHT + timedelta(hours=9)
    own = happens(matter, EventKind.COMPLAINT_WITHDRAWAL_REQUESTED, NIGHT,
                  actor=Actor.complainant())  # fmt: skip
    assert own.deliveries.get(channel=Way.SMS).next_try_at == NIGHT


def test_each_may_choose_but_not_against_what_is_demanded(matter: Complaint, post: Post) -> None:
    off = {f"{name}:{way}": False for name in rules.SUBJECTS for way in rules.OWN_WAYS}
    NoticeSettings.objects.create(user=matter.lead, choices=off)
    assert planned(happens(matter, EventKind.EVIDENCE_ADDED, DAY), matter.lead) == {}
    passed = happens(matter, EventKind.DEADLINE_PASSED, DAY, facts={"rule": "D-01", "left": -1})
    assert set(planned(passed, matter.lead)) == {Way.INBOX, Way.EMAIL}
    due = happens(matter, EventKind.DEADLINE_WARNED, DAY, facts={"rule": "D-01", "left": 0})
    assert Way.INBOX in planned(due, matter.lead)
    early = happens(matter, EventKind.DEADLINE_WARNED, DAY, facts={"rule": "D-01", "left": 3})
    assert planned(early, matter.lead) == {}


def test_own_quiet_hours_and_mail_at_once(matter: Complaint, post: Post) -> None:
    NoticeSettings.objects.create(user=matter.lead, digest=Digest.AT_ONCE, quiet_from="17:30",
                                  quiet_to="09:00")  # fmt: skip
    at_once = planned(happens(matter, EventKind.EVIDENCE_ADDED, DAY), matter.lead)[Way.EMAIL]
    assert (at_once.in_digest, at_once.next_try_at) == (False, DAY)
    evening = DAY.replace(hour=18)
    held = planned(happens(matter, EventKind.EVIDENCE_ADDED, evening), matter.lead)[Way.EMAIL]
    assert (held.in_digest, held.next_try_at) == (True, MONDAY + timedelta(minutes=30))


def test_a_rule_of_the_house_closes_or_opens_a_way(matter: Complaint, post: Post) -> None:
    NoticeRule.objects.create(kind=EventKind.EVIDENCE_ADDED, who="lead", way=Way.EMAIL, is_on=False)
    NoticeRule.objects.create(kind=EventKind.EVIDENCE_ADDED, who="lead", way=Way.SMS, is_on=True)
    found = planned(happens(matter, EventKind.EVIDENCE_ADDED, NIGHT), matter.lead)
    assert set(found) == {Way.INBOX, Way.SMS}
    assert found[Way.SMS].next_try_at == MONDAY


def test_the_group_of_the_office_hears_of_few_things_and_a_system_of_all(
    matter: Complaint, post: Post, settings: Any
) -> None:
    code = matter.office.division.code
    settings.NOTICES = settings.NOTICES | {
        "wecom": {code: "https://wecom.example/?key=1"}, "dingtalk": {"999999": "https://d.example"},
        "webhook": {"*": "https://hook.example/in"},
    }  # fmt: skip
    added = happens(matter, EventKind.EVIDENCE_ADDED, NIGHT)
    assert {row.channel for row in added.deliveries.filter(office__isnull=False)} == {Way.WEBHOOK}
    passed = happens(matter, EventKind.DEADLINE_PASSED, NIGHT, facts={"rule": "D-01"})
    rows = {row.channel: row for row in passed.deliveries.filter(office=matter.office)}
    assert set(rows) == {Way.WEBHOOK, Way.WECOM}
    assert (rows[Way.WEBHOOK].next_try_at, rows[Way.WECOM].next_try_at) == (NIGHT, MONDAY)
    sending.send_due(now=MONDAY)
    hook = next(m for m in post.taken if m.way == Way.WEBHOOK)
    group = next(m for m in post.taken if m.way == Way.WECOM)
    for text in (hook.text, group.text):
        assert "王五" not in text
        assert matter.tracking_no not in text
        assert matter.tracking_no[-4:] in text
    rows[Way.WECOM].refresh_from_db()
    assert rows[Way.WECOM].sent_to == "wecom.example"


def test_a_held_notice_is_dropped_when_the_matter_has_gone_elsewhere(
    matter: Complaint, post: Post
) -> None:
    event = happens(matter, EventKind.EVIDENCE_ADDED, DAY)
    assert matter.lead is not None
    matter.lead.memberships.update(office=cast.office(cast.GUSHI))
    sending.send_due(now=MONDAY)
    row = planned(event, matter.lead)[Way.EMAIL]
    assert (row.state, row.error) == (DeliveryState.DEAD, "no longer concerned")
    assert not post.taken


def test_what_was_sent_is_kept_as_evidence(matter: Complaint, post: Post) -> None:
    event = happens(matter, EventKind.MESSAGE_SENT, DAY)
    sending.send_due(now=DAY)
    row = event.deliveries.get(channel=Way.SMS)
    assert row.sent_text == post.taken[0].text
    assert (row.template, row.language) == (EventKind.MESSAGE_SENT, "zh-hans")
    assert row.sent_to == "199****0001"
    assert row.sent_at == DAY


def test_defaults_name_kinds_of_the_journal_and_every_subject() -> None:
    assert set(rules.DEMANDED) <= set(EventKind)
    assert set(TOLD) >= rules.TO_GROUPS
    assert set(rules.DEMANDED) <= set(TOLD)
    prefixes = {kind.partition(".")[0] for kind in TOLD}
    assert prefixes <= set(rules._SUBJECT_OF)


def test_the_page_keeps_choices_and_says_why_some_stay(matter: Complaint) -> None:
    assert matter.lead is not None
    client = Client()
    client.force_login(matter.lead, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("inbox_settings")).content.decode()
    assert "不能关闭" in page
    assert "劳动保障监察条例" in page
    sent = {name: ["inbox", "email", "sms"] for name in rules.SUBJECTS}
    sent |= {"case": ["inbox"], "digest": "weekly", "quiet_from": "19:00", "quiet_to": "08:00",
             "language": "en"}  # fmt: skip
    assert client.post(reverse("inbox_settings"), sent).status_code == 302
    own = NoticeSettings.objects.get(user=matter.lead)
    assert own.choices == {"case:email": False, "case:sms": False}
    assert (own.digest, f"{own.quiet_from:%H:%M}") == (Digest.WEEKLY, "19:00")
    bad = client.post(reverse("inbox_settings"), sent | {"quiet_to": "12:00"})
    assert bad.status_code == 422


def test_the_page_asks_for_a_login() -> None:
    assert Client().get(reverse("inbox_settings")).status_code == 302
