"""Patterns of what one person did: identities looked at, impossible haste, an account of several people."""

from __future__ import annotations

from collections.abc import Iterator

from axes.models import AccessLog

from casework.vocabulary import EventKind as K
from workflows.oversight.finding import Found, Look, rows

DECIDING = (
    K.COMPLAINT_ACCEPTED, K.COMPLAINT_REJECTED, K.COMPLAINT_REDIRECTED, K.CASE_INVESTIGATED,
    K.CASE_EXTENDED, K.CASE_REVOKED, K.CASE_CLOSED, K.ORDER_ISSUED, K.NOTICE_ISSUED,
    K.CASE_REVIEWED, K.DECISION_MADE, K.REFERRAL_APPROVED, K.REFERRAL_NOT_APPROVED,
    K.LISTING_LISTED, K.ACCOUNT_QUERY_APPROVED,
)  # fmt: skip
"""Acts that each ask for a judgement on one file; what is done for many at once is not here."""
SECONDS = 10

# The reason is "label：note"; with the purpose "other" only the note says anything.
_THIN = """
SELECT e.stream || ':' || e.subject_id AS subject,
       CASE e.stream WHEN 'case' THEN e.subject_id END AS case_id,
       CASE e.stream WHEN 'complaint' THEN e.subject_id END AS complaint_id,
       (array_agg(e.office_id ORDER BY e.id))[1] AS office_id,
       (array_agg(e.actor_id ORDER BY e.id))[1] AS person_id, min(e.at) AS happened_at,
       jsonb_build_object('times', count(*)) AS facts, array_agg(e.id ORDER BY e.id) AS events
FROM casework_caseevent e
WHERE e.xid >= %(xid)s AND e.kind = %(kind)s AND e.office_id IS NOT NULL
  AND CASE WHEN e.facts->>'purpose' = 'other' THEN length(btrim(regexp_replace(e.reason, '^[^：]*：?', '')))
           ELSE length(btrim(e.reason)) END < %(n)s
GROUP BY e.stream, e.subject_id
"""

_OFTEN = """
WITH days AS (
  SELECT DISTINCT actor_id, (at AT TIME ZONE 'Asia/Shanghai')::date AS day
  FROM casework_caseevent WHERE xid >= %(xid)s AND kind = %(kind)s AND actor_id IS NOT NULL)
SELECT 'user:' || e.actor_id || ':' || d.day AS subject, e.actor_id AS person_id,
       (array_agg(e.office_id ORDER BY e.id))[1] AS office_id, max(e.at) AS happened_at,
       jsonb_build_object('times', count(*), 'day', d.day,
                          'matters', count(DISTINCT (e.stream, e.subject_id))) AS facts,
       (array_agg(e.id ORDER BY e.id))[1:200] AS events
FROM days d JOIN casework_caseevent e ON e.actor_id = d.actor_id AND e.kind = %(kind)s
     AND e.at >= d.day::timestamp AT TIME ZONE 'Asia/Shanghai'
     AND e.at < (d.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
WHERE e.office_id IS NOT NULL
GROUP BY e.actor_id, d.day HAVING count(*) >= %(n)s
"""

# Within ten seconds of an act: how many other matters the same person decided; the densest moment.
# The window counts acts cheaply; only where there are enough of them are their matters told apart.
_FAST = """
WITH acts AS (
  SELECT id, actor_id, office_id, at, stream, subject_id,
         count(*) OVER (PARTITION BY actor_id ORDER BY at
                        RANGE BETWEEN CURRENT ROW AND make_interval(secs => %(seconds)s) FOLLOWING) AS near
  FROM casework_caseevent
  WHERE xid >= %(xid)s AND kind = ANY(%(kinds)s) AND actor_id IS NOT NULL AND office_id IS NOT NULL),
dense AS (
  SELECT a.actor_id, a.office_id, a.at, (a.at AT TIME ZONE 'Asia/Shanghai')::date AS day,
         count(DISTINCT (b.stream, b.subject_id)) AS matters, array_agg(b.id ORDER BY b.id) AS events
  FROM acts a JOIN acts b ON b.actor_id = a.actor_id
       AND b.at BETWEEN a.at AND a.at + make_interval(secs => %(seconds)s)
  WHERE a.near >= %(n)s
  GROUP BY a.id, a.actor_id, a.office_id, a.at
  HAVING count(DISTINCT (b.stream, b.subject_id)) >= %(n)s)
SELECT DISTINCT ON (actor_id, day) 'user:' || actor_id || ':' || day AS subject,
       actor_id AS person_id, office_id, at AS happened_at, events[1:200] AS events,
       jsonb_build_object('matters', matters, 'seconds', %(seconds)s::int, 'day', day) AS facts
FROM dense ORDER BY actor_id, day, matters DESC, at
"""

# A sign-in after the last run, and those of the same account in the hour before it that were not
# signed out before it began.
_SHARED = """
WITH shared AS (
  SELECT u.id AS person_id, a.attempt_time AS at, count(DISTINCT b.ip_address) AS places,
         (a.attempt_time AT TIME ZONE 'Asia/Shanghai')::date AS day
  FROM axes_accesslog a
  JOIN casework_user u ON u.username = a.username
  JOIN axes_accesslog b ON b.username = a.username
       AND b.attempt_time BETWEEN a.attempt_time - interval '1 hour' AND a.attempt_time
       AND (b.logout_time IS NULL OR b.logout_time > a.attempt_time)
  WHERE a.id > %(sign_in)s
  GROUP BY u.id, a.id HAVING count(DISTINCT b.ip_address) >= %(n)s)
SELECT DISTINCT ON (s.person_id, s.day) 'user:' || s.person_id || ':' || s.day AS subject,
       s.person_id, m.office_id, s.at AS happened_at,
       jsonb_build_object('places', s.places, 'day', s.day) AS facts
FROM shared s
JOIN LATERAL (SELECT office_id FROM casework_membership WHERE user_id = s.person_id
              ORDER BY valid_to DESC NULLS FIRST, id LIMIT 1) m ON true
ORDER BY s.person_id, s.day, s.places DESC, s.at
"""


def unmasked_thinly(look: Look) -> Iterator[Found]:
    """Find matters where identities were shown for no reason worth the name."""
    return rows(
        _THIN, {"n": look.threshold, "xid": look.xid, "kind": K.IDENTITY_REVEALED}
    )  # fmt: skip


def unmasked_often(look: Look) -> Iterator[Found]:
    """Find people who looked at very many identities on one day."""
    return rows(_OFTEN, {"n": look.threshold, "xid": look.xid, "kind": K.IDENTITY_REVEALED})


def too_fast(look: Look) -> Iterator[Found]:
    """Find people who decided more files in ten seconds than anybody can read."""
    return rows(_FAST, {
        "n": look.threshold, "xid": look.xid, "seconds": SECONDS,
        "kinds": [str(kind) for kind in DECIDING],
    })  # fmt: skip


def account_shared(look: Look) -> Iterator[Found]:
    """Find accounts signed in from several network addresses at once.

    Of the sign-in log only the count of addresses is kept in an alert, no address.
    """
    return rows(_SHARED, {"n": look.threshold, "sign_in": look.sign_in})


def last_sign_in() -> int:
    """Return the id of the newest row of the sign-in log, 0 when there is none."""
    return AccessLog.objects.order_by("-id").values_list("pk", flat=True).first() or 0
