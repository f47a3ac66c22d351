"""The language in force."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def language_chosen() -> str:
    """Return the language of whoever reads or files now, one of those that are offered."""
    chosen = get_language() or settings.LANGUAGE_CODE
    return chosen if chosen in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)
