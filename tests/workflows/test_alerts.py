"""Alerts: each pattern is found when it happens and not when it does not; judged once, by the right people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessLog
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import clock
from casework.models import (
    Alert,
    AlertMark,
    AlertSweep,
    Case,
    CaseEvent,
    Deadline,
    Document,
    Job,
    ServiceRecord,
    WageClaim,
)
from casework.vocabulary import AlertPattern as P
from tests import cast, factories
from tests.factories import SHANGHAI, advance, do, file_at, fresh, head_of
from tests.uploads import photo
from tests.workflows.test_campaigns import signed_in
from workflows import deadlines, jobs, works
from workflows.oversight.patterns import PATTERNS
from workflows.oversight.sweep import FINDERS
from workflows.sweeps import conduct

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
MARK = {"state": "explained", "reason": "已核对纸质卷宗，属实。", "seen": "open"}


@pytest.fixture(autouse=True)
def _calendar(province: None, media: Any) -> Iterator[None]:
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def found(pattern: str) -> list[Alert]:
    """Look once more and return what stands of one pattern."""
    conduct.find_now()
    return list(Alert.objects.filter(pattern=pattern).order_by("id"))


def kinds(alert: Alert) -> set[str]:
    return set(CaseEvent.objects.filter(pk__in=alert.events).values_list("kind", flat=True))


def revoked(reason: str, number: int) -> Case:
    """A case whose workers' claims were not made out, revoked with this reason."""
    complaint = advance(file_at(workers=[factories.worker(number)]), "investigating")
    claims = WageClaim.objects.filter(case=complaint.case)
    do("record_findings", complaint.case, complaint.lead, {
        **{f"finding_{c.pk}": "not_made_out" for c in claims},
        **{f"note_{c.pk}": "没有考勤记录。" for c in claims},
    })  # fmt: skip
    complaint = fresh(complaint)
    do("finish_investigation", complaint.case, complaint.lead, {"text": "调查终结。"})
    do("revoke_case", fresh(complaint).case, head_of(complaint), {"reason": reason})
    return fresh(complaint).case


def test_every_pattern_has_a_finder_and_words() -> None:
    assert {*FINDERS, P.CHAIN_BROKEN} == set(PATTERNS) == set(P.values)
    assert all(one.explained and one.basis for one in PATTERNS.values())


def test_ended_without_payment_and_without_ground_is_found_but_not_with_one() -> None:
    bare = revoked("不成立", 1)
    revoked("经调查，投诉人提交的材料不能证明存在劳动关系和欠薪事实。", 2)
    advance(file_at(workers=[factories.worker(3)]), "told")  # paid

    (alert,) = found(P.CLOSED_UNPAID)

    assert (alert.case_id, alert.office_id) == (bare.pk, bare.office_id)
    assert kinds(alert) == {"case.revoked"}
    assert alert.facts["claimed"] == "12500.00"


@pytest.mark.parametrize(("day", "hits"), [("2026-08-25", 1), ("2026-06-10", 0)])
def test_a_clock_suspended_or_extended_on_its_last_day_is_found(
    he: Any, department_head: Any, day: str, hits: int
) -> None:
    with at("2026-06-01 09:00"):
        one = advance(file_at(workers=[factories.worker(1)]), "investigating").case
        other = advance(file_at(workers=[factories.worker(2)]), "investigating").case
        assert Deadline.objects.get(case=one, rule="D-07").due_on.isoformat() == "2026-08-25"
    with at(f"{day} 15:00"):
        do("suspend_clock", one, he, {"rule_id": "D-07", "reason": "须以另案裁判为依据。"})
        do("extend_investigation", other, department_head, {"reason": "案情复杂。"})

        suspended, extended = found(P.SAVED_BY_SUSPENSION), found(P.SAVED_BY_EXTENSION)

    assert [a.case_id for a in suspended] == [one.pk] * hits
    assert [a.case_id for a in extended] == [other.pk] * hits
    if hits:
        assert suspended[0].facts["due"] == day
        assert kinds(suspended[0]) == {"clock.suspended"}
        assert "case.extended" in kinds(extended[0])
        assert extended[0].person_id == department_head.pk


