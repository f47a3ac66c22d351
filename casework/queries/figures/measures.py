"""The measures of the figures, and from which rows each of them moves: pieces of `moves_sql`."""

from __future__ import annotations

COUNTS = (
    "clues", "groups", "answered", "answer_minutes", "accept_due", "accept_in_time", "accepted",
    "told", "settled", "filed", "closed", "revoked", "overdue", "workers", "ordered", "decided", "referred",
    "police_filed", "published", "listed",
)  # fmt: skip
SUMS = ("amount_yuan", "paid_yuan", "recovered_yuan", "advanced_yuan")
MEASURES = (*COUNTS, *SUMS)
KEYS = ("day", "cohort_on", "office_id", "industry", "channel", "government")
DIMENSIONS = "office_id, industry, channel, government"


def on(moment: str) -> str:
    """Return the day of a moment, where statutory days are counted."""
    return f"({moment} AT TIME ZONE 'Asia/Shanghai')::date"


def _piece(stream: str, subject: str, day: str, source: str, **measures: str) -> str:
    columns = ", ".join(
        f"({measures.get(name, '0')})::{'numeric' if name in SUMS else 'bigint'} AS {name}"
        for name in MEASURES
    )
    return f"SELECT {stream} AS stream, {subject} AS subject, {day} AS day, {columns} {source}"


def _complaint(day: str, source: str, **measures: str) -> str:
    return _piece("'complaint'", "c.id", day, f"FROM compl c {source}", **measures)


def _case(day: str, source: str, **measures: str) -> str:
    return _piece("'case'", "k.root", day, source, **measures)


PIECES = (
    _complaint("c.began", "", clues="1", groups="c.is_group::int"),
    _complaint(on("a.at"), "JOIN answered a ON a.subject = c.id", answered="1",
               answer_minutes="floor(extract(epoch FROM a.at - c.received_at) / 60)"),
    _complaint("CASE WHEN d.ended_on <= d.due_on THEN d.ended_on ELSE d.due_on + 1 END",
               "JOIN acceptance d ON d.complaint_id = c.id AND (d.ended_on > d.due_on OR d.ended_on IS NULL"
               " OR d.state = 'met')",
               accept_due="1", accept_in_time="coalesce(d.ended_on <= d.due_on, false)::int"),
    _complaint("d.ended_on",
               "JOIN acceptance d ON d.complaint_id = c.id AND d.state = 'cancelled'"
               " AND d.ended_on > d.due_on", accept_due="-1"),
    _complaint("f.day", "JOIN firsts f ON f.stream = 'complaint' AND f.subject = c.id",
               accepted="(f.kind = 'complaint.accepted')::int",
               told="(f.kind = 'complaint.result_told')::int"),
    _complaint("x.day", "JOIN settled x ON x.subject = c.id", settled="1"),
    _case("e.day", "FROM chain k JOIN events e ON e.stream = 'case' AND e.subject = k.id AND e.seq = 1"
          " WHERE k.n = 0", filed="1"),
    _case("k.day", "FROM (SELECT *, subject AS root FROM firsts WHERE stream = 'case') k",
          closed="(k.kind = 'case.closed')::int", revoked="(k.kind = 'case.revoked')::int",
          ordered="(k.kind = 'order.served')::int", decided="(k.kind = 'decision.made')::int",
          referred="(k.kind = 'referral.sent')::int",
          police_filed="(k.kind = 'referral.filed')::int"),
    _case("k.day", "FROM events k WHERE k.stream = 'case'"
          " AND k.kind IN ('listing.listed', 'publication.published')",
          listed="(k.kind = 'listing.listed')::int",
          published="(k.kind = 'publication.published')::int"),
    _case("k.joined_on", "FROM claim k", workers="1", amount_yuan="k.claimed_yuan"),
    _case("k.day", "FROM worth k", amount_yuan="k.yuan - k.before"),
    _case("k.left_on", "FROM gone_away k", workers="-1", amount_yuan="k.yuan"),
    _case("k.day", "FROM paid k", paid_yuan="k.amount_yuan",
          advanced_yuan="CASE WHEN k.payer = ANY(%(advances)s) THEN k.amount_yuan ELSE 0 END"),
    _case("k.day", "FROM steps k WHERE k.counts <> k.counted",
          recovered_yuan="CASE WHEN k.counts THEN k.yuan ELSE -k.yuan END"),
    _piece("l.stream", "l.subject", "lower(l.span)", "FROM late l", overdue="1"),
    _piece("l.stream", "l.subject", "upper(l.span)",
           "FROM late l WHERE upper(l.span) <> 'infinity'", overdue="-1"),
)  # fmt: skip
"""Each yields stream, subject, day and the measures that move; of what is named, `moves_sql` says."""
