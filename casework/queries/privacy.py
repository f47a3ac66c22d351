"""Who of a case is not to be named in what leaves the office: its workers, and who reported it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.models import Case, Complaint
from casework.vocabulary import ComplaintKind

_KNOWN = "_names_in_case"


@dataclass(frozen=True)
class Names:
    """Workers' names, and the names and phones an informant (举报人) told."""

    workers: list[str]
    informants: list[str]


def names_in(case: Case) -> Names:
    """Return both by one query; an act that asks twice of the same case reads once."""
    if not hasattr(case, _KNOWN):
        rows = Complaint.objects.filter(case=case.pk).values_list(
            "kind", "contact_name", "contact_phone", "claims__worker__name"
        )
        workers, told = set(), set()
        for kind, contact, phone, worker in rows:
            workers.add(worker)
            if kind == ComplaintKind.REPORT:
                told |= {contact, phone}
        setattr(case, _KNOWN, Names(_written(workers), _written(told)))
    known: Names = getattr(case, _KNOWN)
    return known


def informants_of(case: Case) -> list[str]:
    """Return what would give an informant of the case away, without its workers."""
    known: Names | None = getattr(case, _KNOWN, None)
    return known.informants if known else informants_in(case=case.pk)


def informants_in(**which: int) -> list[str]:
    """Return names and phones told in the reports among the complaints named by `which`."""
    reports = Complaint.objects.filter(kind=ComplaintKind.REPORT, **which)
    told = reports.values_list("contact_name", "contact_phone")
    return _written({word for row in told for word in row})


def _written(words: Iterable[str | None]) -> list[str]:
    return sorted(word for word in words if word)
