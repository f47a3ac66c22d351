"""PaperType: one kind of legal document as data: to whom, with which facts, signed by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise

from casework.models import Document
from casework.vocabulary import DocumentKind, Role

PRINTED = "printed"
"""Key of `Document.facts` under which the facts of the records stand as they were at issue."""
UNSURE = "unsure_days"
"""Key of `Document.facts` for the days counted, at issue, over days no notice has fixed yet."""
Text = str | Promise
Getter = Callable[[Document], str]


class To(Enum):
    """Whom a document addresses; it decides what may be read on it."""

    INTERNAL = "internal"
    COMPLAINANT = "complainant"
    EMPLOYER = "employer"
    OUTSIDE = "outside"
    """Police, procuratorate, court, bank, another office: named in the fact `addressee`."""
    PUBLIC = "public"


class How(Enum):
    """How a fact is asked for and printed."""

    LINE = "line"
    LONG = "long"
    DATE = "date"
    MOMENT = "moment"
    YUAN = "yuan"
    QUESTIONS = "questions"
    """Questions and answers, one line each, beginning with 问 and 答."""
    ITEMS = "items"
    """One item per line; cells divided by a vertical bar."""
    YES = "yes"


@dataclass(frozen=True)
class Field:
    """One thing a document says. Without `of` it is written by hand: `Document.facts[name]`."""

    name: str
    label: Text
    of: Getter | None = None
    required: bool = True
    how: How = How.LINE
    is_live: bool = False
    """Read from rows that never change (its own lines, the journal): not frozen at issue."""
    initial: str = ""
    help: Text = ""

    @property
    def by_hand(self) -> bool:
        return self.of is None


@dataclass(frozen=True)
class PaperType:
    """One kind of document.

    `body` are sentences of the letter with the facts' names in braces; a sentence all of whose
    facts are empty is left out. `table` names the facts a form shows as rows. `signers`: how many
    inspectors must put their own name to it before it can be issued (Order 423 art. 16); `issuers`:
    who issues it, the two inspectors of the case when empty; `group`: the number in law.md 8.
    """

    kind: DocumentKind
    group: int
    to: To
    fields: tuple[Field, ...]
    basis: Text
    body: tuple[str, ...] = ()
    table: tuple[str, ...] = ()
    issuers: tuple[Role, ...] = ()
    signers: int = 0
    names_inspectors: bool = False
    is_served: bool = False
    is_sealed: bool = True
    has_remedies: bool = False
    has_annex: bool = False
    receipt_line: str = ""
    page_signer: str = ""
    """Who signs every page of a record."""
    handlers_only: bool = False
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})

    @property
    def label(self) -> str:
        return str(self.kind.label)

    def freeze(self, document: Document) -> dict[str, str]:
        """Return what the records say at issue: an issued document does not follow them later."""
        known = {
            f.name: self.value(document, f.name) for f in self.fields if f.of and not f.is_live
        }
        return {name: text for name, text in known.items() if text}

    def value(self, document: Document, name: str) -> str:
        """Return the fact `name` of a document as text; empty when it is not known."""
        spec = self.by_name[name]
        frozen = document.facts.get(PRINTED)
        if spec.of is not None and frozen is not None and not spec.is_live:
            return str(frozen.get(name, ""))
        found = spec.of(document) if spec.of is not None else document.facts.get(name, "")
        return "" if found is None else str(found).strip()

    def missing(self, document: Document) -> list[str]:
        """Return the labels of required facts that are not there."""
        return [
            str(spec.label)
            for spec in self.fields
            if spec.required and not self.value(document, spec.name)
        ]
