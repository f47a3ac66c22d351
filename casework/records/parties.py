"""Find or create workers, employers and projects; identity numbers meet by blind index only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from casework.crypto import blind_index
from casework.law.identity import normalise_firm, normalise_name
from casework.models import Employer, Worker

ID, PHONE = "id_card", "phone"


@dataclass(frozen=True)
class WorkerFacts:
    """One worker of a filing as cleaned by a form: numbers already checked, amounts in yuan."""

    name: str
    claimed_yuan: Decimal
    id_number: str = ""
    phone: str = ""
    bank_card: str = ""
    post: str = ""
    period_start: date | None = None
    period_end: date | None = None
    days: Decimal | None = None
    day_rate_yuan: Decimal | None = None
    is_representative: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def find_or_create_workers(rows: Sequence[WorkerFacts]) -> list[Worker]:
    """Return one Worker per row, in order. Same ID-card number means the same worker.

    Two queries however many rows. A worker without a number is always a new record.
    """
    keys = [blind_index(row.id_number, ID) if row.id_number else None for row in rows]
    known = {
        worker.id_index: worker
        for worker in Worker.objects.filter(id_index__in=[key for key in keys if key])
    }
    fresh: list[Worker] = []
    result: list[Worker] = []
    for row, key in zip(rows, keys, strict=True):
        worker = known.get(key) if key else None
        if worker is None:
            worker = Worker(
                name=row.name,
                name_key=normalise_name(row.name),
                id_number=row.id_number,
                id_index=key,
            )
            fresh.append(worker)
            if key:
                known[key] = worker
        result.append(worker)
    if fresh:
        # Another office may file the same worker in the same second: keep theirs, take its row.
        Worker.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["id_index"], update_fields=["name_key"]
        )
    return result


def find_or_create_employer(
    name: str, *, uscc: str = "", uscc_verified: bool = False, industry: str = "", address: str = ""
) -> Employer | None:
    """Return the employer by code, else by its normalised name, else a new one; None without either.

    A file that was merged into another (单位档案合并) leads to the one that was kept.
    """
    key = normalise_firm(name)
    rows = Employer.objects.select_related("merged_into")
    if uscc:
        found = rows.filter(uscc=uscc).first()
        if found is not None:
            return found.merged_into or found
    if not key:
        return None
    if not uscc:
        found = rows.filter(name_key=key).order_by("-uscc_verified", "id").first()
        if found is not None:
            return found.merged_into or found
    employer = Employer(
        name=name.strip(), name_key=key, uscc=uscc, uscc_verified=uscc_verified,
        industry=industry, address=address,
    )  # fmt: skip
    if uscc:
        return _insert_or_get(employer)
    employer.save()
    return employer


def _insert_or_get(employer: Employer) -> Employer:
    """Insert an employer by its code, by one statement; of two in the same second the first stays."""
    fields = [f for f in Employer._meta.concrete_fields if not f.primary_key]
    values = [f.get_db_prep_save(f.pre_save(employer, True), connection) for f in fields]
    columns = ", ".join(str(f.column) for f in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO casework_employer ({columns}) VALUES ({places})"  # noqa: S608
            " ON CONFLICT (uscc) WHERE NOT uscc = '' DO UPDATE SET uscc = excluded.uscc"
            " RETURNING id, xmax = 0",
            values,
        )
        pk, is_new = cursor.fetchone()
    if not is_new:
        return Employer.objects.get(pk=pk)
    employer.pk, employer._state.adding = pk, False
    return employer


def phone_key(phone: str) -> str:
    """Return the blind index of a checked phone number, empty for none."""
    return blind_index(phone, PHONE) if phone else ""
