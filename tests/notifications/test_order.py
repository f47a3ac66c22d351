"""What is said of one matter to one recipient comes in the order of the journal, however it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Complaint
from casework.vocabulary import EventKind
from notifications import sending
from notifications.models import Delivery, DeliveryState, Way
from notifications.senders.base import SendError
from tests import factories
from tests.notifications import test_rules
from tests.notifications.test_rules import DAY, Post, happens

matter, post = test_rules.matter, test_rules.post
pytestmark = pytest.mark.django_db


def steps(post: Post) -> list[str]:
    return [m.template for m in post.taken if m.way == Way.SMS]


def test_a_later_message_waits_for_an_earlier_one_that_is_tried_again(
    matter: Complaint, post: Post
) -> None:
    happens(matter, EventKind.COMPLAINT_ACCEPTED, DAY)
    post.failing = SendError("HTTP 503")
    sending.send_due(now=DAY)
    post.failing = None
    happens(matter, EventKind.CASE_INVESTIGATION_STARTED, DAY)
    other = factories.file_at(None, matter.office.division.name, workers=[factories.worker(9)])
    happens(other, EventKind.COMPLAINT_ACCEPTED, DAY)
    mine = Delivery.objects.filter(complaint=matter, channel=Way.SMS)
    # Another matter goes on; in this one the second does not overtake the first.
    sending.send_due(now=DAY + timedelta(seconds=1))
    assert not mine.filter(state=DeliveryState.SENT).exists()
    assert Delivery.objects.filter(complaint=other, state=DeliveryState.SENT).exists()
    post.taken.clear()
    sending.send_due(now=DAY + timedelta(seconds=30))
    assert steps(post) == [EventKind.COMPLAINT_ACCEPTED, EventKind.CASE_INVESTIGATION_STARTED]


def test_one_that_is_being_sent_holds_back_the_next_and_one_given_up_does_not(
    matter: Complaint, post: Post
) -> None:
    happens(matter, EventKind.COMPLAINT_ACCEPTED, DAY)
    happens(matter, EventKind.CASE_INVESTIGATION_STARTED, DAY)
    first = sending.claim(DAY)  # a worker that dies with it in hand
    assert first is not None
    assert first.event.kind == EventKind.COMPLAINT_ACCEPTED
    assert sending.claim(DAY) is None
    again = sending.claim(DAY + timedelta(seconds=sending.LEASE_SECONDS + 1))
    assert again is not None
    assert again.pk == first.pk
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)
    second = sending.claim(DAY)
    assert second is not None
    assert second.event.kind == EventKind.CASE_INVESTIGATION_STARTED


def test_what_is_held_for_the_morning_holds_back_nothing(matter: Complaint, post: Post) -> None:
    night = DAY.replace(hour=23)
    happens(matter, EventKind.COMPLAINT_SUPPLEMENTED, night)  # the lead reads it in a digest
    happens(matter, EventKind.DEADLINE_WARNED, night, facts={**test_rules.HOURS, "left": 4})
    sending.send_due(now=night)
    lead = matter.lead
    assert lead is not None
    assert {m.address for m in post.taken} == {lead.email, lead.mobile}
