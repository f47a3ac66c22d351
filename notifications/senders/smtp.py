"""Sender of e-mail over Django's mail backend (SMTP in production), plain text."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from notifications.senders.base import Message, Sender, SendError

FOR_GOOD = 500
"""SMTP replies from here on are final (RFC 5321, 4.2.1)."""


class MailSender:
    """Sends one mail. The Message-ID is made of the key: a repetition is seen as one."""

    def send(self, message: Message) -> str:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        reference = f"<{message.key}@{domain}>"
        mail = EmailMessage(
            message.subject, message.text, to=[message.address],
            headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            raise _refused(min(codes, default=FOR_GOOD)) from None
        except SMTPResponseException as error:
            raise _refused(error.smtp_code) from None
        except (SMTPException, OSError) as error:
            raise SendError(type(error).__name__) from None
        return reference[:80]


def _refused(code: int) -> SendError:
    return SendError(f"SMTP {code}", permanent=code >= FOR_GOOD)


def sender() -> Sender:
    """Return the sender over EMAIL_BACKEND."""
    return MailSender()
