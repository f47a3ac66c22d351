"""Revealing identity numbers: by whom, for a reason, once, with a journal row."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.journal import first_break
from casework.models import CaseEvent, Complaint, User
from casework.vocabulary import EventKind
from tests import factories
from tests.cast import JINSHUI, SHANGSHUI

pytest_plugins = ("tests.cast",)
REASON = {"purpose": "verify", "note": "与工资表核对"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def worker_path(complaint: Complaint) -> str:
    return reverse("reveal", args=["worker-claim", complaint.claims.get().pk])


def reveals() -> Any:
    return CaseEvent.objects.filter(kind=EventKind.IDENTITY_REVEALED)


@pytest.fixture
def accepted(province: None) -> Complaint:
    return factories.advance(factories.file_at(JINSHUI), "accepted")


def test_asking_shows_a_form_and_no_number(accepted: Complaint, li_jing: User) -> None:
    response = client_of(li_jing).get(worker_path(accepted))
    assert response.status_code == 200
    assert factories.WANG_WU_ID not in response.content.decode()
    assert not reveals().exists()


def test_numbers_come_once_and_the_journal_says_who_and_why(
    accepted: Complaint, li_jing: User
) -> None:
    client = client_of(li_jing)
    response = client.post(worker_path(accepted), REASON)
    assert factories.WANG_WU_ID in response.content.decode()
    assert factories.WANG_WU_PHONE in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert factories.WANG_WU_ID not in client.get(worker_path(accepted)).content.decode()
    event = reveals().get()
    assert event.actor == li_jing
    assert event.reason == "核对身份：与工资表核对"
    assert event.facts == {"what": "worker-claim", "id": accepted.claims.get().pk,
                           "purpose": "verify"}  # fmt: skip
    assert (event.stream, event.subject_id) == ("case", accepted.case_id)
    assert factories.WANG_WU_ID not in str(event.facts) + event.reason
    assert first_break(factories.fresh(accepted.case)) is None


@pytest.mark.parametrize("data", [{}, {"purpose": "other", "note": ""}, {"purpose": "curious"}])
def test_without_a_reason_nothing_is_shown(
    accepted: Complaint, li_jing: User, data: dict[str, str]
) -> None:
    text = client_of(li_jing).post(worker_path(accepted), data).content.decode()
    assert factories.WANG_WU_ID not in text
    assert not reveals().exists()


def test_a_supervisor_cannot_reveal_and_is_told_why(accepted: Complaint, chen: User) -> None:
    response = client_of(chen).post(worker_path(accepted), REASON)
    assert response.status_code == 403
    assert "只有承办单位的经办人员可以查看完整身份信息" in response.content.decode()
    assert factories.WANG_WU_ID not in response.content.decode()
    assert not reveals().exists()


def test_a_stranger_cannot_find_it(accepted: Complaint, liu: User) -> None:
    assert client_of(liu).post(worker_path(accepted), REASON).status_code == 404


def test_the_contact_of_a_complaint_is_revealed_to_the_owner_office(
    province: None, qin: User, jinshui_clerk: User
) -> None:
    complaint = factories.file_at(SHANGSHUI)
    path = reverse("reveal", args=["complaint-contact", complaint.pk])
    assert factories.WANG_WU_PHONE in client_of(qin).post(path, REASON).content.decode()
    assert reveals().get().facts["what"] == "complaint-contact"
    # The receiver sees the proposal, but is not yet the responsible authority.
    assert client_of(jinshui_clerk).post(path, REASON).status_code == 403


def test_an_informant_is_revealed_to_head_and_lead_only(
    province: None, he: User, jinshui_clerk: User, wu_gang: User
) -> None:
    report = factories.advance(factories.file_at(None, kind="report"), "assigned")
    path = reverse("reveal", args=["complaint-contact", report.pk])
    for colleague in (jinshui_clerk, wu_gang):
        refused = client_of(colleague).post(path, REASON)
        assert refused.status_code == 403
        assert "举报人信息依法保密" in refused.content.decode()
    assert not reveals().exists()
    for entitled in (he, report.lead):
        assert factories.WANG_WU_PHONE in client_of(entitled).post(path, REASON).content.decode()


def test_another_kind_is_not_found(accepted: Complaint, li_jing: User) -> None:
    assert client_of(li_jing).get(reverse("reveal", args=["user", 1])).status_code == 404
