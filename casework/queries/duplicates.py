"""Earlier complaints that may be the same matter: by phone, by ID card, by employer and months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.access import informants_known, visible_complaints
from casework.crypto import blind_index
from casework.law.identity import mask_name, normalise_firm
from casework.models import Complaint, User
from casework.vocabulary import ComplaintKind

PHONE, ID_CARD, EMPLOYER = _("同手机号"), _("同身份证"), _("同单位，月份重叠")
PER_KIND = 6
SHORTEST_FIRM = 4


@dataclass(frozen=True)
class Match:
    """An earlier complaint; `masked_name` and `pk` are empty when this user may not open it."""

    number: str
    office: str
    state: str
    reasons: tuple[str, ...]
    masked_name: str = ""
    pk: int | None = None
    case_no: str = ""


@dataclass(frozen=True)
class Sought:
    """What has been typed so far, cleaned; every part may be empty."""

    phone: str = ""
    id_number: str = ""
    employer_name: str = ""
    uscc: str = ""
    period_start: date | None = None
    period_end: date | None = None


def find_matches(user: User, sought: Sought) -> list[Match]:
    """Return likely duplicates, strongest first: same ID card, same phone, same employer.

    Of matters of other offices only number, office and state are given. A report (举报) that the
    user may not open is never hinted at: the answer would betray who reported.
    """
    reasons: dict[int, list[str]] = {}
    for label, rows in _searches(user, sought):
        for pk in rows.order_by("-id").values_list("pk", flat=True).distinct()[:PER_KIND]:
            reasons.setdefault(pk, []).append(str(label))
    if not reasons:
        return []
    open_to_user = set(visible_complaints(user).filter(pk__in=reasons).values_list("pk", flat=True))
    found = Complaint.objects.filter(pk__in=reasons).select_related("office", "case")
    by_pk = {row.pk: row for row in found.defer("imported_facts", "contact_phone")}
    return [
        _match(by_pk[pk], tuple(words), pk in open_to_user)
        for pk, words in reasons.items()
        if pk in open_to_user or by_pk[pk].kind != ComplaintKind.REPORT
    ]


def _searches(user: User, sought: Sought) -> Iterable[tuple[object, QuerySet[Complaint]]]:
    every = Complaint.objects.all()
    by_person = sought.id_number or sought.phone
    known = every.filter(informants_known(user)) if by_person else every
    if sought.id_number:
        yield (
            ID_CARD,
            known.filter(claims__worker__id_index=blind_index(sought.id_number, "id_card")),
        )
    if sought.phone:
        key = blind_index(sought.phone, "phone")
        yield PHONE, known.filter(phone_index=key)
        yield PHONE, known.filter(claims__phone_index=key)
    firm = normalise_firm(sought.employer_name)
    if sought.uscc:
        yield EMPLOYER, _overlapping(every.filter(employer__uscc=sought.uscc), sought)
    elif len(firm) >= SHORTEST_FIRM:
        yield EMPLOYER, _overlapping(every.filter(employer__name_key=firm), sought)


def _overlapping(rows: QuerySet[Complaint], sought: Sought) -> QuerySet[Complaint]:
    """Keep those whose months may overlap; an open bound reaches for ever."""
    if sought.period_start:
        rows = rows.filter(Q(period_end__isnull=True) | Q(period_end__gte=sought.period_start))
    if sought.period_end:
        rows = rows.filter(Q(period_start__isnull=True) | Q(period_start__lte=sought.period_end))
    return rows


def _match(row: Complaint, reasons: tuple[str, ...], is_open: bool) -> Match:
    named = is_open and row.kind != ComplaintKind.REPORT
    return Match(
        number=row.tracking_no,
        office=row.office.name,
        state=str(row.get_state_display()),
        reasons=tuple(dict.fromkeys(reasons)),
        masked_name=mask_name(row.contact_name) if named else "",
        pk=row.pk if is_open else None,
        case_no=row.case.number if is_open and row.case else "",
    )
