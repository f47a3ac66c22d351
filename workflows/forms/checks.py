"""What is said beside a field as one leaves it: right, wrong, and what it tells; nothing is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework import clock
from casework.law import identity
from casework.law.errors import SentenceError
from casework.law.money import parse_yuan
from casework.law.periods import parse_date
from casework.models import Employer, Office
from casework.queries.duplicates import Sought
from casework.queries.places import division_of
from casework.queries.search import typed
from workflows.forms.working import worked_out
from workflows.routing import competent_office

LIMITATION_YEARS = 2


class Mark(NamedTuple):
    """A line under a field: its tone (ok, bad, warn) and words; empty words clear the line."""

    tone: str
    text: str


def look_at(data: Mapping[str, Any], office: Office) -> dict[str, Mark]:
    """Return the marks of phone, id_number, uscc, site, period_end and amount for what was typed."""
    readers: dict[str, Callable[[str], Mark]] = {
        "phone": _phone,
        "id_number": _id_card,
        "uscc": _uscc,
        "site": lambda text: _site(text, office),
        "period_end": _period_end,
    }
    marks = {name: _mark(read, str(data.get(name, "")).strip()) for name, read in readers.items()}
    return marks | {"amount": _amount(data)}


def sought_of(data: Mapping[str, Any]) -> Sought:
    """Return what duplicates can be looked for; whatever is not right yet is left out."""
    return Sought(
        phone=_clean(identity.check_contact_phone, data.get("phone", "")),
        id_number=_clean(
            lambda text: identity.check_id_card(text).number, data.get("id_number", "")
        ),
        employer_name=typed(str(data.get("employer_name", "")), 120),
        uscc=_clean(identity.check_uscc, data.get("uscc", "")),
        period_start=_day(data.get("period_start", "")),
        period_end=_day(data.get("period_end", ""), last=True),
    )


def _mark(read: Callable[[str], Mark], text: str) -> Mark:
    if not text:
        return Mark("", "")
    try:
        return read(text)
    except SentenceError as error:
        return Mark("bad", _(error.template) % error.params)


def _phone(text: str) -> Mark:
    identity.check_contact_phone(text)
    return Mark("ok", _("号码格式正确"))


def _id_card(text: str) -> Mark:
    card = identity.check_id_card(text, clock.today())
    sex = _("男") if card.sex == "male" else _("女")
    return Mark(
        "ok", _("%(sex)s，%(age)s 岁，校验通过") % {"sex": sex, "age": _age(card.birth_date)}
    )


def _uscc(text: str) -> Mark:
    firm = Employer.objects.filter(uscc=identity.check_uscc(text)).first()
    if firm is None:
        return Mark("ok", _("校验通过，首次登记"))
    return Mark("ok", _("校验通过：%(name)s") % {"name": firm.name})


def _site(text: str, office: Office) -> Mark:
    place = division_of(text)
    if place is None:
        return Mark("bad", _("没有找到这个地方，请从列表中选择。"))
    competent = competent_office(place)
    if competent is None or competent.pk == office.pk:
        return Mark("ok", _("由本单位承办"))
    return Mark("ok", _("保存后即转 %(office)s") % {"office": competent.name})


def _period_end(text: str) -> Mark:
    end = _day(text, last=True)
    today = clock.today()
    if end is not None and (end.year + LIMITATION_YEARS, end.month) < (today.year, today.month):
        return Mark("warn", _("已超过二年，请问清期间是否有过投诉"))
    return Mark("", "")


def _amount(data: Mapping[str, Any]) -> Mark:
    """The working of the amount, and whether the amount typed differs from it."""
    count, rate, amount = (_number(data.get(name, "")) for name in ("days", "day_rate", "amount"))
    working = worked_out({"unit": data.get("unit"), "days": count, "day_rate": rate})
    if working is None:
        return Mark("", "")
    differs = amount is not None and amount != working.owed
    return Mark("warn" if differs else "ok", working.text())


def _number(text: object) -> Decimal | None:
    try:
        return parse_yuan(str(text)).amount if text else None
    except SentenceError:
        return None


def _age(born: date) -> int:
    today = clock.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _clean(check: Callable[[str], str], text: object) -> str:
    try:
        return check(str(text)) if text else ""
    except SentenceError:
        return ""


def _day(text: object, *, last: bool = False) -> date | None:
    return parse_date(str(text), clock.today(), last=last) if text else None
