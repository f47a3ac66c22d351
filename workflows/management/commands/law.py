"""Print the law as it stands in the code: machines, who may do what, limits with their ground."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from workflows.catalogue import ACTIONS
from workflows.deadlines import RULES
from workflows.law_book import Machine, faults, machines, who_may


class Command(BaseCommand):
    """`manage.py law` prints all of it; with --check it also ends with 1 when something is wrong."""

    help = "Print every state machine, who may do what, and all limits; --check finds faults."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="exit 1 when a fault is found")
        parser.add_argument("--language", default="zh-hans", help="zh-hans or en")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            for book in machines():
                self._machine(book)
            self._actions()
            self._limits()
        found = faults()
        for fault in found:
            self.stderr.write(f"fault: {fault}")
        self.stdout.write(
            f"{len(machines())} machines, {len(ACTIONS)} actions, {len(RULES)} limits,"
            f" {len(found)} faults"
        )
        if options["check"] and found:
            sys.exit(1)

    def _machine(self, book: Machine) -> None:
        self.stdout.write(f"\n== {book.title} ({book.model.__name__})")
        for step in book.steps:
            guards = f" [{', '.join(step.guards)}]" if step.guards else ""
            self.stdout.write(
                f"  {book.labels[step.source]} -> {book.labels[step.target]}: {step.name}"
                f" · {step.who}{guards}"
            )
            if step.basis:
                self.stdout.write(f"      {'; '.join(step.basis)}")

    def _actions(self) -> None:
        self.stdout.write("\n== actions")
        for act in ACTIONS.values():
            ground = f" · {act.basis}" if act.basis else ""
            self.stdout.write(f"  {act.code}: {act.label} · {who_may(act)}{ground}")

    def _limits(self) -> None:
        self.stdout.write("\n== limits")
        for rule in RULES.values():
            self.stdout.write(f"  {rule.id} {rule.label}: {rule.length} {rule.unit} · {rule.basis}")
