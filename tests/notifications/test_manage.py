"""Templates of short messages: an administrator's words are sent, the shipped ones come back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import AdminEntry
from casework.vocabulary import AdminKind, EventKind
from notifications import sending
from notifications.messages import message_of
from notifications.models import Delivery, DeliveryState, Way
from notifications.texts import SHIPPED, SIGNATURE, STEPS
from tests import cast, factories

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

KEY = EventKind.COMPLAINT_FILED


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(cast.person("administrator"), "django.contrib.auth.backends.ModelBackend")
    return client


def save(client: Client, text: str, language: str = "zh-hans") -> Any:
    return client.post(reverse("manage_text", args=[KEY]), {"text": text, "language": language})


def test_changed_words_are_sent_and_the_shipped_ones_come_back(client: Client) -> None:
    assert save(client, "尾号%(no)s的欠薪投诉收到了，请等消息。").status_code == 302
    complaint = factories.file_at(cast.JINSHUI)
    event = complaint.events.get(kind=KEY)
    delivery = Delivery(event=event, complaint=complaint, channel=Way.SMS)
    sent = message_of(delivery).text
    assert sent == f"{SIGNATURE}尾号{complaint.tracking_no[-4:]}的欠薪投诉收到了，请等消息。"
    assert AdminEntry.objects.filter(kind=AdminKind.WORDING_CHANGED).count() == 1
    save(client, "")
    assert message_of(delivery).text.startswith(SIGNATURE + str(STEPS[KEY])[:8])
    assert "已修改" not in client.get(reverse("manage_text", args=[KEY])).content.decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("没有编号的内容", "缺少占位符"),
        ("尾号%(no)s，%(name)s您好", "占位符不对"),
        ("尾号%(no)s 完成 100%", "占位符不对"),
        ("尾号%(no)s，" + "长" * 70, "一条短信最多"),
        ("尾号%(no)s，请看 www.example.cn", "不能有网址"),
    ],
)
def test_what_cannot_be_sent_is_refused(client: Client, text: str, why: str) -> None:
    answer = save(client, text)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not AdminEntry.objects.exists()


def test_the_code_and_the_message_to_officers_have_words_of_their_own_too(client: Client) -> None:
    page = client.get(reverse("manage_texts")).content.decode()
    assert "验证码482913" in page
    url = reverse("manage_text", args=["staff"])
    words = "%(number)s：%(what)s，%(due)s到期。"
    sent = {"text": words, "language": "zh-hans"}
    assert client.post(url, sent | {"text": "%(what)s，请办理。"}).status_code == 422
    assert client.post(url, sent | {"text": words + "%(place)s"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    complaint = factories.file_at(cast.JINSHUI)
    he = cast.person("he")
    he.mobile = "19911112222"
    event = complaint.events.get(kind=KEY)
    text = message_of(Delivery(event=event, user=he, channel=Way.SMS)).text
    assert text.startswith(f"{SIGNATURE}投诉尾号{complaint.tracking_no[-4:]}：")
    assert text.endswith("到期。")


def test_each_language_has_its_own_words(client: Client) -> None:
    save(client, "Your claim (no. %(no)s) came in.", "en")
    page = client.get(reverse("manage_text", args=[KEY])).content.decode()
    assert "Your claim (no. 9012) came in." in page
    assert str(STEPS[KEY]) % {"no": "9012"} in page


def test_the_list_opens_by_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        page = client.get(reverse("manage_texts")).content.decode()
    assert page.count("个字") == len(SHIPPED)


def test_given_up_messages_are_sent_again(client: Client) -> None:
    complaint = factories.file_at(cast.JINSHUI)
    event = complaint.events.get(kind=KEY)
    Delivery.objects.create(event=event, complaint=complaint, channel=Way.SMS, attempts=8,
                            state=DeliveryState.DEAD, next_try_at=event.at)  # fmt: skip
    assert "再发一次" in client.get(reverse("manage_queues")).content.decode()
    client.post(reverse("manage_revive"))
    row = Delivery.objects.get(channel=Way.SMS, complaint=complaint)
    assert (row.state, row.attempts) == (DeliveryState.FAILED, 0)
    assert sending.due_exist()