def test_evidence_of_staff_after_closing_is_found_not_before_and_not_the_complainants() -> None:
    early = advance(file_at(workers=[factories.worker(1)]), "investigating")
    do("add_evidence", early.case, early.lead, {"caption": "现场"}, files={"files": [photo()]})
    advance(early, "closed")
    late = advance(file_at(workers=[factories.worker(2)]), "closed")
    asked = advance(file_at(workers=[factories.worker(3)]), "closed")
    complainant = factories.Actor.complainant()
    do("add_photo", late, late.lead, {"caption": "补的"}, files={"files": [photo()]})
    do("add_photo", asked, complainant, {"caption": ""}, files={"files": [photo()]})

    (alert,) = found(P.LATE_EVIDENCE)

    assert (alert.case_id, alert.person_id, alert.facts["pieces"]) == (
        late.case_id,
        late.lead_id,
        1,
    )
    assert kinds(alert) == {"case.closed", "evidence.added"}


def test_unmasking_for_no_reason_or_very_often_is_found(li_jing: Any) -> None:
    complaint = advance(file_at(), "investigating")
    claim = WageClaim.objects.get(case=complaint.case)
    url = reverse("reveal", args=["worker-claim", claim.pk])
    client = signed_in(complaint.lead)
    client.post(url, {"purpose": "contact", "note": ""})
    assert found(P.UNMASKED_THINLY) == []

    client.post(url, {"purpose": "other", "note": "看看"})
    (alert,) = found(P.UNMASKED_THINLY)
    assert (alert.case_id, alert.person_id) == (complaint.case_id, complaint.lead_id)
    assert CaseEvent.objects.get(pk=alert.events[0]).facts["purpose"] == "other"

    assert found(P.UNMASKED_OFTEN) == []
    set_pattern(P.UNMASKED_OFTEN, 3)
    client.post(url, {"purpose": "verify", "note": ""})
    (often,) = found(P.UNMASKED_OFTEN)
    assert (often.person_id, often.facts["times"]) == (complaint.lead_id, 3)
    assert len(often.events) == 3


def test_an_account_in_several_places_at_once_is_found_not_after_signing_out(
    li_jing: Any, wu_gang: Any
) -> None:
    def sign_in(user: Any, place: str, *, out: bool = False) -> None:
        row = AccessLog.objects.create(
            username=user.username, ip_address=place, user_agent="x", path_info="/login/"
        )
        if out:
            AccessLog.objects.filter(pk=row.pk).update(logout_time=timezone.now())

    for n in range(3):
        sign_in(li_jing, f"10.0.0.{n}")
        sign_in(wu_gang, f"10.0.1.{n}", out=True)

    (alert,) = found(P.ACCOUNT_SHARED)

    assert (alert.person_id, alert.facts["places"]) == (li_jing.pk, 3)
    assert alert.office == cast.office(cast.JINSHUI)
    assert "10.0" not in str(alert.facts)  # how many, not which


def test_more_decisions_in_seconds_than_can_be_read_are_found(he: Any) -> None:
    rows = [advance(file_at(workers=[factories.worker(n)]), "proposed") for n in range(1, 6)]
    began = clock.now()
    for n, row in enumerate(rows[:4]):
        with clock.at(began + timedelta(minutes=n)):
            do("accept_complaint", row, he, {"opinion": "同意。"})
    assert found(P.TOO_FAST) == []

    moment = began + timedelta(hours=1)
    proposed = [advance(file_at(workers=[factories.worker(n)]), "proposed") for n in range(6, 10)]
    for n, row in enumerate([rows[4], *proposed]):
        with clock.at(moment + timedelta(seconds=n)):
            do("accept_complaint", row, he, {"opinion": "同意。"})
    (alert,) = found(P.TOO_FAST)
    assert (alert.person_id, alert.facts["matters"], len(alert.events)) == (he.pk, 5, 5)


def test_transferred_or_returned_twice_is_found_not_once(he: Any, jiyuan_head: Any) -> None:
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, he)
    assert found(P.TRANSFERRED_TWICE) == []
    jiyuan = cast.office(cast.JIYUAN)
    do("transfer_complaint", complaint, he, {"office": jiyuan.pk, "reason": "工地在济源。"})
    do("accept_transfer", complaint, jiyuan_head)
    (alert,) = found(P.TRANSFERRED_TWICE)
    assert (alert.complaint_id, alert.office_id) == (complaint.pk, jiyuan.pk)

    case = advance(file_at(workers=[factories.worker(2)]), "drafted").case
    for hits in (0, 1):
        do("return_order", fresh(case), he, {"reason": "数额有误。"})
        assert len(found(P.RETURNED_TWICE)) == hits
        do("draft_order", fresh(case), case.lead, factories.order())
    assert kinds(Alert.objects.get(pattern=P.RETURNED_TWICE)) == {"order.returned"}


