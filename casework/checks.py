"""System checks: the case page's panels can be imported; private files are not under static."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register()
def panels_importable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every dotted path in CASE_PAGE_PANELS leads to a callable."""
    found: list[CheckMessage] = []
    for path in settings.CASE_PAGE_PANELS:
        try:
            import_string(path)
        except ImportError as error:
            found.append(Error(f"CASE_PAGE_PANELS: {error}", id="casework.E001"))
    return found


@register()
def private_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Uploaded evidence must never be reachable as a static file."""
    media, static = Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)
    if media == static or static in media.parents or media in static.parents:
        return [Error("MEDIA_ROOT and STATIC_ROOT overlap", id="casework.E002")]
    return []
