"""How the administration log says what was done."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import AdminEntry, Office, User
from casework.vocabulary import AdminKind, AlertPattern, EventKind, Role

register = template.Library()


@register.filter
def admin_facts(entry: AdminEntry) -> str:
    """Say in a line what the row of the log keeps: roles, days, which fields."""
    facts = entry.facts
    said = []
    if role := facts.get("role"):
        said.append(str(dict(Role.choices).get(role, role)))
    said += [str(facts[name]) for name in ("valid_from", "valid_to") if facts.get(name)]
    if entry.kind == AdminKind.USER_CHANGED:
        said += [_label(User, name) for name in facts.get("fields", [])]
    if entry.kind == AdminKind.OFFICE_CHANGED:
        said += [
            _("%(field)s（原为%(value)s）") % {"field": _label(Office, name), "value": value}
            for name, value in facts.get("before", {}).items()
        ]
    if entry.kind == AdminKind.OFFICE_CLOSED:
        said.append(_("由%(office)s接手") % {"office": facts.get("name", "")})
    if entry.kind == AdminKind.WORDING_CHANGED:
        said.append(f"{facts.get('key', '')} {facts.get('language', '')}")
    if entry.kind == AdminKind.NOTICE_RULE_CHANGED:
        said.append(str(dict(EventKind.choices).get(facts.get("key", ""), "")))
    if entry.kind == AdminKind.ALERT_SETTING_CHANGED:
        said.append(str(dict(AlertPattern.choices).get(facts.get("pattern", ""), "")))
    if entry.kind == AdminKind.MESSAGES_REVIVED:
        count = int(facts.get("count", 0))
        said.append(ngettext("%(n)s 条", "%(n)s 条", count) % {"n": count})
    return " · ".join(said)


def _label(model: type[User | Office], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
