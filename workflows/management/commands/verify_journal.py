"""`manage.py verify_journal`: walk the hash chains of the journal and name the first broken row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.journal import first_break
from casework.models import Case, Complaint, Dossier

FIELDS = ("id", "last_seq", "last_hash", "office_id")


class Command(BaseCommand):
    help = "Check every chain of the journal, or that of one case or complaint."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--case", type=int, metavar="ID", help="only this case")
        which.add_argument("--complaint", type=int, metavar="ID", help="only this complaint")

    def handle(self, *, case: int | None, complaint: int | None, **options: Any) -> None:
        chains = rows = 0
        for subject in subjects(case, complaint):
            problem = broken(subject)
            if problem:
                raise CommandError(problem)
            chains, rows = chains + 1, rows + subject.last_seq
        self.stdout.write(f"{chains} chains, {rows} rows: whole.")


def subjects(case: int | None, complaint: int | None) -> Iterable[Dossier]:
    """Yield what is to be checked. Raises CommandError when the one asked for is not there."""
    asked: dict[type[Dossier], int | None] = {Case: case, Complaint: complaint}
    for model, pk in asked.items():
        if pk is None and any(asked.values()):
            continue
        found = model._default_manager.only(*FIELDS).order_by("pk")
        if pk is not None and not found.filter(pk=pk).exists():
            raise CommandError(f"There is no {model.STREAM} {pk}.")
        yield from (found if pk is None else found.filter(pk=pk)).iterator(chunk_size=500)


def broken(subject: Dossier) -> str:
    """Return what is wrong with the chain of `subject`, or nothing when it is whole."""
    try:
        event = first_break(subject)
    except ValueError as error:
        return str(error)
    if event is None:
        return ""
    return (
        f"{event.stream} {event.subject_id}, row {event.seq} (event {event.pk}, {event.kind}, "
        f"{event.at:%F %T}): does not match its hash or its place"
    )
