"""The hole in the pages that other parts fill: settings.CASE_PAGE_PANELS names what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from casework.models import Branch, Case, Complaint, ConstructionProject, Document, Employer


class Panels:
    """The panels of one record, built when the template first asks for them."""

    def __init__(self, request: HttpRequest, record: Complaint | Case) -> None:
        self.request, self.record = request, record

    def __iter__(self) -> Iterator[SafeString]:
        for path in settings.CASE_PAGE_PANELS:
            yield render_panel(path, self.request, self.record)


class PaperActs:
    """What the reader may do with papers; asked of settings.CASE_PAGE_PAPER_ACTS when first needed."""

    def __init__(
        self, request: HttpRequest, record: Complaint | Case, documents: Sequence[Document]
    ) -> None:
        self.request, self.record, self.documents = request, record, documents

    @cached_property
    def _found(self) -> dict[str, Any]:
        find = import_string(settings.CASE_PAGE_PAPER_ACTS)
        found: dict[str, Any] = find(self.request, self.record, self.documents)
        return found

    @property
    def make(self) -> list[tuple[str, Any]]:
        """Address and label of each paper that can be written now."""
        return list(self._found["make"])

    @property
    def volumes(self) -> str:
        """Where the file of the case is made; empty for whoever may not."""
        return str(self._found["volumes"])

    @property
    def evidence(self) -> str:
        """Where evidence is added; empty for whoever may not."""
        return str(self._found["evidence"])

    @property
    def rows(self) -> list[tuple[Document, list[tuple[str, Any, str]]]]:
        """Each document with address, label and tone of what can be done with it."""
        return [(paper, self._found["rows"].get(paper.pk, [])) for paper in self.documents]


def render_panel(
    path: str,
    request: HttpRequest,
    record: Complaint | Case | Branch | Employer | ConstructionProject,
) -> SafeString:
    """Render the panel at dotted `path`: callable(request, record) -> {"template", "context"}."""
    panel = import_string(path)(request, record)
    return render_to_string(panel["template"], panel["context"], request=request)
