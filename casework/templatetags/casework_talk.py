"""Template filter of the talk: a remark as text, with the names of the people it mentions marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from casework.models import User

register = template.Library()


@register.filter
def with_mentions(text: str, people: Iterable[User]) -> SafeString:
    """Return `text` as safe paragraphs; each @name of `people` becomes their full name, marked."""
    shown = str(linebreaks(escape(text)))
    names = {escape(name): str(user) for user in people for name in (user.username, user.full_name)}
    if not names:
        return mark_safe(shown)  # noqa: S308  escaped above
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    at = re.compile("[@＠](" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)
    folded = {name.lower(): full for name, full in names.items()}

    def mark(found: re.Match[str]) -> str:
        return f'<b class="mention">@{escape(folded[found[1].lower()])}</b>'

    return mark_safe(at.sub(mark, shown))  # noqa: S308  escaped above