def test_alarms_on_data_are_raised_and_cleared_when_put_right() -> None:
    """What the acts keep true is broken here by SQL, as a faulty import or a hand would."""
    told = advance(file_at(workers=[factories.worker(1)]), "told").case
    open_one = advance(file_at(workers=[factories.worker(2)]), "investigating").case
    conduct.find_now()
    quality = set(Alert.objects.filter(family="quality").values_list("pattern", "case_id"))
    # The factory pays and serves without a paper: these two are true.
    assert quality == {(P.UNPROVEN_CLOSING, told.pk), (P.UNPROVEN_SERVICE, told.pk)}

    Case.objects.filter(pk=told.pk).update(closed_on=None, paid_yuan=1)
    Deadline.objects.filter(case=open_one).update(state="cancelled")
    for case in (told, open_one):
        touch(case)
    conduct.find_now()
    new = set(Alert.objects.filter(family="quality").values_list("pattern", "case_id")) - quality
    assert new == {
        (P.DATES_MISSING, told.pk), (P.SUMS_DIFFER, told.pk), (P.NO_CLOCK, open_one.pk)
    }  # fmt: skip

    Case.objects.filter(pk=told.pk).update(closed_on=told.closed_on, paid_yuan=told.paid_yuan)
    Deadline.objects.filter(case=open_one, rule="D-07").update(state="running")
    order = Document.objects.get(case=told, kind="pay_order")
    proof = factories_proof(told)
    ServiceRecord.objects.filter(document=order).update(proof=proof)
    conduct.find_now()
    standing = Alert.objects.filter(family="quality", state="open")
    assert set(standing.values_list("pattern", "case_id")) == {(P.UNPROVEN_CLOSING, told.pk)}
    assert Alert.objects.filter(state="cleared").count() == 4
    assert AlertSweep.objects.first().cleared == 4


