"""The relay: who is told, once, whatever fails; what the messages say and never say."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.utils import timezone

from casework import clock
from casework.journal import record
from casework.models import CaseEvent, Complaint, Membership, OneTimeCode
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from notifications import codes, dispatch, recipients, senders, sending, texts
from notifications.models import Delivery, DeliveryState, InboxNotice, Way
from notifications.recipients import Audience
from notifications.senders.base import Message, SendError
from notifications.told import TOLD
from tests import cast, factories
from tests.cast import person

LONGEST_PLACE = "巩义市先进制造业开发区某某街道办事处"


class Gateway:
    """A sender that keeps what it was given and fails as told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.failing: Exception | None = None
        self._lock = threading.Lock()

    def send(self, message: Message) -> str:
        if self.failing:
            raise self.failing
        with self._lock:
            self.taken.append(message)
        return f"ref-{message.key}"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    one = Gateway()
    monkeypatch.setattr(senders, "of", lambda way: one)
    return one


@pytest.fixture
def filed(transactional_db: None, gateway: Gateway) -> Complaint:
    cast.load_province()
    for key in cast.CAST:
        person(key)
    return factories.file_at(None, cast.JINSHUI)


def told(kind: str) -> set[str]:
    rows = InboxNotice.objects.filter(event__kind=kind)
    return set(rows.values_list("user__username", flat=True))


def relay_and_send() -> None:
    dispatch.relay()
    sending.send_due()


def journal(complaint: Complaint, kind: str, **more: Any) -> CaseEvent:
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint.pk)
        return record(row, kind, actor=Actor.system(), **more)


def test_the_complainant_is_told_once_however_often_it_runs(
    filed: Complaint, gateway: Gateway
) -> None:
    for _ in range(3):
        relay_and_send()
    assert [m.address for m in gateway.taken] == [factories.WANG_WU_PHONE]
    assert gateway.taken[0].text.startswith("【清欠】您反映的欠薪（尾号")
    row = Delivery.objects.get(channel=Way.SMS)
    assert (row.state, row.attempts) == (DeliveryState.SENT, 1)
    assert row.provider_ref == f"ref-delivery-{row.pk}"


def test_rows_relayed_again_make_no_second_delivery(filed: Complaint, gateway: Gateway) -> None:
    relay_and_send()
    dispatch.RelayCursor.objects.update(xid=0, event_id=0)
    relay_and_send()
    assert len(gateway.taken) == 1
    assert Delivery.objects.filter(channel=Way.SMS).count() == 1


def test_two_relays_at_once_send_each_message_once(filed: Complaint, gateway: Gateway) -> None:
    for _ in range(30):
        journal(filed, EventKind.MESSAGE_SENT)

    def work() -> None:
        try:
            relay_and_send()
        finally:
            close_old_connections()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    relay_and_send()
    keys = [message.key for message in gateway.taken]
    assert len(keys) == len(set(keys)) == 31


def test_a_row_of_an_older_open_transaction_is_not_skipped(
    filed: Complaint, gateway: Gateway
) -> None:
    other = factories.file_at(None, cast.JINSHUI)
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                journal(filed, EventKind.MESSAGE_SENT)
                written.set()
                go.wait(10)
        finally:
            close_old_connections()

    writer = threading.Thread(target=slow)
    writer.start()
    written.wait(10)
    late = journal(other, EventKind.MESSAGE_SENT)
    assert dispatch.relay().waiting
    assert not late.deliveries.exists()
    go.set()
    writer.join()
    dispatch.relay()
    assert Delivery.objects.filter(event__kind=EventKind.MESSAGE_SENT).count() == 2


def test_a_failed_message_is_tried_again_later(filed: Complaint, gateway: Gateway) -> None:
    gateway.failing = SendError("HTTP 503")
    relay_and_send()
    row = Delivery.objects.get(channel=Way.SMS)
    assert (row.state, row.error) == (DeliveryState.FAILED, "HTTP 503")
    assert row.next_try_at > timezone.now() + timedelta(seconds=5)
    assert not sending.send_due()
    gateway.failing = None
    Delivery.objects.update(next_try_at=timezone.now())
    assert sending.send_due() == {DeliveryState.SENT: 1}


