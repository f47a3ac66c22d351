"""The SQL of the facts a score is made of: one row per subject, fact and matter, as known on a day.

Only what stood in the journal or was recorded before `%(end)s` is read: how a complaint or a case
stood then is `CaseEvent.after` of its last row, and whose employer it was is put back for
corrections and mergers that came later. The same text serves all subjects and one alone.
"""

# ruff: noqa: S608  every part is a constant of this module; values go in as parameters
from __future__ import annotations

from casework.law.risk import EMPLOYER

DEAD = "('rejected', 'redirected', 'withdrawn', 'merged', 'closed_incomplete')"
OVER = "('closed', 'revoked', 'transferred')"

NEVER_MOVED = "moved AS (SELECT NULL::bigint AS id, NULL::bigint AS was, '' AS stream WHERE false),"
MOVED = """
moved AS (
    SELECT DISTINCT ON (stream, id) stream, id, was FROM (
        SELECT e.stream, e.subject_id AS id,
               (e.facts->'changes'->'employer'->>0)::bigint AS was, e.at
        FROM casework_caseevent e
        WHERE e.kind = 'complaint.corrected' AND e.at >= %(end)s AND e.facts->'changes' ? 'employer'
        UNION ALL
        SELECT d.stream, x.id::bigint, CASE WHEN t.undo THEN m.kept_id ELSE m.dropped_id END, t.at
        FROM casework_employermerge m
        CROSS JOIN LATERAL (VALUES (m.merged_at, false), (m.undone_at, true)) AS t(at, undo)
        CROSS JOIN (VALUES ('complaint', 'casework.Complaint.employer'),
                           ('case', 'casework.Case.employer'),
                           ('listing', 'casework.ListingCase.employer')) AS d(stream, label)
        CROSS JOIN LATERAL jsonb_array_elements_text(m.moved->d.label) AS x(id)
        WHERE t.at >= %(end)s
    ) AS changed ORDER BY stream, id, at
),
"""
# Employers: whose it was then. Projects: what the case's journal said by then, else the filing.
_OWNER = {
    "employer": "CASE WHEN m.id IS NULL THEN {row}.employer_id ELSE m.was END",
    "project": "coalesce(pr.project, {row}.project_id)",
}
_PROJECTS = """
pr AS MATERIALIZED (
    SELECT x.id AS case_id, said.project FROM casework_case x
    CROSS JOIN LATERAL (
        SELECT (e.facts->>'project')::bigint AS project FROM casework_caseevent e
        WHERE e.stream = 'case' AND e.subject_id = x.id AND e.kind = 'project.recorded'
          AND e.at < %(end)s AND e.facts ? 'project'
        ORDER BY e.seq DESC LIMIT 1
    ) AS said
    WHERE x.project_id IS NOT NULL
),
"""
_ONLY = {
    "employer": """
only_c AS (SELECT id FROM casework_complaint WHERE employer_id = %(only)s
           UNION SELECT id FROM moved WHERE stream = 'complaint' AND was = %(only)s),
only_k AS (SELECT id FROM casework_case WHERE employer_id = %(only)s
           UNION SELECT id FROM moved WHERE stream = 'case' AND was = %(only)s),
""",
    "project": """
only_k AS (SELECT id FROM casework_case WHERE project_id = %(only)s
           UNION SELECT case_id FROM pr WHERE project = %(only)s),
only_c AS (SELECT id FROM casework_complaint WHERE project_id = %(only)s
           UNION SELECT id FROM casework_complaint WHERE case_id IN (SELECT id FROM only_k)),
""",
}
_LAST = """
CROSS JOIN LATERAL (
    SELECT e.after, (SELECT f.at FROM casework_caseevent f WHERE f.stream = '{stream}'
                     AND f.subject_id = x.id AND f.seq = 1) AS began
    FROM casework_caseevent e
    WHERE e.stream = '{stream}' AND e.subject_id = x.id AND e.at < %(end)s
    ORDER BY e.seq DESC LIMIT 1
) AS stood
"""
_MATTERS = """
c AS MATERIALIZED (
    SELECT x.id, {owner_c} AS subject, x.received_at, x.employer_id,
           stood.after->>'state' NOT IN {dead} AS alive,
           coalesce((stood.after->>'worker_count')::int, x.worker_count) AS workers,
           coalesce((stood.after->>'office_id')::bigint, x.office_id) AS office
    FROM casework_complaint x
    {join_c} {last_c}
    WHERE x.received_at < %(end)s AND x.received_at >= %(longest)s {only_c}
), k AS MATERIALIZED (
    SELECT x.id, {owner_k} AS subject, stood.began, stood.after->>'state' AS state,
           coalesce((stood.after->>'verified_yuan')::numeric, 0)
             - coalesce((stood.after->>'paid_yuan')::numeric, 0) AS unpaid,
           coalesce((stood.after->>'office_id')::bigint, x.office_id) AS office
    FROM casework_case x
    {join_k} {last_k}
    WHERE stood.began < %(end)s {only_k}
      AND (x.filed_on >= %(longest)s OR x.closed_on IS NULL OR x.closed_on >= %(longest)s)
), e AS MATERIALIZED (
    SELECT k.subject, k.id AS case_id, v.kind, v.at, v.seq, v.facts
    FROM k JOIN casework_caseevent v ON v.stream = 'case' AND v.subject_id = k.id
    WHERE v.at < %(end)s AND v.kind = ANY(%(kinds)s)
)
"""
KINDS = (
    "case.overdue", "order.annulled", "referral.sent", "evasion.found", "decision.made",
    "decision.annulled", "plan.broken", "project.recorded",
)  # fmt: skip

