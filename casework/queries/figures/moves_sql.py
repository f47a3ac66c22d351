"""The SQL that turns journal and dated rows into moves: what each matter changed, on which day.

Days are those of the record in Asia/Shanghai, never a day somebody typed: what was not known on a
day is no part of its figures. Read only by `derive`.
"""

# ruff: noqa: S608  every part is a constant of this module; values go in as parameters
from __future__ import annotations

from casework.queries.figures.measures import DIMENSIONS, KEYS, MEASURES, PIECES, on

ALL = """
roots AS (SELECT id AS root FROM casework_case WHERE predecessor_id IS NULL),
"""
TOUCHED = """
seen AS MATERIALIZED (
    SELECT e.complaint_id, e.case_id,
           CASE WHEN e.kind = 'project.recorded' THEN (e.facts->>'project')::bigint END AS project_id
    FROM casework_caseevent e WHERE (e.xid, e.id) > (since_xid, since_id)
), moved AS (
    UPDATE casework_figuremark SET xid = safe.xid, event_id = safe.id
    FROM (SELECT e.xid, e.id FROM casework_caseevent e
          WHERE (e.xid, e.id) > (since_xid, since_id)
            AND e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
          ORDER BY e.xid DESC, e.id DESC LIMIT 1) safe
), told_of AS (
    SELECT complaint_id AS id FROM seen WHERE complaint_id IS NOT NULL
    UNION  -- what one case learns of its project is true of all that is about it
    SELECT id FROM casework_complaint WHERE project_id IN (SELECT project_id FROM seen)
), up AS (
    SELECT id, predecessor_id FROM casework_case WHERE id IN (
        SELECT case_id FROM seen UNION
        SELECT id FROM casework_case WHERE project_id IN (SELECT project_id FROM seen) UNION
        SELECT case_id FROM casework_complaint WHERE id IN (SELECT id FROM told_of))
    UNION ALL
    SELECT p.id, p.predecessor_id FROM up JOIN casework_case p ON p.id = up.predecessor_id
), roots AS (SELECT DISTINCT id AS root FROM up WHERE predecessor_id IS NULL),
"""
_COMPLAINTS_OF_ALL = "SELECT id FROM casework_complaint"
_COMPLAINTS_TOUCHED = """
SELECT id FROM told_of UNION
SELECT id FROM casework_complaint WHERE case_id IN (SELECT id FROM chain)
"""
# A matter: the rows it is made of, and the spans of days with the owner and the trade it had then.
_MATTERS = f"""
chain AS (
    SELECT k.id, k.id AS root, 0 AS n, k.filed_on, k.office_id, k.filed_on AS root_on
    FROM casework_case k JOIN roots ON roots.root = k.id
    UNION ALL
    SELECT s.id, chain.root, n + 1, s.filed_on, s.office_id, chain.root_on
    FROM chain JOIN casework_case s ON s.predecessor_id = chain.id
), compl AS MATERIALIZED (
    SELECT c.id, {on("c.received_at")} AS began, c.received_at, c.first_office_id, c.office_id,
           c.industry, c.channel, c.is_group, c.case_id, chain.root, chain.n,
           coalesce(p.is_government, false) AS government
    FROM casework_complaint c LEFT JOIN chain ON chain.id = c.case_id
    LEFT JOIN casework_constructionproject p ON p.id = c.project_id
    WHERE c.id IN ({{complaints}})
), doors AS (
    SELECT DISTINCT ON (chain.root) chain.root, c.channel
    FROM chain JOIN casework_complaint c ON c.case_id = chain.id ORDER BY chain.root, c.id
), cases AS MATERIALIZED (
    SELECT k.id AS root, k.filed_on AS began, k.industry,
           coalesce(p.is_government, false) AS government,
           coalesce(d.channel, '') AS channel
    FROM casework_case k JOIN roots ON roots.root = k.id LEFT JOIN doors d ON d.root = k.id
    LEFT JOIN casework_constructionproject p ON p.id = k.project_id
), events AS MATERIALIZED (
    SELECT e.id, 'complaint' AS stream, e.subject_id AS subject, e.kind, {on("e.at")} AS day, e.at, e.seq,
           e.actor_id, e.facts, NULL::bigint AS root
    FROM casework_caseevent e JOIN compl ON compl.id = e.subject_id WHERE e.stream = 'complaint'
    UNION ALL
    SELECT e.id, 'case', e.subject_id, e.kind, {on("e.at")}, e.at, e.seq, e.actor_id, e.facts, chain.root
    FROM casework_caseevent e JOIN chain ON chain.id = e.subject_id WHERE e.stream = 'case'
), turns AS (
    SELECT 'complaint' AS stream, id AS subject, began AS day, received_at AS at,
           first_office_id AS office, NULL::varchar AS trade, cast(NULL AS varchar) AS was
    FROM compl
    UNION ALL
    SELECT 'complaint', t.complaint_id, {on("t.decided_at")}, t.decided_at,
           coalesce(t.designated_id, t.to_office_id), NULL, NULL
    FROM casework_transfer t JOIN compl ON compl.id = t.complaint_id WHERE t.state = 'accepted'
    UNION ALL
    SELECT 'complaint', c.id, e.day, e.at, chain.office_id, NULL, NULL
    FROM compl c JOIN chain ON chain.root = c.root AND chain.n > 0
    JOIN chain last ON last.id = c.case_id AND last.office_id = c.office_id
    JOIN events e ON e.stream = 'case' AND e.subject = chain.id AND e.seq = 1
    UNION ALL
    SELECT 'case', chain.root, CASE WHEN chain.n = 0 THEN chain.filed_on ELSE e.day END,
           CASE WHEN chain.n = 0 THEN '-infinity' ELSE e.at END, chain.office_id, NULL, NULL
    FROM chain JOIN events e ON e.stream = 'case' AND e.subject = chain.id AND e.seq = 1
    UNION ALL
    SELECT e.stream, coalesce(e.root, e.subject), e.day, e.at, NULL,
           e.facts->'changes'->'industry'->>1, e.facts->'changes'->'industry'->>0
    FROM events e
    WHERE e.kind = 'complaint.corrected' AND e.facts->'changes' ? 'industry'
), first_trade AS (
    SELECT DISTINCT ON (stream, subject) stream, subject, was FROM turns
    WHERE was IS NOT NULL ORDER BY stream, subject, at
), numbered AS (
    SELECT *, count(office) OVER w AS offices, count(trade) OVER w AS trades
    FROM turns WINDOW w AS (PARTITION BY stream, subject ORDER BY at, office NULLS LAST)
), filled AS (
    SELECT stream, subject, day, at,
           first_value(office) OVER (PARTITION BY stream, subject, offices ORDER BY at, office NULLS LAST) AS office,
           CASE WHEN trades > 0 THEN
             first_value(trade) OVER (PARTITION BY stream, subject, trades ORDER BY trade NULLS LAST)
           END AS trade
    FROM numbered
), days AS (
    SELECT DISTINCT ON (stream, subject, day) * FROM filled ORDER BY stream, subject, day, at DESC
), spans AS MATERIALIZED (
    SELECT d.stream, d.subject, d.day AS from_on, d.office,
           coalesce(d.trade, f.was) AS trade,
           lead(d.day) OVER (PARTITION BY d.stream, d.subject ORDER BY d.day) AS until_on
    FROM days d LEFT JOIN first_trade f USING (stream, subject)
),
"""
_TERMS = """
clocks AS (
    SELECT 'complaint' AS stream, c.id AS subject, d.id, d.due_on, d.ended_on
    FROM compl c JOIN casework_deadline d ON d.complaint_id = c.id WHERE d.rule <> ALL(%(targets)s)
    UNION ALL
    SELECT 'case', k.root, d.id, d.due_on, d.ended_on
    FROM chain k JOIN casework_deadline d ON d.case_id = k.id WHERE d.rule <> ALL(%(targets)s)
), stood AS (
    SELECT x.*, coalesce(x.ended_on, s.began_on, 'infinity') AS until_on
    FROM clocks x
    LEFT JOIN casework_suspension s ON s.deadline_id = x.id AND s.ended_on IS NULL
), late AS (
    SELECT stream, subject, unnest(range_agg(daterange(due_on + 1, until_on, '[)'))) AS span
    FROM stood WHERE due_on + 1 < until_on GROUP BY stream, subject
), acceptance AS (
    SELECT d.complaint_id, d.state, d.due_on, d.ended_on
    FROM casework_deadline d JOIN compl ON compl.id = d.complaint_id
    WHERE d.rule = 'D-01' AND d.state <> 'suspended'
), answered AS (
    SELECT subject, min(at) AS at FROM events
    WHERE stream = 'complaint' AND actor_id IS NOT NULL
      AND kind NOT IN ('complaint.filed', 'complaint.routed', 'transfer.proposed')
    GROUP BY subject
), settled AS (
    SELECT subject, min(day) AS day FROM events
    WHERE stream = 'complaint' AND kind IN (
        'complaint.result_told', 'complaint.rejected', 'complaint.redirected', 'complaint.merged',
        'complaint.withdrawn', 'complaint.closed_incomplete')
    GROUP BY subject
), firsts AS (
    SELECT stream, coalesce(root, subject) AS subject, kind, min(day) AS day FROM events
    WHERE kind IN ('complaint.accepted', 'complaint.merged', 'complaint.result_told', 'case.closed',
                   'case.revoked', 'order.served', 'decision.made', 'referral.sent', 'referral.filed')
    GROUP BY 1, 2, 3
),
"""
_MONEY = f"""
opened AS (
    SELECT e.root, e.day FROM events e WHERE e.stream = 'case' AND e.subject = e.root AND e.seq = 1
), added AS (
    SELECT e.root, x.id::bigint AS claim, min(e.day) AS day
    FROM events e CROSS JOIN LATERAL jsonb_array_elements_text(e.facts->'claims') AS x(id)
    WHERE e.kind = 'case.workers_added' AND e.facts ? 'claims' GROUP BY 1, 2
), claim AS MATERIALIZED (
    SELECT w.id, k.root, w.claimed_yuan, {on("w.withdrawn_at")} AS left_on,
           greatest(o.day, coalesce(x.day, a.day, m.day)) AS joined_on
    FROM casework_wageclaim w JOIN chain k ON k.id = w.case_id JOIN opened o ON o.root = k.root
    LEFT JOIN added x ON x.root = k.root AND x.claim = w.id
    LEFT JOIN firsts a ON a.stream = 'complaint' AND a.subject = w.complaint_id
                      AND a.kind = 'complaint.accepted'
    LEFT JOIN firsts m ON m.stream = 'complaint' AND m.subject = w.complaint_id
                      AND m.kind = 'complaint.merged'
), found AS (
    SELECT DISTINCT ON (claim, day) row.key::bigint AS claim, e.day,
           CASE WHEN row.value->>0 = 'pending' THEN NULL
                ELSE coalesce((row.value->>1)::numeric, 0) END AS yuan
    FROM events e CROSS JOIN LATERAL jsonb_each(e.facts->'rows') AS row
    WHERE e.kind = 'claim.found'
    ORDER BY claim, day, e.at DESC, e.id DESC
), worth AS (
    SELECT claim.id, claim.root, greatest(found.day, claim.joined_on) AS day,
           coalesce(found.yuan, claim.claimed_yuan) AS yuan,
           lag(coalesce(found.yuan, claim.claimed_yuan), 1, claim.claimed_yuan)
               OVER (PARTITION BY claim.id ORDER BY found.day) AS before
    FROM claim JOIN found ON found.claim = claim.id
), paid AS (
    SELECT p.id, claim.root, claim.id AS claim, {on("p.recorded_at")} AS day, p.recorded_at AS at,
           p.amount_yuan, p.payer, p.proof_id, p.reversal_of_id
    FROM casework_payment p JOIN claim ON claim.id = p.claim_id
), proven AS (
    SELECT id, root, day, at, amount_yuan AS yuan, proof_id IS NOT NULL AS counts
    FROM paid WHERE reversal_of_id IS NULL
    UNION ALL
    SELECT p.id, p.root, {on("a.answered_at")}, a.answered_at, p.amount_yuan, a.answer = 'confirmed'
    FROM casework_paymentanswer a JOIN paid p ON p.id = a.payment_id
    UNION ALL
    SELECT p.id, p.root, r.day, 'infinity', p.amount_yuan, false
    FROM paid r JOIN paid p ON p.id = r.reversal_of_id
), steps AS (
    SELECT *, lag(counts, 1, false) OVER (PARTITION BY id ORDER BY at) AS counted FROM proven
), kept AS (
    SELECT claim, sum(amount_yuan) AS yuan FROM paid GROUP BY claim
), last_worth AS (
    SELECT DISTINCT ON (id) id, yuan FROM worth ORDER BY id, day DESC
), gone_away AS (
    SELECT c.root, c.left_on, coalesce(p.yuan, 0) - coalesce(w.yuan, c.claimed_yuan) AS yuan
    FROM claim c LEFT JOIN kept p ON p.claim = c.id LEFT JOIN last_worth w ON w.id = c.id
    WHERE c.left_on IS NOT NULL
),
"""
_SPREAD = f"""
base AS ({" UNION ALL ".join(PIECES)}),
matter AS (
    SELECT 'complaint' AS stream, id AS subject, began AS cohort_on, industry, channel, government
    FROM compl
    UNION ALL
    SELECT 'case', root, began, industry, channel, government FROM cases
), spread AS (
    SELECT b.*, s.office, s.trade, greatest(b.day, s.from_on) AS on_day, 1 AS sign
    FROM base b JOIN spans s ON s.stream = b.stream AND s.subject = b.subject
      AND (s.until_on IS NULL OR greatest(b.day, s.from_on) < s.until_on)
    UNION ALL
    SELECT b.*, s.office, s.trade, s.until_on, -1
    FROM base b JOIN spans s ON s.stream = b.stream AND s.subject = b.subject
      AND greatest(b.day, s.from_on) < s.until_on
)
"""
_FRESH = f"""
SELECT m.stream, m.subject AS subject_id, greatest(s.on_day, m.cohort_on) AS day, m.cohort_on,
       s.office AS office_id, coalesce(s.trade, m.industry) AS industry, m.channel, m.government,
       {", ".join(f"sum(s.sign * s.{name}) AS {name}" for name in MEASURES)}
FROM spread s JOIN matter m ON m.stream = s.stream AND m.subject = s.subject
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
HAVING {" OR ".join(f"sum(s.sign * s.{name}) <> 0" for name in MEASURES)}
"""
_MEASURES = ", ".join(MEASURES)
_COLUMNS = ", ".join(("stream", "subject_id", *KEYS, *MEASURES))
# What stood of the touched matters goes, and the difference is booked into every kept balance.
_REPLACE = f"""
gone AS (
    DELETE FROM casework_figuremove f
    USING (SELECT 'complaint' AS stream, id FROM compl
           UNION ALL SELECT 'case', root FROM roots) touched
    WHERE f.stream = touched.stream AND f.subject_id = touched.id
    RETURNING {", ".join(f"f.{name}" for name in (*KEYS, *MEASURES))}
), changed AS (
    SELECT {", ".join(KEYS)}, {", ".join(f"sum({name}) AS {name}" for name in MEASURES)}
    FROM (SELECT {", ".join((*KEYS, *MEASURES))} FROM fresh UNION ALL
          SELECT {", ".join(KEYS)}, {", ".join(f"-{name}" for name in MEASURES)} FROM gone) x
    GROUP BY {", ".join(KEYS)}
    HAVING {" OR ".join(f"sum({name}) <> 0" for name in MEASURES)}
), booked AS (
    INSERT INTO casework_figurebalance (period_id, {DIMENSIONS}, {_MEASURES})
    SELECT p.id, {DIMENSIONS}, {", ".join(f"sum({name})" for name in MEASURES)}
    FROM changed JOIN casework_figureperiod p ON p.begins <= cohort_on AND p."on" >= day
    GROUP BY p.id, {DIMENSIONS}
    ON CONFLICT (period_id, {DIMENSIONS}) DO UPDATE
    SET {", ".join(f"{name} = casework_figurebalance.{name} + excluded.{name}" for name in MEASURES)}
)
"""


def statement(which: str) -> str:
    """Return the one statement that derives moves anew: `which` is ALL or TOUCHED.

    TOUCHED takes away what stood of the matters told of after the variables `since_xid` and
    `since_id`, and keeps the balances true; ALL expects empty tables.
    """
    complaints = _COMPLAINTS_OF_ALL if which is ALL else _COMPLAINTS_TOUCHED
    body = _MATTERS.replace("{complaints}", complaints) + _TERMS + _MONEY + _SPREAD
    replaced = f", {_REPLACE}" if which is TOUCHED else ""
    return (
        f"WITH RECURSIVE {which} {body}, fresh AS MATERIALIZED ({_FRESH}) {replaced} "
        f"INSERT INTO casework_figuremove ({_COLUMNS}) SELECT {_COLUMNS} FROM fresh"
    )
