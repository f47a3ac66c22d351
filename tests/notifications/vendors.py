"""Local servers that speak as the vendors document and check each signature on their own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

SECRET_ID, SECRET = "test-id", "test-secret"


@dataclass
class Request:
    """One request as it came in; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes
    query: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class VendorServer(ThreadingHTTPServer):
    """Remembers requests; answers with what `answer` returns: (status, fields)."""

    def __init__(self, answer: Callable[[Request], tuple[int, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests: list[Request] = []
        self.silent = False
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: VendorServer

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        request = Request(self.path, headers, body)
        self.server.requests.append(request)
        if self.server.silent:
            self.server.released.wait(10)
            return
        status, fields = self.server.answer(request)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(fields).encode())

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def running(answer: Callable[[Request], tuple[int, Any]]) -> Iterator[VendorServer]:
    """Run a server until the block ends."""
    with VendorServer(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


def aliyun_signed(request: Request) -> bool:
    """Check an ACS3-HMAC-SHA256 signature: every x-acs header and the host take part in it."""
    scheme, _space, rest = request.headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    names = parts["SignedHeaders"].split(";")
    needed = {name for name in request.headers if name.startswith("x-acs-")} | {"host"}
    moment = datetime.fromisoformat(request.headers["x-acs-date"])
    fresh = abs((datetime.now(UTC) - moment).total_seconds()) < 900
    query = "&".join(
        f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in sorted(request.query.items())
    )
    hashed = hashlib.sha256(request.body).hexdigest()
    lines = [f"{name}:{request.headers[name].strip()}" for name in names]
    text = "\n".join(["POST", "/", query, *lines, "", parts["SignedHeaders"], hashed])
    wanted = hmac.new(
        SECRET.encode(),
        f"ACS3-HMAC-SHA256\n{hashlib.sha256(text.encode()).hexdigest()}".encode(),
        hashlib.sha256,
    ).hexdigest()
    return (
        scheme == "ACS3-HMAC-SHA256" and parts["Credential"] == SECRET_ID and fresh
        and names == sorted(names) and needed <= set(names)
        and request.headers["x-acs-content-sha256"] == hashed and parts["Signature"] == wanted
    )  # fmt: skip


def tencent_signed(request: Request) -> bool:
    """Check a TC3-HMAC-SHA256 signature, its day and its scope."""
    scheme, _space, rest = request.headers.get("authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    names = parts["SignedHeaders"].split(";")
    stamp = request.headers["x-tc-timestamp"]
    day = datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d")
    lines = "".join(f"{name}:{request.headers[name].strip().lower()}\n" for name in names)
    hashed = hashlib.sha256(request.body).hexdigest()
    text = f"POST\n/\n\n{lines}\n{parts['SignedHeaders']}\n{hashed}"
    scope = f"{day}/sms/tc3_request"
    signing = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(text.encode()).hexdigest()}"
    key = ("TC3" + SECRET).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return (
        scheme == "TC3-HMAC-SHA256" and parts["Credential"] == f"{SECRET_ID}/{scope}"
        and {"content-type", "host"} <= set(names)
        and abs(datetime.now(UTC).timestamp() - int(stamp)) < 300
        and parts["Signature"] == hmac.new(key, signing.encode(), hashlib.sha256).hexdigest()
    )  # fmt: skip


def dingtalk_signed(request: Request, secret: str) -> bool:
    """Check the signature in the query: good for an hour."""
    stamp = request.query["timestamp"]
    text = f"{stamp}\n{secret}".encode()
    wanted = base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest())
    fresh = abs(datetime.now(UTC).timestamp() * 1000 - int(stamp)) < 3_600_000
    return fresh and request.query["sign"] == wanted.decode()
