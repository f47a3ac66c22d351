"""Warn where complaints gather (聚集预警): raised once, told at once, grown as more of them come."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, connection, transaction

from casework import clock, lawbook
from casework.journal import record
from casework.models import (
    ClusterComplaint,
    ClusterGrowth,
    ClusterWarning,
    Complaint,
    Division,
    Office,
)
from casework.models.actor import Actor
from casework.queries.risk.gatherings import Gathering, gatherings
from casework.records.projects import find_or_create_project
from casework.vocabulary import OPEN_TRANSFER, ClusterKind, ComplaintState, EventKind
from workflows.machines.complaint import ComplaintMachine
from workflows.routing import common_superior

logger = logging.getLogger(__name__)
_LOCK = 20_240_726
"""Key of the advisory lock: whoever raises or grows a warning does so alone."""


def watch_soon(complaint: Complaint) -> None:
    """Look at what this complaint gathers with as soon as its act is committed.

    After the commit, because the complaints it gathers with are locked one after the other: within
    the act two counties would wait for each other. What is missed then, the sweep finds.
    """
    transaction.on_commit(partial(watch, complaint.pk), robust=True)


def watch(complaint_id: int | None = None) -> int:
    """Raise and grow what the complaints of the window, or this one, come to; return how many did."""
    done = 0
    for gathering in gatherings(complaint_id):
        try:
            done += _settle(gathering)
        except DatabaseError:
            logger.exception("gathering on %s %s was not told", gathering.kind, gathering.subject)
    return done


def end_quiet() -> int:
    """End the warnings that nothing joined for a whole window, and those of files merged away."""
    days = int(lawbook.threshold_value("cluster_days"))
    running = ClusterWarning.objects.filter(ended_at__isnull=True)
    quiet = running.filter(grew_at__lt=clock.now() - timedelta(days=days))
    merged = running.filter(employer__merged_into__isnull=False)
    return quiet.update(ended_at=clock.now()) + merged.update(ended_at=clock.now())


@transaction.atomic
def _settle(gathering: Gathering) -> bool:
    """Bring one warning up to date; return whether it was raised or grew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    column = "project" if gathering.kind == ClusterKind.PROJECT else "employer"
    subject = gathering.subject or _project_of(gathering)
    same = {"kind": gathering.kind, f"{column}_id": subject, "ended_at__isnull": True}
    cluster = ClusterWarning.objects.filter(**same).first()
    known = set(cluster.members.values_list("complaint", flat=True)) if cluster else set()
    fresh = [pk for pk in gathering.complaints if pk not in known]
    if not fresh:
        return False
    rows = ComplaintMachine._default_manager.select_for_update(of=("self",)).filter(pk__in=fresh)
    joined = list(rows.select_related("office__division").order_by("pk"))
    raised = cluster is None
    if cluster is None:
        cluster = ClusterWarning(kind=gathering.kind, raised_at=clock.now(), **{f"{column}_id": subject})  # fmt: skip
    _grow(cluster, joined, known)
    _tell(cluster, joined, EventKind.CLUSTER_RAISED if raised else EventKind.CLUSTER_GREW)
    return True


def _project_of(gathering: Gathering) -> int:
    """A project that was only told by its name gets a file of its own, so that it is found again."""
    division = Division.objects.get(pk=gathering.place)
    return find_or_create_project(gathering.name, division).pk


def _grow(cluster: ClusterWarning, joined: list[ComplaintMachine], known: set[int]) -> None:
    """Write down who joined and what the gathering comes to now."""
    now = clock.now()
    earlier = list(Complaint.objects.filter(pk__in=known).select_related("office__division"))
    everyone: list[Complaint] = [*earlier, *joined]
    offices = _offices(everyone)
    counties = {row.site_division_id or offices[row.pk].division_id for row in everyone}
    cluster.superior = common_superior({one.pk: one for one in offices.values()}.values())
    cluster.grew_at = now
    cluster.complaints_n, cluster.counties_n = len(everyone), len(counties)
    cluster.workers_n = sum(row.worker_count for row in everyone)
    cluster.save()
    ClusterComplaint.objects.bulk_create(
        ClusterComplaint(
            cluster=cluster, complaint_id=row.pk, office=offices[row.pk], joined_at=now
        )
        for row in joined
    )
    ClusterGrowth.objects.create(
        cluster=cluster, at=now, complaints_n=cluster.complaints_n, workers_n=cluster.workers_n,
        counties_n=cluster.counties_n, added=len(joined), superior=cluster.superior,
    )  # fmt: skip


def _offices(rows: Iterable[Complaint]) -> dict[int, Office]:
    """Complaint id -> the office it concerns: on its way, the one that is asked to take it."""
    found = {row.pk: row.office for row in rows}
    away = [row for row in rows if row.state == ComplaintState.TRANSFERRED_OUT]
    for row in away:
        open_ones = row.transfers.filter(state__in=OPEN_TRANSFER)
        transfer = open_ones.select_related("to_office__division").first()
        if transfer is not None:
            found[row.pk] = transfer.to_office
    return found


def _tell(cluster: ClusterWarning, joined: list[ComplaintMachine], kind: EventKind) -> None:
    """Write it into the journal of one complaint per county; the superior is named in the first."""
    offices = _offices(joined)
    told: set[int] = set()
    facts = {
        "cluster": cluster.pk, "on": cluster.kind, "name": cluster.title,
        "complaints": cluster.complaints_n, "workers": cluster.workers_n,
        "counties": cluster.counties_n, "superior": cluster.superior.name,
    }  # fmt: skip
    for row in joined:
        office = offices[row.pk]
        if office.pk in told:
            continue
        named = [office.pk] if told else [office.pk, cluster.superior_id]
        told.add(office.pk)
        record(row, kind, actor=Actor.system(), facts=facts, offices=named)
