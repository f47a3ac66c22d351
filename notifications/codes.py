"""One-time codes: sent at any hour, by the same providers, and forgotten once sent."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from casework.models import OneTimeCode
from notifications import senders
from notifications.models import Way
from notifications.senders.base import Message, SendError
from notifications.texts import CODE, code_message

logger = logging.getLogger(__name__)


def send_codes(limit: int = 200) -> int:
    """Send one-time codes that wait, then empty phone and code; return how many were sent."""
    sent = 0
    for pk in _waiting()[:limit].values_list("pk", flat=True):
        with transaction.atomic():
            code = _waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
            sent += bool(code and _send(code))
    return sent


def codes_wait() -> bool:
    """Is a one-time code waiting to be sent?"""
    return _waiting().exists()


def _waiting() -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(sent_at__isnull=True, expires_at__gt=Now()).order_by("id")


def _send(code: OneTimeCode) -> bool:
    if not code.phone or not code.code:
        return False
    minutes = max(1, round((code.expires_at - code.created_at).total_seconds() / 60))
    language = senders.spoken(CODE, code.language)
    text = code_message(code.code, minutes=minutes, language=language)
    values = {"code": code.code, "minutes": str(minutes)}
    message = Message(
        f"code-{code.pk}", code.phone, text, template=CODE, values=values, language=language
    )
    try:
        senders.of(Way.SMS).send(message)
    except SendError as error:
        logger.warning("one-time code %s not sent: %s", code.pk, error)
        if not error.permanent:
            return False
    code.phone, code.code, code.sent_at = "", "", timezone.now()
    code.save(update_fields=["phone", "code", "sent_at"])
    return True
