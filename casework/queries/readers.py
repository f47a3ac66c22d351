"""Who may read a case: the inverse of `access.visible_cases`, for talk among those in scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from casework import clock
from casework.access import visible_cases
from casework.models import Case, Complaint, Membership, Office, Participation, User
from casework.queries.dossier import shows_names
from casework.vocabulary import ComplaintKind, DivisionLevel, Role


def readers_of(case: Case) -> QuerySet[User]:
    """Return the active staff who see `case` and may know everything said in it, by name.

    Of a case that holds a report (举报) these are its handlers alone: what colleagues write may
    tell who reported (Order 423 art. 9).
    """
    today = clock.today()
    held = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        office__in=_offices_seeing(case), valid_from__lte=today,
    ).exclude(role=Role.ADMINISTRATOR)  # fmt: skip
    rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
    for report in _reports(case):
        heads = held.filter(office=report.office_id, role=Role.BODY_HEAD)
        own = held.filter(office=report.office_id, user__in=[case.lead_id, report.lead_id])
        rows = rows.filter(Q(pk__in=heads.values("user")) | Q(pk__in=own.values("user")))
    return rows.order_by("full_name", "pk")


def may_talk(user: User, case: Case) -> bool:
    """May `user` read and write what colleagues say of `case`? The same rule for one person."""
    if not visible_cases(user).filter(pk=case.pk).exists():
        return False
    return all(shows_names(user, report) for report in _reports(case))


def _offices_seeing(case: Case) -> list[int]:
    """Ids of the owner office, of those that take part, and of the city's and province's above."""
    part = Participation.objects.filter(complaint__case=case.pk).values("office")
    concerned = Office.objects.filter(Q(pk=case.office_id) | Q(pk__in=part))
    paths = list(concerned.values_list("pk", "division__path"))
    above = {prefix for _pk, path in paths for prefix in _prefixes(path)}
    upper = Office.objects.filter(
        Q(division__level=DivisionLevel.PROVINCE)
        | Q(division__level=DivisionLevel.CITY, division__path__in=above)
    )
    return [*(pk for pk, _path in paths), *upper.values_list("pk", flat=True)]


def _prefixes(path: str) -> list[str]:
    """Return 41/4101/410105 as 41, 41/4101, 41/4101/410105."""
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _reports(case: Case) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(case=case.pk, kind=ComplaintKind.REPORT)
    return rows.select_related("office", "case")
