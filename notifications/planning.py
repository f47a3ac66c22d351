"""From journal rows to deliveries: by which ways each is told, and at what moment."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from django.conf import settings

from casework.law.calendar import WorkCalendar
from casework.models import CaseEvent, User
from casework.models.actor import COMPLAINANT
from casework.records.calendar import stored_calendar
from notifications import rules, senders
from notifications.addresses import robot_of
from notifications.models import (
    OF_OFFICES,
    Delivery,
    DeliveryState,
    Digest,
    NoticeRule,
    NoticeSettings,
    Way,
)  # fmt: skip
from notifications.quiet import Hours, for_complainant, for_officer, next_digest
from notifications.reasons import NOBODY
from notifications.recipients import Audience, Recipient

logger = logging.getLogger(__name__)
_PLAIN = NoticeSettings()


class Plan:
    """The deliveries of a batch of events, decided at one moment by few queries."""

    def __init__(self, events: Sequence[CaseEvent], now: datetime) -> None:
        self._now = now
        self._told = [(event, self._recipients(audience, event)) for audience in [Audience(events)]
                      for event in events]  # fmt: skip
        recipients = [one for _event, found in self._told for one in found or ()]
        self._load_users({one.user_id for one in recipients if one.user_id})
        rows = NoticeRule.objects.values_list("kind", "who", "way", "is_on")
        self._house = {(kind, who, way): is_on for kind, who, way, is_on in rows}

    def deliveries(self) -> list[Delivery]:
        """Return what is to be written, in the order of the events."""
        made: list[Delivery] = []
        for event, recipients in self._told:
            if recipients is None:
                made.append(Delivery(event=event, channel=Way.INBOX, state=DeliveryState.DEAD,
                                     next_try_at=self._now, error=NOBODY))  # fmt: skip
                continue
            for one in recipients:
                made += self._of_complaint(event, one) if one.complaint_id else []
                made += self._of_user(event, one) if one.user_id else []
                made += self._of_office(event, one) if one.office else []
        return made

    def _recipients(self, audience: Audience, event: CaseEvent) -> list[Recipient] | None:
        """Return who is told; None where that cannot be found out.

        One row that cannot be addressed must not hold up all that come after it.
        """
        try:
            return audience.of(event)
        except Exception:
            logger.exception("event %s: nobody could be told", event.pk)
            return None

    def _load_users(self, ids: set[int]) -> None:
        found = User.objects.filter(pk__in=ids)
        self._users = {user.pk: user for user in found.only("email", "mobile")}
        self._settings = NoticeSettings.objects.in_bulk(list(self._users))

    def _of_complaint(self, event: CaseEvent, one: Recipient) -> Iterator[Delivery]:
        # Who just acted is awake and waits for the answer.
        acted = event.actor_role == COMPLAINANT
        moment = self._now if acted else for_complainant(self._now, self._hours("complainants"))
        yield self._delivery(event, Way.SMS, moment, complaint_id=one.complaint_id)

    def _of_user(self, event: CaseEvent, one: Recipient) -> Iterator[Delivery]:
        user = self._users[one.user_id or 0]
        own = self._settings.get(user.pk, _PLAIN)
        for way in rules.OWN_WAYS:
            if not rules.takes(event, one.who, way, house=self._house, choices=own.choices):
                continue
            if way == Way.INBOX:
                # Delivered by being there; it rings nowhere.
                yield Delivery(
                    event=event, channel=way, user_id=user.pk, state=DeliveryState.SENT,
                    sent_at=self._now, next_try_at=self._now,
                )  # fmt: skip
            elif way == Way.SMS and user.mobile:
                yield self._delivery(event, way, self._moment(event, own), user_id=user.pk)
            elif way == Way.EMAIL and user.email and senders.sends_mail():
                yield self._mail(event, one, own)

    def _mail(self, event: CaseEvent, one: Recipient, own: NoticeSettings) -> Delivery:
        """Plan a mail: at once, or among the lines of the next digest."""
        moment = self._moment(event, own)
        collected = moment > self._now
        hours = self._quiet(own)
        if own.digest != Digest.AT_ONCE and hours and not rules.demanded(event, one.who):
            weekly = own.digest == Digest.WEEKLY
            moment = next_digest(self._now, hours, self._calendar, weekly=weekly)
            collected = True
        return self._delivery(event, Way.EMAIL, moment, user_id=one.user_id, in_digest=collected)

    def _of_office(self, event: CaseEvent, one: Recipient) -> Iterator[Delivery]:
        office = one.office
        assert office is not None
        for way in OF_OFFICES:
            if not robot_of(way, office):
                continue
            if rules.takes(event, one.who, way, house=self._house):
                # A system does not sleep; people in a group do.
                at = self._now if way == Way.WEBHOOK else self._moment(event, _PLAIN)
                yield self._delivery(event, way, at, office_id=office.pk)

    def _moment(self, event: CaseEvent, own: NoticeSettings) -> datetime:
        if rules.is_urgent(event):
            return self._now
        hours = self._quiet(own)
        return for_officer(self._now, hours, self._calendar) if hours else self._now

    def _quiet(self, own: NoticeSettings) -> Hours | None:
        house = self._hours("staff")
        if house is None:
            return None
        return Hours(own.quiet_from or house.begin, own.quiet_to or house.end)

    def _hours(self, whose: str) -> Hours | None:
        return Hours.parse(settings.NOTICES[f"quiet_{whose}"])

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return stored_calendar()

    def _delivery(
        self, event: CaseEvent, way: str, moment: datetime, *, in_digest: bool = False,
        **recipient: int | None,
    ) -> Delivery:  # fmt: skip
        return Delivery(
            event=event, channel=way, next_try_at=moment, in_digest=in_digest, **recipient
        )
