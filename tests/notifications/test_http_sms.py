"""The sender to a real gateway, against a small HTTP server: signature, repetition, refusals."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications.senders import http_sms
from notifications.senders.base import Message, SendError

SECRET = "shared-with-the-gateway"
MESSAGE = Message("delivery-7", "19900000001", "【清欠】已登记。")


class Gateway(ThreadingHTTPServer):
    """Answers `status` and remembers what it was sent."""

    status = 200
    answer = b'{"id": "gw-1"}'

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[dict[str, str], bytes]] = []


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/sms"
        settings.QINGQIAN = settings.QINGQIAN | {"sms_url": url, "sms_secret": SECRET}
        yield server
        server.shutdown()
        thread.join()


def test_it_posts_signed_json_and_returns_the_reference(gateway: Gateway) -> None:
    assert http_sms.sender().send(MESSAGE) == "gw-1"
    headers, body = gateway.requests[0]
    assert json.loads(body) == {
        "key": "delivery-7", "phone": "19900000001", "text": "【清欠】已登记。",
    }  # fmt: skip
    expected = http_sms.signature(SECRET, headers["X-Timestamp"], body)
    assert headers["X-Signature"] == expected
    assert headers["Idempotency-Key"] == "delivery-7"
    assert http_sms.signature("another", headers["X-Timestamp"], body) != expected


def test_a_key_taken_before_counts_as_sent(gateway: Gateway) -> None:
    gateway.status = 409
    assert http_sms.sender().send(MESSAGE) == "gw-1"


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(500, False), (503, False), (429, False), (408, False), (400, True), (403, True)],
)
def test_refusals_say_whether_to_try_again(gateway: Gateway, status: int, permanent: bool) -> None:
    gateway.status = status
    with pytest.raises(SendError) as refused:
        http_sms.sender().send(MESSAGE)
    assert refused.value.permanent is permanent
    assert "199" not in str(refused.value)


def test_a_redirect_is_not_followed(gateway: Gateway) -> None:
    gateway.status = 302
    with pytest.raises(SendError):
        http_sms.sender().send(MESSAGE)
    assert len(gateway.requests) == 1


def test_a_gateway_away_is_tried_again(gateway: Gateway, settings: Any) -> None:
    settings.QINGQIAN = settings.QINGQIAN | {"sms_url": "http://127.0.0.1:1/sms"}
    with pytest.raises(SendError) as refused:
        http_sms.sender().send(MESSAGE)
    assert refused.value.permanent is False


def test_an_answer_without_reference_is_still_sent(gateway: Gateway) -> None:
    gateway.answer = b"OK"
    assert http_sms.sender().send(MESSAGE) == ""


@pytest.mark.parametrize(
    ("url", "secret"),
    [("http://sms.example.cn/", SECRET), ("https://sms.example.cn/", ""), ("", SECRET)],
)
def test_an_unsafe_configuration_is_refused(settings: Any, url: str, secret: str) -> None:
    settings.QINGQIAN = settings.QINGQIAN | {"sms_url": url, "sms_secret": secret}
    with pytest.raises(ImproperlyConfigured):
        http_sms.sender()
