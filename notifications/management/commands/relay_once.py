"""Relay and send once, without broker and worker: for operations and for tests."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from notifications import codes, dispatch, live, sending


class Command(BaseCommand):
    help = "Turn new journal rows into messages and send what is due, in this process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--skip", action="store_true", help="tell nobody of what has happened so far"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["skip"]:
            dispatch.skip_to_now()
            if options["verbosity"]:
                self.stdout.write("skipped to now")
            return
        done = dispatch.relay()
        live.tell_inboxes(done.unread.items())
        sent = codes.send_codes()
        ended = sending.send_due(limit=100_000)
        states = " ".join(f"{state} {count}" for state, count in sorted(ended.items()))
        self.stdout.write(f"events {done.events}, codes {sent}, messages {states or 0}")
