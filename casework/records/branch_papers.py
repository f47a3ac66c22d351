"""Write and issue a document of a branch: numbered in the act's transaction, filed with its case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from casework import clock
from casework.models import Branch, Document
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind, DocumentState


def issue_paper(branch: Branch, kind: str, actor: Actor, facts: Mapping[str, Any]) -> Document:
    """Issue a document of `kind` about `branch` and return it; `facts` is what it says."""
    now = clock.now()
    plain = json.loads(json.dumps(dict(facts), cls=DjangoJSONEncoder))
    return Document.objects.create(
        case=branch.case, branch=branch, office=branch.office, kind=kind, facts=plain,
        number=next_number(branch.office, DOCUMENT_NUMBER_WORD[DocumentKind(kind)]),
        state=DocumentState.ISSUED, drafted_at=now, drafted_by=actor.user, issued_at=now,
        issued_by=actor.user,
    )  # fmt: skip
