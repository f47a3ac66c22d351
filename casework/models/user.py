"""People who work here (用户) and what they are where (任职)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import languages, roles
from casework.fields import EncryptedTextField
from casework.models.division import Office


class User(AbstractUser):
    """A member of staff. Never deleted: the journal and the tasks point here; set inactive instead."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("姓名"), max_length=40)
    badge_no = models.CharField(_("监察证号"), max_length=30, blank=True)
    work_phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    mobile = EncryptedTextField(_("手机"), blank=True, default="")
    is_demo = models.BooleanField(default=False)
    single_keys = models.BooleanField(
        _("单键快捷操作"), default=True, help_text=_("关闭后，单个字母不再触发操作。")
    )
    language = models.CharField(
        _("通知的语言"), max_length=10, choices=languages, default="zh-hans"
    )
    one_time_until = models.DateTimeField(null=True, blank=True)
    """Set while the password is one an administrator gave: good until then, to be replaced first."""

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Membership(models.Model):
    """One role of one user at one office, for a span of time (任职)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=20, choices=roles)
    is_principal = models.BooleanField(
        _("正职或者主持工作"),
        default=False,
        help_text=_("行政机关负责人中，涉嫌犯罪移送只能由正职或者主持工作的负责人批准。"),
    )
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                condition=Q(valid_to__isnull=True),
                name="one_open_membership",
            )
        ]
        indexes = [models.Index(fields=["office", "role"], name="membership_office_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.office} · {self.get_role_display()}"
