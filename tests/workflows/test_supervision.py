"""Supervision orders: given downwards, in the journal of each matter, answered once by the head."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from casework.models import CaseEvent, Job, SupervisionOrder
from notifications.recipients import Audience
from tests import cast, factories
from tests.factories import advance, file_at
from tests.papers_helpers import pdf_text
from tests.workflows.test_campaigns import on, signed_in
from workflows import jobs, works

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
ORDER = {"kind": "order", "text": "请在期限内查清并回复。", "working_days": "5", "campaign": ""}


@pytest.fixture(autouse=True)
def _in_november(province: None, media: Any) -> None:
    on(2026, 11, 25)


def issue(key: str = "chen", place: str = cast.JINSHUI, **data: Any) -> Any:
    office = cast.office(place)
    return signed_in(cast.person(key)).post(
        reverse("supervision_new", args=[office.pk]), {**ORDER, **data}
    )


def told(kind: str) -> set[str]:
    events = list(CaseEvent.objects.filter(kind=kind))
    audience = Audience(events)
    people = {r.user_id for event in events for r in audience.of(event) if r.user_id}
    return {u.username for u in cast.User.objects.filter(pk__in=people)}


def test_an_order_is_due_in_working_days_and_stands_in_the_journal() -> None:
    case = advance(file_at(), "investigating").case
    cast.person("he")

    issue(case=case.pk)

    order = SupervisionOrder.objects.get()
    assert order.due_on == date(2026, 12, 2)
    assert order.to_office == cast.office(cast.JINSHUI)
    assert "督字〔2026〕第0001号" in order.number
    event = CaseEvent.objects.get(kind="supervision.issued")
    assert (event.case_id, event.facts["order"]) == (case.pk, order.number)
    assert cast.person("he").username in told("supervision.issued")


def test_a_hand_out_list_is_about_many_matters_of_that_office() -> None:
    cases = [advance(file_at(workers=[factories.worker(n)]), "investigating").case for n in (1, 2)]
    filed = file_at(workers=[factories.worker(3)])
    elsewhere = file_at(None, cast.JIYUAN, workers=[factories.worker(4)])

    issue("sun", kind="hand_out", case=[c.pk for c in cases], complaint=[filed.pk, elsewhere.pk])

    order = SupervisionOrder.objects.get()
    assert order.items.count() == 3
    assert not order.items.filter(complaint=elsewhere).exists()
    assert CaseEvent.objects.filter(kind="supervision.issued").count() == 3


def test_the_head_replies_once_and_the_supervisor_sees_it() -> None:
    case = advance(file_at(), "investigating").case
    issue(case=case.pk)
    order = SupervisionOrder.objects.get()
    head = signed_in(cast.person("he"))
    url = reverse("supervision_order", args=[order.pk])

    assert order.number in head.get(reverse("supervision")).content.decode()
    head.post(url, {"text": "已约谈单位，三日内支付。"})
    head.post(url, {"text": "第二次。"})

    order.refresh_from_db()
    assert (order.reply, order.replied_by) == ("已约谈单位，三日内支付。", cast.person("he"))
    page = signed_in(cast.person("chen")).get(url).content.decode()
    assert "已约谈单位" in page
    assert CaseEvent.objects.filter(kind="supervision.replied").count() == 1
    assert "chen" in told("supervision.replied")


def test_an_unanswered_order_is_late_after_its_day() -> None:
    issue()
    on(2026, 12, 2)
    client = signed_in(cast.person("chen"))
    assert "逾期未回复" not in client.get(reverse("supervision")).content.decode()
    on(2026, 12, 3)
    assert "逾期未回复" in client.get(reverse("supervision")).content.decode()


def test_an_order_about_no_matter_comes_into_the_inbox_of_the_head() -> None:
    cast.person("he")
    issue()
    assert works.__all__
    job = Job.objects.get(owner=cast.person("he"))
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert SupervisionOrder.objects.get().number in job.message


@pytest.mark.parametrize(("key", "place"), [("he", cast.JINSHUI), ("li_jing", cast.JINSHUI),
                                            ("chen", cast.JIYUAN), ("chen", cast.ZHENGZHOU)])  # fmt: skip
def test_who_is_not_above_cannot_give_an_order(key: str, place: str) -> None:
    assert issue(key, place).status_code == 403
    assert not SupervisionOrder.objects.exists()


def test_only_the_head_of_that_office_replies() -> None:
    issue()
    url = reverse("supervision_order", args=[SupervisionOrder.objects.get().pk])
    assert signed_in(cast.person("chen")).post(url, {"text": "x"}).status_code == 403
    assert signed_in(cast.person("jiyuan_head")).get(url).status_code == 404
    assert signed_in(cast.person("li_jing")).get(url).status_code == 403
    assert SupervisionOrder.objects.get().replied_at is None


def test_order_and_reply_are_numbered_papers_of_their_offices() -> None:
    case = advance(file_at(workers=2), "investigating").case
    issue("sun", kind="hand_out", case=case.pk, text="请逐件查清。")
    order = SupervisionOrder.objects.get()
    supervisor, head = signed_in(cast.person("sun")), signed_in(cast.person("he"))
    page, paper = (reverse("supervision_order", args=[order.pk]),
                   lambda name: reverse("supervision_paper", args=[order.pk, name]))  # fmt: skip

    said = pdf_text(head.get(paper("order")).content)
    for word in ("交办清单", order.number, cast.office(cast.HENAN).name, "2026年12月2日", case.number,
                 case.employer_name, f"{case.claimed_yuan:,}", "请逐件查清"):  # fmt: skip
        assert word in said
    assert "王" not in said.replace(case.employer_name, "")
    assert supervisor.get(paper("reply")).status_code == 404
    assert paper("order") in supervisor.get(page).content.decode()
    # The paper says what was handed out, whatever becomes of the matter.
    advance(case.complaints.get(), "paid")
    assert pdf_text(head.get(paper("order")).content) == said

    head.post(page, {"text": "已全部支付。"})
    order.refresh_from_db()
    answer = pdf_text(supervisor.get(paper("reply")).content)
    for word in (order.reply_number, order.number, "已全部支付", cast.person("he").full_name):
        assert word in answer
    assert "督复字〔2026〕第0001号" in order.reply_number
    assert paper("reply") in supervisor.get(page).content.decode()
    assert signed_in(cast.person("jiyuan_head")).get(paper("order")).status_code == 404
