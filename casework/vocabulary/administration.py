"""What an administrator does: accounts, offices, wordings; each is kept in a log of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdminKind(models.TextChoices):
    USER_CREATED = "user.created", _("新建账号")
    USER_CHANGED = "user.changed", _("修改人员信息")
    USER_DEACTIVATED = "user.deactivated", _("停用账号")
    USER_ACTIVATED = "user.activated", _("恢复账号")
    PASSWORD_RESET = "user.password_reset", _("重置密码")
    PASSWORD_CHANGED = "user.password_changed", _("本人修改密码")
    LOCK_LIFTED = "user.lock_lifted", _("解除登录锁定")
    ROLE_GRANTED = "role.granted", _("任职")
    ROLE_ENDED = "role.ended", _("终止任职")
    GRANT_ASKED = "grant.asked", _("提请任命系统管理员")
    GRANT_CONFIRMED = "grant.confirmed", _("同意任命系统管理员")
    GRANT_REFUSED = "grant.refused", _("不同意任命系统管理员")
    OFFICE_CHANGED = "office.changed", _("修改机构信息")
    OFFICE_OPENED = "office.opened", _("设立机构")
    OFFICE_CLOSED = "office.closed", _("撤销机构")
    MESSAGES_REVIVED = "messages.revived", _("重新发送通知")
    NOTICE_RULE_CHANGED = "notice.rule_changed", _("修改通知规则")
    ALERT_SETTING_CHANGED = "alert.setting_changed", _("修改监督预警设置")
    WORDING_CHANGED = "wording.changed", _("修改模板")


class WordingScope(models.TextChoices):
    SMS = "sms", _("短信")
    PAPER = "paper", _("文书")
