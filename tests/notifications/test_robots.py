"""Group robots, the signed webhook and e-mail, against local servers."""

from __future__ import annotations

import base64
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from notifications.models import Way
from notifications.senders import dingtalk, smtp, webhook, wecom
from notifications.senders.base import Message, SendError
from tests.notifications import vendors
from tests.notifications.vendors import Request

DING_SECRET = "SECtest"
HOOK_SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
TEXT = "【清欠】期限已过：豫金水监立字〔2026〕第0012号"


def test_a_wecom_robot_is_given_a_text() -> None:
    with vendors.running(lambda _request: (200, {"errcode": 0, "errmsg": "ok"})) as server:
        wecom.sender().send(Message("delivery-1", f"{server.url}?key=abc", TEXT, Way.WECOM))
        assert server.requests[0].json == {"msgtype": "text", "text": {"content": TEXT}}


@pytest.mark.parametrize(("code", "permanent"), [(45009, False), (-1, False), (93000, True)])
def test_a_wecom_robot_that_is_too_fast_is_asked_again(code: int, permanent: bool) -> None:
    with vendors.running(lambda _request: (200, {"errcode": code})) as server:
        with pytest.raises(SendError) as refused:
            wecom.sender().send(Message("delivery-1", f"{server.url}?key=abc", TEXT))
        assert refused.value.permanent is permanent
        assert "abc" not in str(refused.value)


def test_a_dingtalk_request_is_signed() -> None:
    def answer(request: Request) -> tuple[int, Any]:
        signed = vendors.dingtalk_signed(request, DING_SECRET)
        return 200, {"errcode": 0 if signed else 310000}

    with vendors.running(answer) as server:
        address = f"{server.url}?access_token=t|{DING_SECRET}"
        dingtalk.sender().send(Message("delivery-1", address, TEXT, Way.DINGTALK))
        with pytest.raises(SendError, match="310000"):
            dingtalk.sender().send(Message("delivery-1", address + "x", TEXT, Way.DINGTALK))


def test_a_dingtalk_robot_that_is_too_fast_is_asked_again() -> None:
    with vendors.running(lambda _request: (200, {"errcode": 130101})) as server:
        with pytest.raises(SendError) as refused:
            dingtalk.sender().send(Message("delivery-1", f"{server.url}?t=1", TEXT))
        assert refused.value.permanent is False


def test_a_webhook_is_signed_by_the_open_specification(settings: Any) -> None:
    settings.NOTICES = settings.NOTICES | {"webhook_secret": HOOK_SECRET}
    with vendors.running(lambda _request: (200, {})) as server:
        webhook.sender().send(Message("delivery-1", server.url, '{"type":"x"}', Way.WEBHOOK))
        request = server.requests[0]
        server.answer = lambda _request: (409, {})
        webhook.sender().send(Message("delivery-1", server.url, "{}", Way.WEBHOOK))
    assert request.headers["webhook-id"] == "delivery-1"
    key = base64.b64decode(HOOK_SECRET.removeprefix("whsec_"))
    stamp = request.headers["webhook-timestamp"]
    assert request.headers["webhook-signature"] == "v1," + webhook.signature(
        key, "delivery-1", stamp, request.body
    )


def test_the_webhook_signature_is_that_of_the_specifications_example() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = webhook.signature(
        key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert signed == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "no-prefix", "whsec_***"])
def test_a_webhook_without_a_proper_secret_is_refused(settings: Any, secret: str) -> None:
    settings.NOTICES = settings.NOTICES | {"webhook_secret": secret}
    with pytest.raises(ImproperlyConfigured):
        webhook.sender()


def test_a_mail_has_one_identity_however_often_it_is_sent(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "清欠 <qingqian@henan.example.gov.cn>"
    message = Message("delivery-1", "zhao@example.gov.cn", TEXT, Way.EMAIL, subject="【清欠】期限")
    first, second = smtp.sender().send(message), smtp.sender().send(message)
    assert first == second == "<delivery-1@henan.example.gov.cn>"
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["zhao@example.gov.cn"], "【清欠】期限", TEXT)
    assert sent.extra_headers["Message-ID"] == first


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (SMTPRecipientsRefused({"zhao@example.gov.cn": (550, b"no such user")}), True),
        (SMTPRecipientsRefused({"zhao@example.gov.cn": (451, b"greylisted")}), False),
        (SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
    ],
)
def test_a_refused_mail_says_whether_to_try_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception, permanent: bool
) -> None:
    def send(self: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    with pytest.raises(SendError) as refused:
        smtp.sender().send(Message("delivery-1", "zhao@example.gov.cn", TEXT, Way.EMAIL))
    assert refused.value.permanent is permanent
    assert "zhao" not in str(refused.value)
