"""Deliveries (通知): who is told of which event by which way, what was sent, what each wants."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import Choices
from casework.models import CaseEvent, Complaint, Office, User


class Way(models.TextChoices):
    SMS = "sms", _("短信")
    INBOX = "inbox", _("站内消息")
    EMAIL = "email", _("电子邮件")
    WECOM = "wecom", _("企业微信群")
    DINGTALK = "dingtalk", _("钉钉群")
    WEBHOOK = "webhook", _("对接系统")


OF_OFFICES = (Way.WECOM, Way.DINGTALK, Way.WEBHOOK)
"""Ways that reach a whole office: the robot of its group, a system of its own."""


class Digest(models.TextChoices):
    AT_ONCE = "", _("随时逐条")
    DAILY = "daily", _("每个工作日一封")
    WEEKLY = "weekly", _("每周一封")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败，将重试")
    DEAD = "dead", _("不再发送")


def ways() -> Choices:
    return Way.choices


def digests() -> Choices:
    return Digest.choices


def delivery_states() -> Choices:
    return DeliveryState.choices


WAITING = (DeliveryState.PENDING, DeliveryState.FAILED)


class Delivery(models.Model):
    """One event told to one recipient by one way; the constraint makes it one for ever.

    Written before it is sent and marked afterwards: sent at least once, shown once. Text and
    address are made from the records at the moment of sending; `sent_text` and `sent_to` (masked)
    are then kept as evidence of what left the house. The text names nobody and holds no phone.
    """

    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("方式"), max_length=8, choices=ways)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries",
        verbose_name=_("工作人员"),
    )  # fmt: skip
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries",
        verbose_name=_("投诉"),
    )  # fmt: skip
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("机构"),
    )  # fmt: skip
    state = models.CharField(
        _("状态"), max_length=8, choices=delivery_states, default=DeliveryState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发送"))
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    provider_ref = models.CharField(_("回执号"), max_length=80, blank=True)
    error = models.CharField(_("原因"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    in_digest = models.BooleanField(_("汇总发送"), default=False)
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    template = models.CharField(_("模板"), max_length=60, blank=True)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    sent_text = models.CharField(_("发出的内容"), max_length=500, blank=True)
    sent_to = models.CharField(_("发往"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "user", "complaint", "office"],
                name="delivery_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(Q(channel="sms") & (Q(complaint__isnull=False) ^ Q(user__isnull=False)))
                | Q(channel__in=["inbox", "email"], user__isnull=False)
                | Q(channel__in=["wecom", "dingtalk", "webhook"], office__isnull=False)
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
            models.Index(
                fields=["provider_ref"], name="delivery_receipt",
                condition=Q(channel="sms", delivered_at__isnull=True) & ~Q(provider_ref=""),
            ),
            models.Index(fields=["-id"], name="delivery_dead_list", condition=Q(state="dead")),
            *(
                models.Index(
                    fields=[who], name=f"delivery_before_{who}",
                    condition=Q(state__in=["pending", "failed"], **{f"{who}__isnull": False}),
                )
                for who in ("user", "complaint", "office")
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


class NoticeSettings(models.Model):
    """What one member of staff wants: ways switched on or off by subject, quiet hours, digest.

    `choices` holds {"subject:way": bool} where it differs from the rule; what the law demands
    reaches them all the same (`rules.demanded`). Hours are of Shanghai; empty: those of the house.
    """

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="notice_settings"
    )
    choices = models.JSONField(default=dict)
    digest = models.CharField(
        _("汇总邮件"), max_length=8, blank=True, choices=digests, default=Digest.DAILY
    )
    quiet_from = models.TimeField(_("免打扰开始"), null=True, blank=True)
    quiet_to = models.TimeField(_("免打扰结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return str(self.user_id)


class NoticeRule(models.Model):
    """A rule of the house set by an administrator: this event reaches this role by this way, or not.

    Rows hold only what differs from `rules.DEFAULTS`. `who` is a name of `told`.
    """

    kind = models.CharField(max_length=40)
    who = models.CharField(max_length=20)
    way = models.CharField(max_length=8, choices=ways)
    is_on = models.BooleanField()

    class Meta:
        verbose_name = _("通知规则")
        verbose_name_plural = _("通知规则")
        constraints = [
            models.UniqueConstraint(fields=["kind", "who", "way"], name="notice_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.who} {self.way} {self.is_on}"


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


_UNREAD_OF_EACH = """
SELECT id, (SELECT count(*) FROM notifications_delivery d
            WHERE d.user_id = u.id AND channel = 'inbox' AND state = 'sent' AND read_at IS NULL)
         + (SELECT count(*) FROM casework_job
            WHERE owner_id = u.id AND seen_at IS NULL AND finished_at IS NOT NULL)
FROM unnest(%s::bigint[]) AS u (id)
"""


def unread_of_each(user_ids: Iterable[int]) -> dict[int, int]:
    """Return the same for several users at once, by one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD_OF_EACH, [list(user_ids)])
        return dict(cursor.fetchall())


def unread_of(user_id: int) -> int:
    """Return how many notices and finished long works a user has not seen; one query, two indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"user": user_id})
        return int(cursor.fetchone()[0])
