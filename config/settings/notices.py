"""How notices leave the house: providers, robots, secrets and quiet hours, from the environment.

A way without its settings is off. Robots and systems are given by the code of a division,
`4101=https://…,410105=https://…|secret`; `*` stands for every office that has none of its own.
"""

from __future__ import annotations

from typing import Any

from config import env


def _pairs(name: str) -> dict[str, str]:
    found = dict(word.partition("=")[::2] for word in env.words(name))
    if wrong := [key for key, value in found.items() if not key or not value]:
        raise env.EnvError(f"{name}: {wrong[0]!r} needs the form name=value.")
    return found


NOTICES: dict[str, Any] = {
    # notifications.senders.smtp, or .console; empty: no e-mail
    "email_sender": env.text("QINGQIAN_EMAIL_SENDER"),
    "wecom": _pairs("QINGQIAN_WECOM_ROBOTS"),
    "dingtalk": _pairs("QINGQIAN_DINGTALK_ROBOTS"),
    "webhook": _pairs("QINGQIAN_WEBHOOKS"),
    "webhook_secret": env.text("QINGQIAN_WEBHOOK_SECRET"),
    # of notifications.senders.aliyun and .tencent; `app` is Tencent's SmsSdkAppId
    "sms_account": {
        "id": env.text("QINGQIAN_SMS_ID"),
        "secret": env.text("QINGQIAN_SMS_SECRET"),
        "sign": env.text("QINGQIAN_SMS_SIGN"),
        "url": env.text("QINGQIAN_SMS_URL"),
        "app": env.text("QINGQIAN_SMS_APP"),
    },
    "sms_region": env.text("QINGQIAN_SMS_REGION", "ap-guangzhou"),
    # kind of event=registered template, and "code" for one-time codes, "staff" for officers
    "sms_templates": _pairs("QINGQIAN_SMS_TEMPLATES"),
    # part of the address to which vendors post delivery receipts; empty: none are taken
    "receipt_token": env.text("QINGQIAN_RECEIPT_TOKEN"),
    # hours of Shanghai in which nothing is sent; empty: none
    "quiet_complainants": env.text("QINGQIAN_QUIET_COMPLAINANTS", "22:00-08:00"),
    "quiet_staff": env.text("QINGQIAN_QUIET_STAFF", "20:00-08:30"),
}
