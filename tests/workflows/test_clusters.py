"""Cluster warnings: raised at the threshold and not below, once, told to the right offices, grown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import clock
from casework.law.identity import make_uscc
from casework.models import (
    CaseEvent,
    ClusterGrowth,
    ClusterWarning,
    ConstructionProject,
    Subcontract,
)
from casework.vocabulary import EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories
from workflows.sweeps.clusters import sweep

pytest_plugins = ("tests.cast",)
ELSEWHERE = "二七区"
FIRMS = [make_uscc("410105", 500 + n) for n in range(4)]
RAISED, GREW = EventKind.CLUSTER_RAISED, EventKind.CLUSTER_GREW


def file(site=cast.JINSHUI, **over):
    over.setdefault("project_name", "")
    return factories.file_at(None, site, **over)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def told(kind) -> set:
    """Return who hears of the events of `kind`: (place, role) of each."""
    events = list(CaseEvent.objects.filter(kind=kind).order_by("id"))
    audience, found = Audience(events), set()
    for event in events:
        for one in audience.of(event):
            if one.user_id:
                found.add(one.user_id)
    return found


def test_raised_at_the_threshold_from_two_counties_once_and_told(province, he, chen, sun, liu):
    """Given two complaints in two counties, when a third comes, then both counties and their superior hear."""
    other_head = cast.someone(cast.office(ELSEWHERE), Role.BODY_HEAD)
    stranger = cast.someone(cast.office(cast.GUSHI), Role.BODY_HEAD)
    file(), file(ELSEWHERE)
    assert sweep() == 0, "two are below three"
    third = file(ELSEWHERE)
    assert sweep() == 1
    assert sweep() == 0, "raised once"
    cluster = ClusterWarning.objects.get()
    assert (cluster.kind, cluster.employer_id) == ("employer", third.employer_id)
    assert (cluster.complaints_n, cluster.workers_n, cluster.counties_n) == (3, 3, 2)
    assert cluster.superior == cast.office(cast.ZHENGZHOU)
    assert CaseEvent.objects.filter(kind=RAISED).count() == 2, "one per county"
    heard = told(RAISED)
    assert {he.pk, other_head.pk, chen.pk} <= heard
    assert not {sun.pk, stranger.pk, liu.pk} & heard

    fourth = file(cast.GUSHI)
    assert sweep() == 1
    cluster.refresh_from_db()
    assert (cluster.complaints_n, cluster.counties_n) == (4, 3)
    assert cluster.superior == cast.office(cast.HENAN), "two cities: the province"
    assert list(cluster.growths.values_list("complaints_n", "added")) == [(3, 3), (4, 1)]
    grown = CaseEvent.objects.get(kind=GREW)
    assert grown.subject_id == fourth.pk
    assert {stranger.pk, sun.pk} <= told(GREW)
    assert he.pk not in told(GREW), "what another county does is not for this one to open"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ClusterGrowth.objects.update(added=9)


def test_not_from_one_county_alone_unless_it_is_one_project(province):
    file(), file(), file()
    assert sweep() == 0, "one employer, one county, no project"
    for n in range(3):
        file(uscc=FIRMS[n], employer_name=f"第{n}队（虚构）", project_name="黄河广场二期（虚构）")
    assert sweep() == 1
    cluster = ClusterWarning.objects.get()
    assert (cluster.kind, cluster.title) == ("project", "黄河广场二期（虚构）")
    assert cluster.superior == cast.office(cast.ZHENGZHOU)
    assert ConstructionProject.objects.get().division == cast.division(cast.JINSHUI)
    assert sweep() == 0, "the file made for it is found again"


def test_ten_workers_are_enough_and_one_complaint_alone_is_not(province):
    file(workers=30, project_name="一期（虚构）")
    assert sweep() == 0
    file(workers=[factories.worker(60 + n) for n in range(2)], project_name="一期（虚构）")
    assert sweep() == 1
    assert ClusterWarning.objects.get().workers_n == 32


def test_a_chain_of_contractors(province):
    """Three firms on two projects under one contractor, none of which is a gathering by itself."""
    head = factories.file_at(
        uscc=FIRMS[3], employer_name="河南总包（虚构）", project_name=""
    ).employer
    sites = [
        ConstructionProject.objects.create(
            name=f"项目{n}（虚构）", name_key=f"项目{n}", general_contractor=head if n else None,
            division=cast.division(cast.JINSHUI),
        )
        for n in range(2)
    ]  # fmt: skip
    for n in range(2):
        complaint = file(uscc=FIRMS[n], employer_name=f"第{n}队（虚构）")
        complaint.project = sites[n]
        complaint.save(update_fields=["project"])
    assert sweep() == 0
    Subcontract.objects.create(project=sites[0], giver=head, taker=complaint.employer)
    assert sweep() == 1
    cluster = ClusterWarning.objects.get()
    assert (cluster.kind, cluster.employer, cluster.complaints_n) == ("chain", head, 3)


def test_withdrawn_and_old_complaints_do_not_gather_and_a_quiet_one_ends(province):
    now = timezone.now()
    with clock.at(now - timedelta(days=40)):
        file()
    gone = file(ELSEWHERE)
    file()
    factories.advance(gone, "withdrawn")
    assert sweep() == 0
    file(ELSEWHERE), file(ELSEWHERE)
    assert sweep() == 1
    assert ClusterWarning.objects.get().complaints_n == 3
    with clock.at(now + timedelta(days=31)):
        assert sweep() == 1
        assert ClusterWarning.objects.get().ended_at is not None
        file(), file(ELSEWHERE), file()
        assert sweep() == 1, "a new gathering is a new warning"
        assert ClusterWarning.objects.count() == 2


def test_seen_at_once_on_acceptance(province, django_capture_on_commit_callbacks):
    file(), file(ELSEWHERE)
    third = file()
    factories.advance(third, "proposed")
    third = factories.fresh(third)
    with django_capture_on_commit_callbacks(execute=True):
        factories.do("accept_complaint", third, factories.head_of(third), {"opinion": "同意。"})
    assert ClusterWarning.objects.get().complaints_n == 3


def test_pages_show_each_reader_the_own_scope(
    province, he, liu, sun, zhao_min, jinshui_clerk, django_assert_max_num_queries
):
    mine, theirs = file(), file(cast.GUSHI)
    file(cast.GUSHI)
    sweep()
    cluster = ClusterWarning.objects.get()
    url = reverse("cluster", args=[cluster.pk])
    head = client_of(he)
    with django_assert_max_num_queries(14):
        text = head.get(url).content.decode()
    assert mine.tracking_no in text
    assert theirs.tracking_no not in text
    assert "2 件不在您的管辖范围内" in text
    assert theirs.tracking_no in client_of(liu).get(url).content.decode()
    assert {mine.tracking_no, theirs.tracking_no} <= set(
        client_of(sun).get(url).content.decode().replace("<", ">").split(">")
    )
    assert client_of(zhao_min).get(url).status_code == 404
    assert client_of(jinshui_clerk).get(url).status_code == 403
    with django_assert_max_num_queries(9):
        assert cluster.title in head.get(reverse("clusters")).content.decode()
    assert cluster.title not in client_of(zhao_min).get(reverse("clusters")).content.decode()
    file_page = client_of(he).get(reverse("employer", args=[mine.employer_id])).content.decode()
    assert url in file_page
    assert connection.vendor == "postgresql"
