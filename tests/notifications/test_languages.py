"""Each is written to in the language they chose; offices and systems in that of the house."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Complaint, OneTimeCode, User, WageClaim
from casework.vocabulary import EventKind
from notifications import codes, dispatch, senders, sending
from notifications.models import Delivery, NoticeSettings, Way
from notifications.senders import vendor
from tests.cast import person, signed_in
from tests.notifications import test_rules
from tests.notifications.test_rules import DAY, HOURS, Post, happens

matter, post = test_rules.matter, test_rules.post
pytestmark = pytest.mark.django_db


def choose(client: Client, language: str) -> None:
    client.post(reverse("set_language"), {"language": language, "next": "/"})


def test_mail_and_short_messages_speak_the_language_of_each_officer(
    matter: Complaint, post: Post
) -> None:
    lead, second = User.objects.get(pk=matter.lead_id), User.objects.get(pk=matter.second_id)
    second.email = "second@example.gov.cn"
    second.save()
    choose(signed_in(lead), "en")
    lead.refresh_from_db()
    assert lead.language == "en"
    NoticeSettings.objects.create(user=second, digest="")
    NoticeSettings.objects.create(user=lead, digest="")
    happens(matter, EventKind.DEADLINE_WARNED, DAY, facts={**HOURS, "due": "2026-03-14", "left": 3})
    sending.send_due(now=DAY)
    mail = next(m for m in post.taken if m.address == lead.email)
    assert mail.language == "en"
    assert "Sent to the police" in mail.text
    assert "请登录" not in mail.text
    sms = next(m for m in post.taken if m.address == lead.mobile)
    assert (sms.language, "Sent to the" in sms.text) == ("en", True)
    row = Delivery.objects.get(user=lead, channel=Way.EMAIL)
    assert (row.language, row.sent_text) == ("en", mail.text[:500])
    happens(matter, EventKind.COMPLAINT_ACCEPTED, DAY)
    sending.send_due(now=DAY)
    assert {m.language for m in post.taken if m.address == second.email} == {"zh-hans"}


def test_a_digest_speaks_the_language_of_its_reader(matter: Complaint, post: Post) -> None:
    User.objects.filter(pk=matter.lead_id).update(language="en")
    happens(matter, EventKind.COMPLAINT_SUPPLEMENTED, DAY)
    due = Delivery.objects.get(channel=Way.EMAIL).next_try_at
    sending.send_due(now=due)
    digest = next(m for m in post.taken if m.template == "digest")
    assert digest.language == "en"
    assert "条进展" not in digest.subject
    row = Delivery.objects.get(channel=Way.EMAIL)
    assert row.language == "en"
    assert "补正" not in row.sent_text


def test_a_complainant_is_written_to_in_the_language_chosen_on_the_tracking_page(
    matter: Complaint, post: Post
) -> None:
    phone = Client()
    session = phone.session
    session["tracked_complaints"] = {str(matter.pk): 4_000_000_000}
    session.save()
    choose(phone, "en")
    assert Complaint.objects.get(pk=matter.pk).language == "en"
    happens(matter, EventKind.COMPLAINT_ACCEPTED, DAY)
    sending.send_due(now=DAY)
    sms = next(m for m in post.taken if m.template == EventKind.COMPLAINT_ACCEPTED)
    assert sms.language == "en"
    assert "accepted" in sms.text
    assert len(sms.text) <= 70
    # One worker of a group chooses for his own screen alone.
    session["tracked_claims"] = {str(matter.pk): [WageClaim.objects.first().pk]}  # type: ignore[union-attr]
    session.save()
    choose(phone, "zh-hans")
    assert Complaint.objects.get(pk=matter.pk).language == "en"


def test_a_one_time_code_speaks_the_language_of_the_page(matter: Complaint, post: Post) -> None:
    phone = Client()
    choose(phone, "en")
    phone.post(reverse("track"), {"do": "phone", "phone": matter.contact_phone})
    codes.send_codes()
    assert OneTimeCode.objects.get().language == "en"
    assert post.taken[-1].language == "en"
    assert "验证码" not in post.taken[-1].text


def test_where_the_vendor_knows_no_such_template_the_language_of_the_house_is_sent(
    matter: Complaint, post: Post, settings: Any
) -> None:
    settings.QINGQIAN = settings.QINGQIAN | {"sms_sender": "notifications.senders.aliyun"}
    known = {"complaint.accepted": "SMS_1"}
    settings.NOTICES = settings.NOTICES | {"sms_templates": known}
    assert senders.spoken("complaint.accepted", "en") == "zh-hans"
    Complaint.objects.update(language="en")
    happens(matter, EventKind.COMPLAINT_ACCEPTED, DAY)
    sending.send_due(now=DAY)
    sms = next(m for m in post.taken if m.template == EventKind.COMPLAINT_ACCEPTED)
    assert (sms.language, vendor.template_of(sms)) == ("zh-hans", "SMS_1")
    settings.NOTICES = settings.NOTICES | {
        "sms_templates": known | {"complaint.accepted@en": "SMS_2"}
    }
    assert senders.spoken("complaint.accepted", "en") == "en"


def test_the_settings_page_keeps_the_language(matter: Complaint, post: Post) -> None:
    he = person("he")
    client = signed_in(he)
    page = client.get(reverse("inbox_settings"))
    form = page.context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields}
    answer = client.post(reverse("inbox_settings"), {**data, "language": "en"})
    assert answer.status_code == 302
    he.refresh_from_db()
    assert he.language == "en"
    assert dispatch.relay(DAY).events == 0
