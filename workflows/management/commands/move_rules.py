"""Move running matters to the rules of another day: `move_rules --to 2027-01-01 [--dry-run]`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.actions.rule_moves import differences, move_rules
from workflows.counter.calendar_words import matter_of


class Command(BaseCommand):
    help = "列出正在办理的事项改用某一日规则的差别，并改用之（--dry-run 只列出）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=date.fromisoformat, required=True, help="规则日期")
        parser.add_argument("--reason", default="", help="理由，记入办理记录")
        parser.add_argument("--dry-run", action="store_true", help="只列出差别，不改动")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"] and not options["reason"].strip():
            raise CommandError(_("请用 --reason 写明理由。"))
        count = 0
        for one in differences(options["to"]):
            count += 1
            late = "  " + _("届满日已过") if one.is_past else ""
            self.stdout.write(
                f"  {matter_of(one.deadline)}  {one.deadline.rule}  {one.old_length} → "
                f"{one.new_length}  {one.old_due} → {one.new_due}{late}"
            )
        if options["dry_run"]:
            self.stdout.write(_("有 %(n)s 个期限会变动。没有保存。") % {"n": count})
            return
        clocks, matters = move_rules(options["to"], reason=options["reason"])
        self.stdout.write(
            _("%(m)s 件事项已改用 %(day)s 的规则，变动 %(n)s 个期限。")
            % {"m": matters, "day": options["to"], "n": clocks}
        )
