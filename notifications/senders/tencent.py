"""Tencent Cloud SMS (腾讯云短信): SendSms of 2021-01-11, signed TC3-HMAC-SHA256.

Documented at cloud.tencent.com/document/product/382: SendSms, signature v3, error codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from notifications.senders import http, vendor
from notifications.senders.base import Message, Sender, SendError

URL = "https://sms.tencentcloudapi.com/"
SERVICE, ACTION, VERSION = "sms", "SendSms", "2021-01-11"
ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
PERMANENT = (
    "InvalidParameter", "MissingParameter", "UnsupportedOperation",
    "FailedOperation.TemplateIncorrectOrUnapproved", "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
    "FailedOperation.SignatureIncorrectOrUnapproved", "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.ContainSensitiveWord", "FailedOperation.ParametersOtherError",
)  # fmt: skip
"""Beginnings of answers about this very message. All others may pass or be put right."""


@dataclass(frozen=True)
class TencentSender:
    """Sends by one application. `SerialNo` is the reference that a receipt names again."""

    account: vendor.Account
    region: str

    def send(self, message: Message) -> str:
        body = json.dumps(
            {
                "PhoneNumberSet": [f"+86{message.address}"],
                "SmsSdkAppId": self.account.app,
                "SignName": self.account.sign,
                "TemplateId": vendor.template_of(message),
                "TemplateParamSet": list(message.values.values()),
                "SessionContext": message.key,
            },
            ensure_ascii=False,
        ).encode()
        stamp = int(time.time())
        headers = {
            "X-TC-Action": ACTION, "X-TC-Version": VERSION, "X-TC-Region": self.region,
            "X-TC-Timestamp": str(stamp), "Content-Type": CONTENT_TYPE,
            "Authorization": authorization(self.account, SERVICE, ACTION, body, stamp=stamp),
        }  # fmt: skip
        answer = http.post(self.account.url, body, headers)
        found = answer.fields.get("Response", {})
        sent = (found.get("SendStatusSet") or [found.get("Error") or {}])[0]
        code = str(sent.get("Code", ""))
        if code == "Ok":
            return str(sent.get("SerialNo", ""))[:80]
        if not code:
            http.succeeded(answer)
        raise SendError(code[:60] or "no answer", permanent=code.startswith(PERMANENT))


def authorization(
    account: vendor.Account, service: str, action: str, body: bytes, *, stamp: int
) -> str:
    """Return the value of `Authorization` for a POST of `body`; `stamp`: unix seconds, 5 minutes."""
    host = urlsplit(account.url).netloc
    names = "content-type;host;x-tc-action"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    day = time.strftime("%Y-%m-%d", time.gmtime(stamp))
    scope = f"{day}/{service}/tc3_request"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    key = f"TC3{account.secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = f"{ALGORITHM}\n{stamp}\n{scope}\n{hashed}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return (
        f"{ALGORITHM} Credential={account.id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )


def sender() -> Sender:
    """Return the sender of the application the settings name."""
    return TencentSender(vendor.account(URL, "app"), str(settings.NOTICES["sms_region"]))
