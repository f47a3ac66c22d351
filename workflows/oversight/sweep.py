"""The sweep: look at what was done since the last run, keep what each pattern finds, clear what was put right.

One transaction with the mark of how far it looked: a run that dies has looked at nothing. A row of
the journal that commits late lies above the mark, so the next run sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection, transaction

from casework import clock
from casework.models import Alert, AlertSweep, Case, Complaint, Dossier
from casework.vocabulary import AlertFamily, AlertState
from casework.vocabulary import AlertPattern as P
from workflows.oversight import conduct, persons, quality
from workflows.oversight.finding import TOUCHED, Finder, Found, Look, touch, touch_also
from workflows.oversight.patterns import Pattern, in_force

FINDERS: Mapping[str, Finder] = {
    P.CLOSED_UNPAID: conduct.closed_unpaid,
    P.SAVED_BY_SUSPENSION: conduct.saved_by_suspension,
    P.SAVED_BY_EXTENSION: conduct.saved_by_extension,
    P.LATE_EVIDENCE: conduct.late_evidence,
    P.TRANSFERRED_TWICE: conduct.transferred_twice,
    P.RETURNED_TWICE: conduct.returned_twice,
    P.UNMASKED_THINLY: persons.unmasked_thinly,
    P.UNMASKED_OFTEN: persons.unmasked_often,
    P.ACCOUNT_SHARED: persons.account_shared,
    P.TOO_FAST: persons.too_fast,
    **quality.ALL,
}
CHAINS = 5_000
"""Hash chains of matters nothing was done to that one run walks, of each kind; then the next ones."""
BATCH = 1_000
STANDING = (AlertState.OPEN, AlertState.FOLLOWED)
_LOCK = 20_261_125
"""Key of the advisory lock: one sweep at a time, or two would find the same."""
_SAFE = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@dataclass
class Result:
    """One run, and the alerts that are new or open again."""

    run: AlertSweep
    raised: list[Alert] = field(default_factory=list)


def sweep() -> Result:
    """Run once; return what is new. Bounded by what happened since the last run."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(_SAFE)
            safe = cursor.fetchone()[0]
        last = AlertSweep.objects.order_by("-id").first() or AlertSweep()
        run = AlertSweep(xid=safe, sign_in=persons.last_sign_in(), began_at=clock.now())
        result = Result(run)
        patterns = {code: one for code, one in in_force().items() if one.is_on}
        _touch(last.xid)
        look = Look(last.xid, last.sign_in)
        for code, find in FINDERS.items():
            if code in patterns:
                found = list(find(replace(look, threshold=patterns[code].threshold)))
                _take(result, patterns[code], found)
        if P.CHAIN_BROKEN in patterns:
            _walk_chains(result, last, patterns[P.CHAIN_BROKEN])
        run.found = len(result.raised)
        run.save()
    return result


def _touch(xid: int) -> None:
    """Look at what was touched, and once more at what an alarm on data still stands for."""
    touch(xid)
    open_ones = Alert.objects.filter(family=AlertFamily.QUALITY, state__in=STANDING)
    for model, column in ((Case, "case_id"), (Complaint, "complaint_id")):
        ids = open_ones.filter(**{f"{column}__isnull": False}).values_list(column, flat=True)
        touch_also(model, ids.distinct())


def _take(result: Result, pattern: Pattern, found: Sequence[Found]) -> None:
    """Keep the findings of one pattern; what it no longer finds of its open alarms is cleared."""
    once = {one.subject: one for one in found}
    known = _known(pattern.code, list(once))
    fresh = [_alert(pattern, one) for subject, one in once.items() if subject not in known]
    Alert.objects.bulk_create(fresh, batch_size=BATCH)
    changed = [row for subject, row in known.items() if _goes_on(row, once[subject])]
    reopened = [row for row in changed if row.state not in STANDING]
    for row in reopened:
        row.state = AlertState.OPEN
    Alert.objects.bulk_update(
        changed, ["facts", "events", "happened_at", "office", "state"], batch_size=BATCH
    )
    result.raised += [*fresh, *reopened]
    if pattern.family == AlertFamily.QUALITY and pattern.code != P.CHAIN_BROKEN:
        gone = Alert.objects.filter(pattern=pattern.code, state__in=STANDING)
        result.run.cleared += gone.exclude(subject__in=list(once)).update(state=AlertState.CLEARED)


def _known(pattern: str, subjects: Sequence[str]) -> dict[str, Alert]:
    rows = Alert.objects.filter(pattern=pattern, subject__in=subjects)
    return {row.subject: row for row in rows}


def _alert(pattern: Pattern, one: Found) -> Alert:
    return Alert(
        pattern=pattern.code, family=pattern.family, subject=one.subject, case_id=one.case_id,
        complaint_id=one.complaint_id, person_id=one.person_id, office_id=one.office_id,
        happened_at=one.happened_at, facts=dict(one.facts), events=list(one.events),
    )  # fmt: skip


def _goes_on(row: Alert, one: Found) -> bool:
    """Put what was found again onto its row; True when that says something new.

    A judgement stands until a further act of the same kind is found; an alarm on data that was put
    right comes back when it is found again.
    """
    events = sorted({*row.events, *one.events})
    if events == sorted(row.events) and row.state != AlertState.CLEARED:
        return False
    row.events, row.facts, row.office_id = events, dict(one.facts), one.office_id
    row.happened_at = max(row.happened_at, one.happened_at)
    return True


def _walk_chains(result: Result, last: AlertSweep, pattern: Pattern) -> None:
    """Walk the chains of what was touched, and of the next matters in turn that were not."""
    for model, column in ((Case, "case_chain"), (Complaint, "complaint_chain")):
        rows = model._default_manager.only(*quality.CHAINED)
        after = getattr(last, column)
        turn = list(rows.filter(pk__gt=after).order_by("pk")[:CHAINS])
        setattr(result.run, column, turn[-1].pk if len(turn) == CHAINS else 0)
        walked = {row.pk for row in turn}
        # The first run has everything before it: the turns will come to all of it.
        touched = [row for row in _touched(model) if row.pk not in walked] if last.xid else []
        _take(result, pattern, list(quality.chain_broken([*turn, *touched])))


def _touched(model: type[Case] | type[Complaint]) -> Iterable[Dossier]:
    columns = ", ".join(f"d.{name}" for name in quality.CHAINED)
    return model._default_manager.raw(
        f"SELECT {columns} FROM {model._meta.db_table} d JOIN {TOUCHED} t"  # noqa: S608
        " ON t.stream = %s AND t.subject_id = d.id",
        [model.STREAM],
    )
