"""Serve one or several documents by one visit, and say it in one line of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.models import Document
from casework.models.actor import Actor
from workflows.actions.service import serve_document


def serve(
    documents: Sequence[Document], *, actor: Actor, mode: str, served_on: date, **how: Any
) -> dict[str, Any]:
    """Record the service of issued `documents`; return number, mode and day for the journal.

    Raises Refused with what this way of serving still needs: then no term starts.
    """
    for document in documents:
        serve_document(document, actor=actor, mode=mode, served_on=served_on, **how)
    numbers = "、".join(str(document.number) for document in documents)
    return {"document": numbers, "mode": mode, "served_on": served_on}
