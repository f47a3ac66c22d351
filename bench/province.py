"""A large province in seconds: every matter of the database again, many times, by SQL alone.

The copies have full histories (journal, clocks, transfers, claims, payments; branches are left out) under
other ids, on other days and at other counties of the same province. Their hash chains are those of
the matter they were copied from: a copied journal counts and lists, it does not verify.
"""

# ruff: noqa: S608  names of our own tables and columns; numbers go in as parameters
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from casework.models import (
    Case,
    CaseEvent,
    CasePath,
    Complaint,
    Deadline,
    Employer,
    Office,
    PathStep,
    Payment,
    PaymentAnswer,
    Suspension,
    Transfer,
    WageClaim,
)
from casework.vocabulary import DivisionLevel

Model = type[models.Model]
LISTED: tuple[Model, ...] = (Employer, Case, Complaint)
"""What lists and the board read."""
EVERYTHING: tuple[Model, ...] = (
    *LISTED, WageClaim, Payment, PaymentAnswer, Deadline, Suspension, Transfer, CaseEvent, CasePath,
    PathStep,
)  # fmt: skip
TEXTS = {(Complaint, "tracking_no"), (Case, "number")}
DAYS = 540
"""The copies lie back up to so many days, spread evenly."""
BATCH = 2_000


def multiply(times: int, chosen: tuple[Model, ...] = EVERYTHING) -> int:
    """Copy all rows of the `chosen` tables `times` times; return how many complaints there are then.

    Triggers and foreign keys are not asked, because what is copied has passed them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        stride = _stride(cursor, chosen)
        _places(cursor)
        # A step that shares no factor with the days spreads the copies over all of them.
        cursor.execute(
            "CREATE TEMP TABLE bench_copy ON COMMIT DROP AS SELECT n, n * %s::bigint AS off,"
            " (n * 7919 %% %s)::int AS back,"
            " 1 + (n %% (SELECT max(turn) FROM bench_moved))::int AS turn"
            " FROM generate_series(1, %s) n",
            [stride, DAYS, times],
        )
        cursor.execute("ANALYZE bench_copy")
        for model in chosen:
            for begin in range(1, times + 1, BATCH):
                cursor.execute(*_copy(model, chosen, stride, begin))
            if isinstance(model._meta.pk, models.AutoField):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                    f" FROM (SELECT FROM {table} LIMIT 1) one"
                )
        cursor.execute("DROP TABLE bench_copy, bench_moved")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        for model in chosen:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return Complaint.objects.count()


def _stride(cursor: Any, chosen: tuple[Model, ...]) -> int:
    greatest = 0
    for model in chosen:
        pk = model._meta.pk
        assert pk is not None
        cursor.execute(f"SELECT coalesce(max({pk.column}), 0) FROM {model._meta.db_table}")
        greatest = max(greatest, cursor.fetchone()[0])
    return greatest + 1


def _places(cursor: Any) -> None:
    """Make a table of which office a county's becomes at each turn; cities and province stay."""
    counties = [
        office.pk
        for office in Office.objects.filter(
            closed_on__isnull=True,
            division__level__in=(DivisionLevel.COUNTY, DivisionLevel.ZONE),
        ).order_by("id")
    ]
    cursor.execute(
        "CREATE TEMP TABLE bench_moved ON COMMIT DROP AS"
        " SELECT a.id AS office, t AS turn, b.id AS becomes"
        " FROM unnest(%s::bigint[]) WITH ORDINALITY a(id, n)"
        " CROSS JOIN generate_series(1, cardinality(%s::bigint[])) t"
        " JOIN unnest(%s::bigint[]) WITH ORDINALITY b(id, n)"
        "   ON b.n = 1 + (a.n + t - 1) %% cardinality(%s::bigint[])",
        [counties] * 4,
    )
    cursor.execute("CREATE UNIQUE INDEX ON bench_moved (office, turn) INCLUDE (becomes)")
    cursor.execute("ANALYZE bench_moved")


def _copy(
    model: Model, chosen: tuple[Model, ...], stride: int, begin: int
) -> tuple[str, list[Any]]:
    pairs = list(_columns(model, chosen))
    pk = model._meta.pk
    assert pk is not None
    names = ", ".join(name for name, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    sql = (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values}"
        f" FROM bench_copy c CROSS JOIN {model._meta.db_table} t"
        f" WHERE t.{pk.column} < %s AND c.n BETWEEN %s AND %s"
    )
    return sql, [stride, begin, begin + BATCH - 1]


def _columns(model: Model, chosen: tuple[Model, ...]) -> Iterator[tuple[str, str]]:
    """Yield each column with what it is in a copy."""
    for field in model._meta.concrete_fields:
        name = field.column
        if field.db_default is not models.NOT_PROVIDED:
            continue
        yield name, _value(model, field, chosen)


def _value(model: Model, field: models.Field[Any, Any], chosen: tuple[Model, ...]) -> str:
    target, column = field.related_model, f"t.{field.column}"
    if (model, field.name) in TEXTS:
        return f"left({column}, 28) || '-' || c.n"
    if (model, field.name) == (Employer, "uscc"):
        return "''"
    if (field.primary_key and target is None) or field.name == "subject_id":
        return f"{column} + c.off"
    if target in chosen:
        return f"{column} + c.off"
    if target is Office:
        return _office(column)
    if model is CaseEvent and field.name in EVENT:
        return EVENT[field.name]
    if isinstance(field, models.DateTimeField):
        return f"{column} - make_interval(days => c.back)"
    if isinstance(field, models.DateField):
        return f"{column} - c.back"
    return column


def _office(column: str) -> str:
    moved = f"SELECT becomes FROM bench_moved m WHERE m.office = {column} AND m.turn = c.turn"
    return f"coalesce(({moved}), {column})"


EVENT = {
    "offices": "ARRAY(SELECT coalesce(m.becomes, o) FROM unnest(t.offices) o"
    " LEFT JOIN bench_moved m ON m.office = o AND m.turn = c.turn)",
    "facts": "CASE WHEN t.kind = 'claim.found' AND t.facts ? 'rows' THEN jsonb_set(t.facts, '{rows}',"
    " coalesce((SELECT jsonb_object_agg((r.key::bigint + c.off)::text, r.value)"
    "  FROM jsonb_each(t.facts->'rows') r), '{}'))"
    " WHEN t.kind = 'case.workers_added' AND t.facts ? 'claims' THEN jsonb_set(t.facts, '{claims}',"
    " coalesce((SELECT jsonb_agg(x::bigint + c.off) FROM jsonb_array_elements_text(t.facts->'claims') x), '[]'))"
    " ELSE t.facts END",
}
"""What of an act names rows by id, or offices: the figures are derived from it."""