@pytest.mark.parametrize("error", [SendError("HTTP 503"), RuntimeError("王五 19900000001")])
def test_a_poison_message_is_dead_after_its_last_try(
    filed: Complaint, gateway: Gateway, error: Exception
) -> None:
    dispatch.relay()
    gateway.failing = error
    for _ in range(15):
        sending.send_due()
        Delivery.objects.update(next_try_at=timezone.now())
    row = Delivery.objects.get(channel=Way.SMS)
    assert (row.state, row.attempts) == (DeliveryState.DEAD, sending.MOST_TRIES)
    assert "199" not in row.error


def test_a_refused_number_is_dead_at_once(filed: Complaint, gateway: Gateway) -> None:
    gateway.failing = SendError("HTTP 400", permanent=True)
    relay_and_send()
    assert Delivery.objects.get(channel=Way.SMS).state == DeliveryState.DEAD


def test_a_killed_workers_message_is_taken_over_after_its_lease(
    filed: Complaint, gateway: Gateway
) -> None:
    dispatch.relay()
    held = sending.claim()
    assert held is not None
    assert not sending.send_due()
    Delivery.objects.filter(pk=held.pk).update(lease_until=timezone.now())
    assert sending.send_due() == {DeliveryState.SENT: 1}


def test_a_row_nobody_can_be_found_for_stops_nothing(
    filed: Complaint, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Audience.of

    def of(self: Audience, event: CaseEvent) -> Any:
        if event.kind == EventKind.NOTE_ADDED:
            raise KeyError(event.pk)
        return plain(self, event)

    monkeypatch.setattr(Audience, "of", of)
    bad = journal(filed, EventKind.NOTE_ADDED)
    journal(filed, EventKind.MESSAGE_SENT)
    relay_and_send()
    assert bad.deliveries.get().state == DeliveryState.DEAD
    assert len(gateway.taken) == 2


def test_a_filing_tells_the_head_of_the_county_and_nobody_else(filed: Complaint) -> None:
    dispatch.relay()
    assert told(EventKind.COMPLAINT_FILED) == {person("he").username}


def test_a_transfer_tells_the_receiving_office_then_the_first_officer(
    gateway: Gateway, filed: Complaint
) -> None:
    complaint = factories.file_at(cast.SHANGSHUI, cast.JINSHUI)
    dispatch.relay()
    rows = InboxNotice.objects.filter(event__complaint=complaint)
    names = {row.user.username for row in rows if row.user}
    assert names == {person("he").username, person("jinshui_clerk").username}
    factories.advance(complaint, "arrived")
    dispatch.relay()
    assert person("qin").username in told(EventKind.TRANSFER_ACCEPTED)


def test_the_lead_hears_of_a_warning_the_head_and_the_city_of_a_passed_one(
    filed: Complaint,
) -> None:
    complaint = factories.advance(filed, "assigned")
    journal(complaint or filed, EventKind.DEADLINE_WARNED, facts={"rule": "D-01"})
    journal(complaint or filed, EventKind.DEADLINE_PASSED, facts={"rule": "D-01"})
    dispatch.relay()
    lead = Complaint.objects.get(pk=filed.pk).lead
    assert lead is not None
    assert told(EventKind.DEADLINE_WARNED) == {lead.username}
    assert told(EventKind.DEADLINE_PASSED) == {
        lead.username, person("he").username, person("chen").username,
    }  # fmt: skip


def test_one_who_may_not_see_the_matter_is_not_told(filed: Complaint) -> None:
    factories.advance(filed, "assigned")
    dispatch.relay()
    lead = Complaint.objects.get(pk=filed.pk).lead
    Membership.objects.filter(user=lead).update(office=cast.office(cast.GUSHI))
    journal(filed, EventKind.MESSAGE_RECEIVED)
    dispatch.relay()
    assert told(EventKind.MESSAGE_RECEIVED) == set()


def test_the_doer_is_not_told_of_the_own_act(filed: Complaint) -> None:
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=filed.pk)
        head = cast.actor(person("he"), Role.BODY_HEAD)
        record(row, EventKind.COMPLAINT_WITHDRAWAL_REQUESTED, actor=head)
    dispatch.relay()
    assert person("he").username not in told(EventKind.COMPLAINT_WITHDRAWAL_REQUESTED)


