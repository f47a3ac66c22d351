"""Alibaba Cloud SMS (阿里云短信服务): SendSms of Dysmsapi 2017-05-25, signed ACS3-HMAC-SHA256.

Documented at help.aliyun.com/zh/sms: SendSms, V3 request structure and signature, error codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from notifications.senders import http, vendor
from notifications.senders.base import Message, Sender, SendError

URL = "https://dysmsapi.aliyuncs.com/"
ACTION, VERSION = "SendSms", "2017-05-25"
ALGORITHM = "ACS3-HMAC-SHA256"
PERMANENT = frozenset({
    "isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "isv.INVALID_PARAMETERS",
    "isv.TEMPLATE_MISSING_PARAMETERS", "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.INVALID_JSON_PARAM",
    "isv.SMS_TEMPLATE_ILLEGAL", "isv.SMS_SIGNATURE_ILLEGAL", "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL", "isv.SMS_CONTENT_ILLEGAL",
})  # fmt: skip
"""Answers about this very message. All others (limits, balance, keys) may pass or be put right."""


@dataclass(frozen=True)
class AliyunSender:
    """Sends by one account. `OutId` carries our key and comes back with the receipt."""

    account: vendor.Account

    def send(self, message: Message) -> str:
        query = {
            "PhoneNumbers": message.address,
            "SignName": self.account.sign,
            "TemplateCode": vendor.template_of(message),
            "TemplateParam": json.dumps(dict(message.values), ensure_ascii=False),
            "OutId": message.key,
        }
        headers = signed_headers(
            self.account, ACTION, VERSION, query, nonce=secrets.token_hex(16),
            date=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        )  # fmt: skip
        answer = http.post(f"{self.account.url}?{canonical_query(query)}", b"", headers)
        fields = answer.fields
        code = str(fields.get("Code", ""))
        if code == "OK":
            return str(fields.get("BizId", ""))[:80]
        if not code:
            http.succeeded(answer)
        raise SendError(code[:60] or "no answer", permanent=code in PERMANENT)


def signed_headers(
    account: vendor.Account, action: str, version: str, query: Mapping[str, str], *,
    nonce: str, date: str, body: bytes = b"",
) -> dict[str, str]:  # fmt: skip
    """Return the headers of a POST with its signature in `Authorization`.

    `date`: UTC as 2026-01-31T08:00:00Z, at most 15 minutes off; `nonce`: never used before.
    """
    hashed = hashlib.sha256(body).hexdigest()
    headers = {
        "host": urlsplit(account.url).netloc, "x-acs-action": action,
        "x-acs-content-sha256": hashed, "x-acs-date": date,
        "x-acs-signature-nonce": nonce, "x-acs-version": version,
    }  # fmt: skip
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", "/", canonical_query(query), lines, names, hashed])
    text = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(account.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"{ALGORITHM} Credential={account.id},SignedHeaders={names},Signature={signature}"
    )
    return headers


def canonical_query(query: Mapping[str, Any]) -> str:
    """Return the query sorted and percent-encoded by RFC 3986."""
    return "&".join(f"{quote(name, safe='~')}={quote(str(query[name]), safe='~')}"
                    for name in sorted(query))  # fmt: skip


def sender() -> Sender:
    """Return the sender of the account the settings name."""
    return AliyunSender(vendor.account(URL))
