"""What colleagues said about a case, for whoever may read it; no part of the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.functional import cached_property

from casework.models import Comment, User
from casework.queries.cases import CaseFile

SHOWN = 50


@dataclass(frozen=True)
class Remark:
    """One comment with the people it names; `is_mine` lets its author take it back."""

    comment: Comment
    named: list[User]
    is_mine: bool


class Talk:
    """The section 讨论 of a case page. Reads nothing until it is asked."""

    def __init__(self, file: CaseFile) -> None:
        self.user, self.case, self.everything = file.user, file.record, file.everything
        self.file = file

    @property
    def is_open(self) -> bool:
        """The rule of `readers.may_talk`, from what the page has loaded already."""
        return len(self.file.open_contents) == len(self.file.complaint_ids)

    @property
    def may_write(self) -> bool:
        """Everybody who reads it, but nobody who is recused from the case."""
        return self.is_open and self.user.pk not in self.case.recused

    @cached_property
    def key(self) -> str:
        """A new key of the form, so that a double click says it once."""
        return uuid.uuid4().hex

    @cached_property
    def count(self) -> int:
        return self.case.comments.count() if self.is_open else 0

    @cached_property
    def remarks(self) -> list[Remark]:
        """The latest remarks, oldest first."""
        if not self.is_open:
            return []
        rows = self.case.comments.select_related("author").order_by("-id")
        listed = list(rows if self.everything else rows[:SHOWN])[::-1]
        people = User.objects.in_bulk({pk for row in listed for pk in row.mentions})
        return [
            Remark(
                row, [people[pk] for pk in row.mentions if pk in people],
                row.author_id == self.user.pk and row.retracted_at is None,
            )
            for row in listed
        ]  # fmt: skip

    @property
    def folded(self) -> int:
        """How many earlier remarks are not shown."""
        return max(0, self.count - len(self.remarks))
