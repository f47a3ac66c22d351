"""Deliveries (通知): who is told of which event by which way, and how far the relay has read."""

from __future__ import annotations

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import CaseEvent, Complaint, User


class Way(models.TextChoices):
    SMS = "sms", _("短信")
    INBOX = "inbox", _("站内消息")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败，将重试")
    DEAD = "dead", _("不再发送")


WAITING = (DeliveryState.PENDING, DeliveryState.FAILED)


class Delivery(models.Model):
    """One event told to one recipient by one way; the constraint makes it one for ever.

    Written before it is sent and marked afterwards: sent at least once, shown once. Holds neither
    text nor phone number: both are made from the records at the moment of sending.
    """

    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("方式"), max_length=8, choices=Way.choices)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries",
        verbose_name=_("工作人员"),
    )  # fmt: skip
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries",
        verbose_name=_("投诉"),
    )  # fmt: skip
    state = models.CharField(
        _("状态"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发送"))
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    provider_ref = models.CharField(_("回执号"), max_length=80, blank=True)
    error = models.CharField(_("原因"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "user", "complaint"],
                name="delivery_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(channel="sms", complaint__isnull=False, user__isnull=True)
                | Q(channel="inbox", user__isnull=False)
                | Q(state="dead"),
                name="delivery_has_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="delivery_due",
                condition=Q(state__in=["pending", "failed"]),
            ),
            models.Index(
                fields=["created_at"], name="delivery_dead", condition=Q(state="dead")
            ),
            models.Index(fields=["user", "-id"], name="delivery_inbox", condition=Q(channel="inbox")),
            models.Index(
                fields=["user"], name="delivery_unread",
                condition=Q(channel="inbox", read_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.event_id} {self.channel} {self.state}"


class InboxManager(models.Manager["InboxNotice"]):
    def get_queryset(self) -> models.QuerySet[InboxNotice]:
        return super().get_queryset().filter(channel=Way.INBOX, state=DeliveryState.SENT)


class InboxNotice(Delivery):
    """A delivery seen as a line of a user's inbox."""

    objects = InboxManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("站内消息")
        verbose_name_plural = _("站内消息")


class RelayCursor(models.Model):
    """How far the journal has been turned into deliveries; one row, locked by the relay at work."""

    ONLY = 1

    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("发送进度")
        verbose_name_plural = _("发送进度")

    def __str__(self) -> str:
        return f"{self.xid}:{self.event_id}"


_UNREAD = """
SELECT (SELECT count(*) FROM notifications_delivery
        WHERE user_id = %(user)s AND channel = 'inbox' AND state = 'sent' AND read_at IS NULL)
     + (SELECT count(*) FROM casework_job
        WHERE owner_id = %(user)s AND seen_at IS NULL AND finished_at IS NOT NULL)
"""


def unread_of(user_id: int) -> int:
    """Return how many notices and finished long works a user has not seen; one query, two indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"user": user_id})
        return int(cursor.fetchone()[0])
