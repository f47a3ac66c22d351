"""Settings that cannot work are said at the start."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.checks import check_notices


def ids(settings: Any, **changes: Any) -> list[str | None]:
    settings.NOTICES = settings.NOTICES | changes
    return [found.id for found in check_notices(None)]


def test_the_settings_of_a_demonstration_are_whole(settings: Any) -> None:
    assert ids(settings) == []


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"webhook": {"*": "https://x.example"}, "webhook_secret": ""}, "notifications.E001"),
        ({"quiet_staff": "ten"}, "notifications.E002"),
        ({"receipt_token": "short"}, "notifications.E003"),
        ({"email_sender": "notifications.senders.absent"}, "notifications.E001"),
    ],
)
def test_each_fault_is_named(settings: Any, changes: dict[str, Any], wanted: str) -> None:
    assert ids(settings, **changes) == [wanted]


def test_events_without_a_registered_template_are_listed(settings: Any) -> None:
    settings.QINGQIAN = settings.QINGQIAN | {"sms_sender": "notifications.senders.tencent"}
    account = dict.fromkeys(("id", "secret", "sign", "app"), "x") | {"url": ""}
    assert ids(settings, sms_account=account, sms_templates={"code": "1"}) == ["notifications.W001"]