def test_a_changed_row_of_the_journal_is_found_and_named() -> None:
    case = advance(file_at(), "investigating").case
    assert found(P.CHAIN_BROKEN) == []
    event = case.events.filter(stream="case").order_by("seq")[1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_caseevent SET reason = '改' WHERE id = %s", [event.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    (alert,) = found(P.CHAIN_BROKEN)
    assert (alert.case_id, alert.events, alert.facts["seq"]) == (case.pk, [event.pk], event.seq)


def test_what_is_found_stands_once_and_comes_back_only_with_a_new_act(chen: Any, he: Any) -> None:
    case = advance(file_at(), "drafted").case
    for _n in range(2):
        do("return_order", fresh(case), he, {"reason": "数额有误。"})
        do("draft_order", fresh(case), case.lead, factories.order())
    (alert,) = found(P.RETURNED_TWICE)
    assert [a.pk for a in found(P.RETURNED_TWICE)] == [alert.pk]
    url = reverse("alert", args=[alert.pk])
    client = signed_in(chen)

    client.post(url, {**MARK, "reason": "嗯"})
    assert not AlertMark.objects.exists()
    client.post(url, MARK)
    client.post(url, {**MARK, "state": "confirmed"})  # shown before the colleague's word

    (mark,) = AlertMark.objects.all()
    assert (mark.by, mark.state, found(P.RETURNED_TWICE)[0].state) == (
        chen,
        "explained",
        "explained",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertMark.objects.update(reason="别的")
    do("return_order", fresh(case), he, {"reason": "数额还是有误。"})
    (again,) = found(P.RETURNED_TWICE)
    assert (again.pk, again.state, again.facts["times"]) == (alert.pk, "open", 3)


def test_supervisors_are_told_once_of_what_is_new_in_their_region(chen: Any, sun: Any) -> None:
    assert works.__all__
    jiyuan = file_at(cast.JIYUAN, cast.JIYUAN, workers=[factories.worker(1)])
    advance(file_at(workers=[factories.worker(2)]), "told")
    advance(jiyuan, "told")
    assert conduct.find_daily() == 4
    assert conduct.find_daily() == 0  # once a day
    by_owner = {job.owner: job for job in Job.objects.filter(kind="alerts")}
    # Jiyuan stands under no city: the province hears of it, and not of what Zhengzhou watches.
    assert {user.username: job.params["quality"] for user, job in by_owner.items()} == {
        "chen": 2, "sun": 2,
    }  # fmt: skip
    jobs.run_job(by_owner[chen].pk)
    assert "2" in Job.objects.get(pk=by_owner[chen].pk).message


def test_who_sees_which_alerts_and_who_judges_them(
    chen: Any, sun: Any, auditor: Any, he: Any, li_jing: Any, jiyuan_head: Any, liu: Any
) -> None:
    revoked("不成立", 1)
    advance(file_at(workers=[factories.worker(2)]), "told")
    conduct.find_now()
    suspicious = Alert.objects.get(pattern=P.CLOSED_UNPAID)
    of_data = Alert.objects.get(pattern=P.UNPROVEN_SERVICE)
    seen = {
        user: tuple(
            signed_in(user).get(reverse("alert", args=[one.pk])).status_code
            for one in (suspicious, of_data)
        )
        for user in (chen, sun, auditor, he, li_jing, jiyuan_head)
    }
    assert seen == {chen: (200, 200), sun: (200, 200), auditor: (200, 200), he: (404, 200),
                    li_jing: (403, 403), jiyuan_head: (404, 404)}  # fmt: skip
    assert signed_in(liu).get(reverse("alerts")).status_code == 403
    for user in (auditor, he):
        response = signed_in(user).post(reverse("alert", args=[of_data.pk]), MARK)
        assert response.status_code == 403
    assert not AlertMark.objects.exists()
    assert Client().get(reverse("alerts")).status_code == 302


def test_the_list_filters_pages_and_asks_little(
    sun: Any, django_assert_max_num_queries: Any
) -> None:
    case = advance(file_at(), "investigating").case
    Alert.objects.bulk_create(
        Alert(
            pattern=P.SUMS_DIFFER, family="quality", subject=f"case:{n}", case=case,
            office=case.office, happened_at=clock.now(), facts={"paid": "1.00"},
        )
        for n in range(70)
    )  # fmt: skip
    client = signed_in(sun)
    client.get(reverse("alerts"))
    with django_assert_max_num_queries(8):
        first = client.get(reverse("alerts"), {"family": "quality", "place": "410105"})
    assert len(first.context["rows"]) == 30
    second = client.get(first.context["older_url"])
    third = client.get(second.context["older_url"])
    assert (len(second.context["rows"]), len(third.context["rows"])) == (30, 10)
    assert not third.context["older_url"]
    for query in ({"family": "conduct"}, {"place": "410102"}, {"state": "confirmed"},
                  {"pattern": P.NO_CLOCK}):  # fmt: skip
        assert not client.get(reverse("alerts"), query).context["rows"]


def test_an_administrator_sets_a_pattern_for_the_next_sweep(administrator: Any, chen: Any) -> None:
    url = reverse("manage_alert", args=[P.CLOSED_UNPAID])
    assert signed_in(chen).post(url, {"threshold": "2", "reason": "x"}).status_code == 403
    client = signed_in(administrator)
    assert client.post(url, {"is_on": "on", "threshold": "1", "reason": "下调"}).status_code == 422
    client.post(url, {"threshold": "12", "reason": "先停用"})
    revoked("不成立", 1)
    assert found(P.CLOSED_UNPAID) == []
    assert "先停用" in client.get(reverse("manage_alerts")).content.decode()
    assert "没有支付" in client.get(reverse("manage_log")).content.decode()


def set_pattern(code: str, threshold: int) -> None:
    client = signed_in(cast.person("administrator"))
    client.post(
        reverse("manage_alert", args=[code]),
        {"is_on": "on", "threshold": str(threshold), "reason": "试行"},
    )


def touch(case: Case) -> None:
    """Something else is done to the matter, so that the sweep looks at it again."""
    do("note_case", fresh(case), case.lead, {"text": "核对。"})


def factories_proof(case: Case) -> Any:
    complaint = case.complaints.get()
    do("add_photo", complaint, case.lead, {"caption": "回证"}, files={"files": [photo()]})
    return complaint.evidence.latest("id")
