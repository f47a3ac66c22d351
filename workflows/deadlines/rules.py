"""Rules: the limits of the law book as the workflows use them, and the version a matter runs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from casework import lawbook
from casework.law.limits import LIMITS, PRODUCT_DEFAULT, Limit, Said
from casework.models import Branch, Dossier

Subject: TypeAlias = Dossier | Branch
"""Whatever clocks run on."""


def _in_the_readers_language(said: Said) -> str:
    return said.to(get_language() or "zh-hans")


said = lazy(_in_the_readers_language, str)


@dataclass(frozen=True)
class Rule:
    """One limit. `length` counts in `unit`; 0 for a recurring duty, which has none."""

    limit: Limit

    @property
    def id(self) -> str:
        return self.limit.id

    @property
    def label(self) -> str | Promise:
        """What has to be done, in the reader's language."""
        return said(self.limit.label)

    @property
    def stored_label(self) -> str:
        """What has to be done, as it is kept in the journal: in one language."""
        return self.limit.label.zh

    @property
    def basis(self) -> str | Promise:
        """Law and article, in the reader's language."""
        return said(self.limit.basis)

    @property
    def length(self) -> int:
        return self.limit.length or 0

    @property
    def unit(self) -> str:
        return self.limit.unit

    @property
    def statutory(self) -> bool:
        """Set by law or provincial regulation, not by the product."""
        return self.limit.kind != PRODUCT_DEFAULT

    @property
    def extension(self) -> int:
        return self.limit.extension

    @property
    def warned(self) -> tuple[str, ...]:
        return self.limit.warned

    @property
    def escalated(self) -> tuple[str, ...]:
        return self.limit.escalated


RULES: dict[str, Rule] = {limit.id: Rule(limit) for limit in LIMITS.values()}
"""The limits as the data has them. What is in force on a day: `rule()`."""


def rule(rule_id: str, on: date | None = None) -> Rule:
    """Return the rule in force on `on` (today when not given)."""
    return Rule(lawbook.limit(rule_id, on))


def rules_day(subject: Subject) -> date:
    """Return the day whose rules `subject` runs on; a branch runs on those of its case."""
    return subject.dossier.rules_day


def rule_for(subject: Subject, rule_id: str) -> Rule:
    """Return the rule `subject` runs on: the version of the day it began, or was moved to."""
    return rule(rule_id, rules_day(subject))