# What both kinds count: (fact, text). A row: subject, fact, n, complaint, case, at.
_SHARED = """
SELECT subject, 'complaints' AS fact, 1::numeric AS n, id AS complaint, NULL::bigint AS "case",
       received_at AS at FROM c WHERE alive
UNION ALL SELECT subject, 'workers', workers, id, NULL, received_at FROM c WHERE alive
UNION ALL SELECT subject, 'cases', 1, NULL, id, began FROM k WHERE state NOT IN ('transferred', 'revoked')
UNION ALL SELECT e.subject, 'refused', 1, NULL, e.case_id, max(e.at) FROM e WHERE kind = 'case.overdue'
    AND NOT EXISTS (SELECT 1 FROM e a WHERE a.case_id = e.case_id AND a.kind = 'order.annulled' AND a.seq > e.seq)
    GROUP BY 1, 5
UNION ALL SELECT k.subject, 'unpaid', k.unpaid, NULL, k.id, max(e.at) FROM k JOIN e ON e.case_id = k.id
    WHERE e.kind = 'case.overdue' AND k.unpaid > 0 AND k.state NOT IN {over}
    AND NOT EXISTS (SELECT 1 FROM e a WHERE a.case_id = e.case_id AND a.kind = 'order.annulled' AND a.seq > e.seq)
    GROUP BY 1, 3, 5
UNION ALL SELECT subject, 'broken', 1, NULL, case_id, at FROM e WHERE kind = 'plan.broken'
UNION ALL SELECT c.subject, 'incident', 1, c.id, NULL, v.at FROM c
    JOIN casework_caseevent v ON v.stream = 'complaint' AND v.subject_id = c.id
    WHERE v.kind = 'complaint.incident' AND v.at < %(end)s AND c.alive
UNION ALL SELECT subject, 'season', 1, id, NULL, received_at FROM c
    WHERE alive AND received_at < %(winter)s
    AND extract(month FROM received_at AT TIME ZONE 'Asia/Shanghai') IN (11, 12, 1, 2)
"""
_OF_EMPLOYERS = """
UNION ALL SELECT subject, 'referred', 1, NULL, case_id, at FROM e WHERE kind = 'referral.sent'
UNION ALL SELECT subject, 'evaded', 1, NULL, case_id, at FROM e WHERE kind = 'evasion.found'
UNION ALL SELECT e.subject, 'decided', 1, NULL, e.case_id, max(e.at) FROM e WHERE kind = 'decision.made'
    AND NOT EXISTS (SELECT 1 FROM e a WHERE a.case_id = e.case_id AND a.kind = 'decision.annulled' AND a.seq > e.seq)
    GROUP BY 1, 5
UNION ALL SELECT DISTINCT ON (subject, office) subject, 'counties', 1::numeric, id, NULL::bigint, received_at
    FROM (SELECT * FROM c WHERE alive AND received_at >= %(year)s ORDER BY received_at DESC) AS recent
UNION ALL SELECT CASE WHEN m.id IS NULL THEN l.employer_id ELSE m.was END, 'listed', 1, NULL, l.case_id, (t.began_on::timestamp AT TIME ZONE 'Asia/Shanghai')
    FROM casework_listingterm t JOIN casework_blacklistentry b ON b.branch_ptr_id = t.entry_id
    JOIN casework_listingcase l ON l.id = b.group_id
    LEFT JOIN moved m ON m.stream = 'listing' AND m.id = l.id
    WHERE NOT b.is_person AND t.began_on <= %(on)s AND (t.ended_on IS NULL OR t.ended_on > %(on)s)
UNION ALL SELECT g.kept_id, 'twins', 1, NULL, NULL, g.merged_at FROM casework_employermerge g
    WHERE g.merged_at < %(end)s AND (g.undone_at IS NULL OR g.undone_at >= %(end)s) {only_g}
"""
_OF_PROJECTS = """
UNION ALL SELECT DISTINCT ON (subject, employer_id) subject, 'firms', 1::numeric, id, NULL::bigint, received_at
    FROM (SELECT * FROM c WHERE alive AND received_at >= %(year)s ORDER BY received_at DESC) AS recent
UNION ALL SELECT e.subject, 'unlawful', 1, NULL, e.case_id, at FROM e
    WHERE kind = 'project.recorded' AND e.facts->>'unlawful' = 'true'
UNION ALL SELECT subject, 'unsettled', 1, NULL, case_id, at FROM (
    SELECT DISTINCT ON (subject) subject, case_id, at, facts FROM e
    WHERE kind = 'project.recorded' AND facts ? 'unsettled' ORDER BY subject, at DESC) AS last
    WHERE (facts->>'unsettled')::numeric > 0
UNION ALL SELECT s.subject, w.fact, 1, NULL, NULL, NULL::timestamptz FROM (SELECT DISTINCT subject FROM e WHERE kind = 'project.recorded') AS s
    CROSS JOIN (VALUES ('no_account', 'special_account'), ('no_deposit', 'deposit')) AS w(fact, kind)
    WHERE NOT EXISTS (SELECT 1 FROM casework_projectaccount a WHERE a.project_id = s.subject
                      AND a.kind = w.kind AND a.recorded_at < %(end)s)
UNION ALL SELECT s.subject, 'no_roster', 1, NULL, NULL, NULL::timestamptz FROM (SELECT DISTINCT subject FROM e WHERE kind = 'project.recorded') AS s
    WHERE NOT EXISTS (SELECT 1 FROM casework_caseevent r JOIN pr ON pr.case_id = r.subject_id
                      WHERE pr.project = s.subject AND r.stream = 'case' AND r.at < %(end)s
                        AND r.kind = 'project.roster_imported')
"""


