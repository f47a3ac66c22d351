"""Lanes of the audit: what stood still, what lay with another county or the police, whose words stay hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from casework import clock
from casework.models import Case
from casework.models.actor import Actor
from casework.vocabulary import ComplaintKind
from tests import cast, factories, referral_helpers
from workflows.audit import paths
from workflows.audit.case_file import AuditFile
from workflows.audit.lanes import Lane

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=factories.SHANGHAI))


def lane(case: Case, code: str) -> Lane:
    return next(one for one in AuditFile(factories.fresh(case)).lanes if one.code == code)


def kinds(found: Lane) -> list[str]:
    return [bar.kind for bar in found.bars]


def test_time_that_stood_still_is_cut_out_of_the_inspectors_work(he: Any) -> None:
    with at("2026-06-01 09:00"):
        case = factories.advance(factories.file_at(), "investigating").case
    with at("2026-06-10 09:00"):
        factories.do(
            "suspend_clock", case, he, {"rule_id": "D-07", "reason": "须以另案裁判为依据。"}
        )
    with at("2026-06-24 09:00"):
        factories.do("resume_clock", case, he, {"rule_id": "D-07", "reason": "裁判已生效。"})
    with at("2026-07-01 09:00"):
        found = lane(case, "inspector")
        term = next(t for t in AuditFile(factories.fresh(case)).terms if t.clock.rule == "D-07")
    assert kinds(found)[-3:] == ["work", "suspended", "work"]
    still = found.bars[-2]
    assert (still.begin, still.end) == (
        datetime(2026, 6, 10, tzinfo=factories.SHANGHAI),
        datetime(2026, 6, 24, tzinfo=factories.SHANGHAI),
    )
    assert (term.suspended_days, term.used) == (14, 12)
    assert term.used + term.left == 60


def test_a_transfer_lies_with_the_other_county_until_it_is_answered() -> None:
    heads = {place: cast.actor(cast.someone(cast.office(place), "body_head"), "body_head")
             for place in (cast.JINSHUI, cast.SHANGSHUI)}  # fmt: skip
    receiver = cast.office(cast.SHANGSHUI)
    with at("2026-03-02 09:00"):
        case = factories.advance(factories.file_at(), "investigating").case
    with at("2026-03-03 09:00"):
        factories.do("transfer_case", case, heads[cast.JINSHUI],
                     {"office": receiver.pk, "reason": "用工所在地不在本区。"})  # fmt: skip
    with at("2026-03-05 09:00"):
        pair = {"lead": cast.someone(receiver, "inspector").pk,
                "second": cast.someone(receiver, "inspector", 1).pk}  # fmt: skip
        factories.do("accept_case_transfer", case, heads[cast.SHANGSHUI], pair)
        second = Case.objects.get(predecessor=case)
    with at("2026-03-06 09:00"):
        found = lane(second, "elsewhere")
        assert [bar.kind for bar in found.bars] == ["wait"]
        assert found.bars[0].hours == 48
        assert AuditFile(factories.fresh(case)).deviations == []
        assert AuditFile(factories.fresh(second)).deviations == []
        told = [dossier for dossier, _rows, broken in AuditFile(factories.fresh(second)).chains
                if not broken]  # fmt: skip
        assert told == [second, case, *second.complaints.all()]
        paths.rebuild()
        assert second.path.transferred == 1


def test_what_the_police_have_is_their_time() -> None:
    case = referral_helpers.expired("2026-02-02")
    with at("2026-02-16 10:00"):
        referral_helpers.send(case)
    with at("2026-02-19 10:00"):
        found = lane(case, "police")
    assert set(kinds(found)) == {"term"}
    assert found.seconds("term") == 72 * 3600


def test_the_words_of_an_informant_stay_hidden(chen: Any, he: Any) -> None:
    complaint = factories.file_at(cast.JINSHUI, kind=ComplaintKind.REPORT)
    factories.advance(complaint, "accepted")
    factories.do("request_withdrawal", complaint, Actor.complainant(), {"reason": "我是门卫老张。"})
    case = factories.fresh(complaint).case
    for user, shown in ((chen, False), (he, True)):
        client = Client()
        client.force_login(user)
        text = client.get(f"/audit/case/{case.pk}/").content.decode()
        assert ("门卫老张" in text) is shown
        assert "被改动</span>" not in text
