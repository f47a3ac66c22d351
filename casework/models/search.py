"""What a complaint or case is found by; derived, kept in the transaction of the act."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.models.complaint import Complaint


class SearchEntry(models.Model):
    """The words of one dossier. Written by `casework.records.search_index`, rebuilt by a command.

    `words` may be found by whoever sees the dossier; `people` (names of workers, pinyin) by the
    owner office alone, and of a report (`guarded`) by its head and its lead only. Who that is
    (`office`, `offices`, `leads`, `guarded`) is copied by triggers of the database, so that no
    writer can forget it: see the migration that makes them.
    """

    complaint = models.OneToOneField(
        Complaint, null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    case = models.OneToOneField(
        Case, null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    at = models.DateTimeField()
    words: models.Field[Any, Any] = SearchVectorField()
    people: models.Field[Any, Any] = SearchVectorField()
    office = models.BigIntegerField(null=True)
    offices: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    leads: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    guarded = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("检索词")
        verbose_name_plural = _("检索词")
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False, case__isnull=True)
                | Q(complaint__isnull=True, case__isnull=False),
                name="search_one_dossier",
            )
        ]
        indexes = [
            GinIndex(fields=["words", "people", "offices"], name="search_words"),
            models.Index(fields=["-at", "-id"], name="search_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id or ''}/{self.case_id or ''}"


class Holds(models.Lookup):
    """`words__holds="'金水' & 'gs':*"`: a tsquery as `casework.tokens.question` writes it."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*params, self.rhs]


SearchVectorField.register_lookup(Holds)
