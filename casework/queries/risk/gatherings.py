"""Where complaints gather: on one employer, one project, one chain of contractors; and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework import clock, lawbook
from casework.access import scope_of
from casework.models import ClusterComplaint, ClusterWarning, User
from casework.queries.risk.facts_sql import DEAD
from casework.vocabulary import ClusterKind

# A project is the one on record, else one of the name told in the place told. A chain is headed by
# whoever developed or contracted the projects, or let work of them to others, or is complained about.
_SQL = f"""
WITH recent AS MATERIALIZED (
    SELECT c.id, c.employer_id AS employer, c.worker_count AS workers,
           coalesce(c.site_division_id, d.id) AS county,
           coalesce(k.project_id, c.project_id, p.id) AS project,
           CASE WHEN c.project_name <> '' THEN c.site_division_id END AS place, c.project_name AS name
    FROM casework_complaint c
    JOIN casework_office o ON o.id = c.office_id JOIN casework_division d ON d.id = o.division_id
    LEFT JOIN casework_case k ON k.id = c.case_id
    LEFT JOIN LATERAL (
        SELECT p.id FROM casework_constructionproject p
        WHERE c.project_name <> '' AND p.name = c.project_name AND p.division_id = c.site_division_id
        ORDER BY p.id LIMIT 1
    ) AS p ON true
    WHERE c.received_at >= %(since)s AND c.state NOT IN {DEAD}
), heads AS (
    SELECT r.id, h.head FROM recent r JOIN casework_constructionproject p ON p.id = r.project
    CROSS JOIN LATERAL (VALUES (p.developer_id), (p.general_contractor_id)) AS h(head)
    UNION SELECT r.id, s.giver_id FROM recent r JOIN casework_subcontract s ON s.project_id = r.project
    UNION SELECT id, employer FROM recent
), keyed AS (
    SELECT 'employer' AS kind, employer AS subject, NULL::bigint AS place, '' AS name, id FROM recent
    WHERE employer IS NOT NULL
    UNION ALL SELECT 'project', project, NULL, '', id FROM recent WHERE project IS NOT NULL
    UNION ALL SELECT 'project', NULL, place, name, id FROM recent WHERE project IS NULL AND place IS NOT NULL
    UNION ALL SELECT 'chain', head, NULL, '', id FROM heads WHERE head IS NOT NULL
)
SELECT y.kind, y.subject, y.place, y.name, array_agg(r.id ORDER BY r.id)
FROM keyed y JOIN recent r ON r.id = y.id
GROUP BY 1, 2, 3, 4
HAVING count(*) >= %(least)s AND (count(*) >= %(complaints)s OR sum(r.workers) >= %(workers)s)
  AND (y.kind <> 'employer' OR count(DISTINCT r.county) >= %(counties)s)
  AND (y.kind <> 'chain' OR (count(DISTINCT r.employer) > 1 AND count(DISTINCT r.project) > 1))
  AND (%(only)s::bigint IS NULL OR %(only)s = ANY(array_agg(r.id)))
ORDER BY min(r.id), 1, 2
"""  # noqa: S608  constants of ours


@dataclass(frozen=True)
class Gathering:
    """What complaints gather on, and all of them within the window.

    `subject` is the id of an employer or a project; None of a project that is known by its name and
    the division it lies in alone.
    """

    kind: str
    subject: int | None
    complaints: tuple[int, ...]
    place: int | None = None
    name: str = ""


def gatherings(complaint: int | None = None) -> list[Gathering]:
    """Return what reaches the thresholds now; with `complaint`, only what that one belongs to.

    One statement over the complaints of the window.
    """
    values = {name: int(lawbook.threshold_value(f"cluster_{name}"))
              for name in ("least", "complaints", "workers", "counties")}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {**values, "since": window_begins(), "only": complaint})
        rows = cursor.fetchall()
    return [Gathering(kind, pk, tuple(ids), place, name) for kind, pk, place, name, ids in rows]


def window_begins() -> datetime:
    """Return the moment from which on complaints count."""
    return clock.now() - timedelta(days=int(lawbook.threshold_value("cluster_days")))


def visible_clusters(user: User) -> QuerySet[ClusterWarning]:
    """Return the warnings that concern an office `user` sees, or are for it as the superior."""
    ids = scope_of(user).visible_office_ids
    rows = ClusterWarning.objects.all()
    if ids is None:
        return rows
    concerned = ClusterComplaint.objects.filter(cluster=OuterRef("pk"), office__in=ids)
    return rows.filter(Q(superior__in=ids) | Exists(concerned))


def clusters_on(user: User, kind: str, pk: int) -> list[ClusterWarning]:
    """Return the running warnings about an employer (as the head of a chain too) or a project, as
    far as `user` may open them."""
    column = "project" if kind == ClusterKind.PROJECT else "employer"
    rows = visible_clusters(user).filter(**{column: pk}, ended_at__isnull=True)
    return list(rows.select_related("employer", "project"))