def facts(kind: str, *, moved: bool, only: bool) -> str:
    """Return the WITH part that ends in `facts`: subject, fact, n, complaint, case, at.

    `moved`: the day is past, so what was corrected or merged since is put back. `only`: one subject.
    """
    of_employers = kind == EMPLOYER
    join = "LEFT JOIN moved m ON m.stream = '{stream}' AND m.id = x.id" if of_employers else (
        "LEFT JOIN pr ON pr.case_id = {case}")  # fmt: skip
    rest = _OF_EMPLOYERS if of_employers else _OF_PROJECTS
    has_c = has_k = ""
    if not of_employers:
        has_c = "AND (x.project_id IS NOT NULL OR x.case_id IN (SELECT case_id FROM pr))"
        has_k = "AND x.project_id IS NOT NULL"
    matters = _MATTERS.format(
        owner_c=_OWNER[kind].format(row="x"), owner_k=_OWNER[kind].format(row="x"), dead=DEAD,
        join_c=join.format(stream="complaint", case="x.case_id"),
        join_k=join.format(stream="case", case="x.id"),
        last_c=_LAST.format(stream="complaint"), last_k=_LAST.format(stream="case"),
        only_c="AND x.id IN (SELECT id FROM only_c)" if only else has_c,
        only_k="AND x.id IN (SELECT id FROM only_k)" if only else has_k,
    )  # fmt: skip
    rest = rest.replace("{only_g}", "AND g.kept_id = %(only)s" if only else "")
    rows = _SHARED.replace("{over}", OVER) + rest
    kept = "AND subject = %(only)s" if only else ""
    return (
        f"WITH {MOVED if moved else NEVER_MOVED} {'' if of_employers else _PROJECTS}"
        f"{_ONLY[kind] if only else ''} {matters}, "
        f"facts AS (SELECT * FROM ({rows}) AS row WHERE subject IS NOT NULL {kept})"
    )