def test_no_phone_means_no_message(gateway: Gateway, filed: Complaint) -> None:
    dispatch.relay()
    silent = factories.file_at(None, cast.JINSHUI, contact_phone="", is_anonymous=True)
    relay_and_send()
    assert not Delivery.objects.filter(complaint=silent).exists()


def test_no_message_or_delivery_names_the_informant(filed: Complaint, gateway: Gateway) -> None:
    for kind in texts.STEPS:
        journal(filed, kind)
    dispatch.relay()
    sending.send_due(limit=1000)
    assert len(gateway.taken) == len(texts.STEPS) + 1
    everything = json.dumps(list(Delivery.objects.values()), default=str, ensure_ascii=False)
    everything += "".join(message.text for message in gateway.taken)
    for word in ("王五", factories.WANG_WU_ID, factories.WANG_WU_PHONE, filed.tracking_no, "宏远"):
        assert word not in everything


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", list(texts.STEPS))
def test_a_message_fits_into_seventy_characters_and_has_no_link(kind: str, language: str) -> None:
    text = texts.short_message(
        kind, tracking_no="2026123456789012", place=LONGEST_PLACE, language=language
    )
    assert len(text) <= texts.MOST_CHARACTERS
    assert text.startswith(texts.SIGNATURE)
    assert "9012" in text
    assert "http" not in text
    assert "%" not in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_code_message_fits_too(language: str) -> None:
    text = texts.code_message("123456", minutes=10, language=language)
    assert len(text) <= texts.MOST_CHARACTERS
    assert "123456" in text


def test_every_kind_named_is_a_kind_of_the_journal() -> None:
    assert set(texts.STEPS) <= set(EventKind)
    assert set(TOLD) <= set(EventKind)


def test_a_one_time_code_is_sent_and_forgotten(transactional_db: None, gateway: Gateway) -> None:
    now = timezone.now()
    times = {"created_at": now, "expires_at": now + timedelta(minutes=10)}
    OneTimeCode.objects.create(
        phone_index="x", phone="19900000001", code="482913", code_hash="h", **times
    )
    gateway.failing = SendError("HTTP 503")
    assert codes.send_codes() == 0
    gateway.failing = None
    assert codes.send_codes() == 1
    assert codes.send_codes() == 0
    row = OneTimeCode.objects.get()
    assert (row.phone, row.code) == ("", "")
    assert row.sent_at is not None
    assert "482913" in gateway.taken[0].text
    assert not codes.codes_wait()


def test_relay_once_does_all_of_it_and_can_skip(
    filed: Complaint, gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("relay_once", "--skip")
    call_command("relay_once")
    assert gateway.taken == []
    journal(filed, EventKind.MESSAGE_SENT)
    call_command("relay_once")
    assert len(gateway.taken) == 1
    assert "events 1" in capsys.readouterr().out


def test_time_set_for_a_demonstration_does_not_stop_the_relay(
    filed: Complaint, gateway: Gateway
) -> None:
    with clock.at(timezone.now() - timedelta(days=90)):
        journal(filed, EventKind.MESSAGE_SENT)
    relay_and_send()
    assert len(gateway.taken) == 2


def test_the_file_sender_masks_the_phone(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.QINGQIAN = settings.QINGQIAN | {"sms_sender": "notifications.senders.console"}
    message = Message("delivery-7", "19912345678", "【清欠】……")
    assert senders.of(Way.SMS).send(message) == "file-delivery-7"
    line = json.loads((tmp_path / "sms.log").read_text())
    assert (line["key"], line["to"], line["text"]) == ("delivery-7", "199****5678", "【清欠】……")
    assert (tmp_path / "sms.log").stat().st_mode & 0o777 == 0o600


def test_there_is_one_table_of_who_hears_of_what() -> None:
    """A second one beside it would be filled in and never asked."""
    tables = [name for name, value in vars(recipients).items()
              if isinstance(value, dict) and set(EventKind) & set(value)]  # fmt: skip
    assert tables == []
    assert {EventKind.COMPLAINT_MERGED, EventKind.DEPARTMENT_RESULT, EventKind.CASE_SPLIT} <= set(
        TOLD
    )
