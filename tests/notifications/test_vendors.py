"""The two vendors of short messages, against servers that check signatures as documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications.senders import aliyun, http, tencent, vendor
from notifications.senders.base import Message, SendError
from tests.notifications import vendors
from tests.notifications.vendors import Request, VendorServer

MESSAGE = Message(
    "delivery-7", "19900000001", "【清欠】……", template="complaint.filed",
    values={"no": "9012", "place": "金水区 (试点)*"},
)  # fmt: skip


def aliyun_answer(request: Request) -> tuple[int, Any]:
    if not vendors.aliyun_signed(request):
        return 400, {"Code": "SignatureDoesNotMatch", "Message": "…"}
    if request.query["TemplateCode"] != "SMS_1":
        return 200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不合法"}
    if request.query["PhoneNumbers"].endswith("9"):
        return 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发流控"}
    return 200, {"Code": "OK", "Message": "OK", "BizId": "900619746936498440^0"}


def tencent_answer(request: Request) -> tuple[int, Any]:
    if not vendors.tencent_signed(request):
        return 200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}
    fields = request.json
    if fields["PhoneNumberSet"][0].endswith("8"):
        return 200, {"Response": {"Error": {"Code": "RequestLimitExceeded"}}}
    status = {"SerialNo": "5000:1045710669157053657849499619", "Code": "Ok",
              "PhoneNumber": fields["PhoneNumberSet"][0], "SessionContext": fields["SessionContext"]}  # fmt: skip
    if fields["TemplateId"] != "1":
        status = {"Code": "FailedOperation.TemplateIncorrectOrUnapproved", "SerialNo": ""}
    elif fields["PhoneNumberSet"][0].endswith("9"):
        status = {"Code": "LimitExceeded.PhoneNumberThirtySecondLimit", "SerialNo": ""}
    return 200, {"Response": {"SendStatusSet": [status], "RequestId": "x"}}


ANSWERS = {"aliyun": aliyun_answer, "tencent": tencent_answer}
MODULES = {"aliyun": aliyun, "tencent": tencent}
REGISTERED = {"aliyun": "SMS_1", "tencent": "1"}


@pytest.fixture(params=["aliyun", "tencent"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(name: str, settings: Any) -> Iterator[VendorServer]:
    with vendors.running(ANSWERS[name]) as server:
        settings.NOTICES = settings.NOTICES | {
            "sms_account": {"id": vendors.SECRET_ID, "secret": vendors.SECRET, "sign": "清欠",
                            "url": server.url, "app": "1400006666"},
            "sms_templates": {"complaint.filed": REGISTERED[name], "case.closed": "unknown"},
        }  # fmt: skip
        yield server


def send(name: str, **changes: Any) -> str:
    return MODULES[name].sender().send(Message(**{**vars(MESSAGE), **changes}))


def test_a_signed_message_is_taken_and_its_reference_returned(
    name: str, server: VendorServer
) -> None:
    reference = send(name)
    request = server.requests[0]
    if name == "aliyun":
        assert reference == "900619746936498440^0"
        assert request.headers["x-acs-action"] == "SendSms"
        assert request.query["OutId"] == "delivery-7"
        assert request.query["SignName"] == "清欠"
        assert '"place": "金水区 (试点)*"' in request.query["TemplateParam"]
    else:
        assert reference == "5000:1045710669157053657849499619"
        assert request.headers["x-tc-action"] == "SendSms"
        assert request.json["PhoneNumberSet"] == ["+8619900000001"]
        assert request.json["TemplateParamSet"] == ["9012", "金水区 (试点)*"]
        assert request.json["SessionContext"] == "delivery-7"


def test_too_many_to_one_number_is_tried_again(name: str, server: VendorServer) -> None:
    with pytest.raises(SendError) as refused:
        send(name, address="19900000009")
    assert not refused.value.permanent
    assert "199" not in str(refused.value)


def test_a_throttled_account_is_tried_again(server: VendorServer, name: str) -> None:
    if name == "aliyun":
        server.answer = lambda _request: (503, {"Code": "Throttling.User"})
    with pytest.raises(SendError) as refused:
        send(name, address="19900000008")
    assert not refused.value.permanent


def test_a_bad_template_is_refused_for_good(name: str, server: VendorServer) -> None:
    with pytest.raises(SendError) as refused:
        send(name, template="case.closed")
    assert refused.value.permanent


def test_an_event_without_a_registered_template_is_said_by_name(
    name: str, server: VendorServer
) -> None:
    with pytest.raises(SendError, match=r"no template for order\.served") as refused:
        send(name, template="order.served")
    assert refused.value.permanent
    assert not server.requests


def test_a_wrong_secret_is_found_out_and_may_be_put_right(
    name: str, server: VendorServer, settings: Any
) -> None:
    account = settings.NOTICES["sms_account"] | {"secret": "another"}
    settings.NOTICES = settings.NOTICES | {"sms_account": account}
    with pytest.raises(SendError, match=r"Signature") as refused:
        send(name)
    assert not refused.value.permanent


def test_a_vendor_that_does_not_answer_is_tried_again(
    name: str, server: VendorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.silent = True
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.2))
    with pytest.raises(SendError, match="ReadTimeout") as refused:
        send(name)
    assert not refused.value.permanent


def test_a_vendor_in_trouble_is_tried_again(name: str, server: VendorServer) -> None:
    server.answer = lambda _request: (502, "…")
    with pytest.raises(SendError, match="HTTP 502") as refused:
        send(name)
    assert not refused.value.permanent


def test_an_account_not_whole_or_unsafe_is_refused(
    name: str, server: VendorServer, settings: Any
) -> None:
    whole = settings.NOTICES["sms_account"]
    for change in ({"sign": ""}, {"url": "http://sms.example.cn/"}):
        settings.NOTICES = settings.NOTICES | {"sms_account": whole | change}
        with pytest.raises(ImproperlyConfigured):
            MODULES[name].sender()


def test_signatures_are_those_of_the_vendors_own_examples() -> None:
    """Key pairs, requests and signatures as published with the two signature methods."""
    account = vendor.Account(
        "YourAccessKeyId", "YourAccessKeySecret", "", "https://ecs.cn-shanghai.aliyuncs.com/"
    )
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    headers = aliyun.signed_headers(
        account, "RunInstances", "2014-05-26", {"ImageId": image, "RegionId": "cn-shanghai"},
        nonce="3156853299f313e23d1673dc12e1703d", date="2023-10-26T10:22:32Z",
    )  # fmt: skip
    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )
    account = vendor.Account(
        "AKID" + "*" * 32, "*" * 32, "", "https://cvm.tencentcloudapi.com/"
    )  # fmt: skip
    body = (
        rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    )
    value = tencent.authorization(account, "cvm", "DescribeInstances", body, stamp=1551113065)
    assert value.endswith(
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )
