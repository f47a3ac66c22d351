"""`manage.py move_flow OLD NEW`: list what changes for running matters, and move them when told to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.flow_moves import differences, flow_of, move


class Command(BaseCommand):
    help = (
        "Move running matters from one version of a flow to another,"
        " e.g. workflows/flows.case.CaseFlow workflows/flows.case2.CaseFlow2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old")
        parser.add_argument("new")
        parser.add_argument("--dry-run", action="store_true", help="only list the differences")

    def handle(self, *, old: str, new: str, dry_run: bool, **options: Any) -> None:
        try:
            before, after = flow_of(old), flow_of(new)
        except ValueError as error:
            raise CommandError(str(error)) from error
        found = list(differences(before, after))
        for row in found:
            verdict = "same" if row.before == row.after else "changes" if row.can_move else "stays"
            self.stdout.write(f"{row.dossier} · {row.node}: {verdict}")
            if verdict == "changes":
                self.stdout.write(f"    - {row.before}\n    + {row.after}")
            elif verdict == "stays":
                self.stdout.write("    the new version has no such desk")
        ready = sorted({row.process_id for row in found if row.can_move})
        if dry_run:
            self.stdout.write(f"{len(ready)} of {len(found)} would move; nothing was changed.")
        else:
            self.stdout.write(f"{move(before, after, ready)} of {len(found)} moved.")
