"""What of the settings of notices cannot work, said when the system starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from notifications import senders
from notifications.models import OF_OFFICES, Way
from notifications.quiet import Hours
from notifications.receipts import LEAST_TOKEN
from notifications.texts import CODE, STAFF, STEPS


def check_notices(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check providers, templates, quiet hours and the secret of receipts."""
    found: list[CheckMessage] = []
    used = [Way.SMS, *([Way.EMAIL] if senders.sends_mail() else []),
            *(way for way in OF_OFFICES if settings.NOTICES[way])]  # fmt: skip
    for way in used:
        try:
            senders.of(way)
        except (ImproperlyConfigured, ImportError) as error:
            found.append(Error(f"{way}: {error}", id="notifications.E001"))
    for name in ("quiet_complainants", "quiet_staff"):
        try:
            Hours.parse(settings.NOTICES[name])
        except ValueError:
            hint = f"QINGQIAN_{name.upper()} must look like 22:00-08:00."
            found.append(Error(hint, id="notifications.E002"))
    token = settings.NOTICES["receipt_token"]
    if token and len(token) < LEAST_TOKEN:
        text = f"QINGQIAN_RECEIPT_TOKEN is shorter than {LEAST_TOKEN} characters: not taken."
        found.append(Error(text, id="notifications.E003"))
    if settings.QINGQIAN["sms_sender"] in senders.VENDORS:
        known = settings.NOTICES["sms_templates"]
        if missing := [name for name in (*STEPS, CODE, STAFF) if name not in known]:
            text = f"No registered SMS template for: {', '.join(map(str, missing))}."
            found.append(Warning(text, id="notifications.W001"))
    return found
