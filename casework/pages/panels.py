"""The hole in the pages that other parts fill: settings.CASE_PAGE_PANELS names what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from casework.models import Branch, Case, Complaint, Employer


class Panels:
    """The panels of one record, built when the template first asks for them."""

    def __init__(self, request: HttpRequest, record: Complaint | Case) -> None:
        self.request, self.record = request, record

    def __iter__(self) -> Iterator[SafeString]:
        for path in settings.CASE_PAGE_PANELS:
            yield render_panel(path, self.request, self.record)


def render_panel(
    path: str, request: HttpRequest, record: Complaint | Case | Branch | Employer
) -> SafeString:
    """Render the panel at dotted `path`: callable(request, record) -> {"template", "context"}."""
    panel = import_string(path)(request, record)
    return render_to_string(panel["template"], panel["context"], request=request)
