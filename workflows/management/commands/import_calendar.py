"""Import a yearly holiday notice: show what would change, then store it and recompute open clocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from casework.law.notices import Notice, read_notice, rows_of
from casework.models import CalendarNotice
from casework.records.calendar import Difference, differences, store_notice, stored_calendar
from workflows.actions.recompute import preview, run_notice
from workflows.counter.calendar_words import KIND_WORDS, draft_of, matter_of


class Command(BaseCommand):
    help = "导入国务院办公厅放假安排通知（通知正文或者 CSV），并重算尚未完成的期限。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="通知正文（UTF-8 文本）或者 CSV")
        parser.add_argument("--year", type=int, required=True, help="通知所属年份")
        parser.add_argument("--source", required=True, help="文号或者通知名称")
        parser.add_argument(
            "--partial", action="store_true", help="只更正列出的日子，不是全年的通知"
        )
        parser.add_argument("--dry-run", action="store_true", help="只显示会有哪些变化，不保存")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("打不开文件：%(why)s") % {"why": error}) from error
        whole = not options["partial"]
        notice = read_notice(text, options["year"], whole=whole)
        self._refuse_doubts(notice)
        rows = rows_of(notice, options["source"], whole=whole)
        changed = differences(rows, stored_calendar())
        self._say_days(changed)
        if options["dry_run"]:
            self._say_moves(changed, rows)
            return
        stored = store_notice(
            rows, year=options["year"], source=options["source"], text=text, by=None
        )
        run_notice(stored)
        self._report(stored)

    def _refuse_doubts(self, notice: Notice) -> None:
        for doubt in notice.doubts:
            why = _(doubt.template) % doubt.params
            self.stderr.write(
                _("第 %(line)s 行“%(text)s”：%(why)s")
                % {"line": doubt.line, "text": doubt.text, "why": why}
                if doubt.line
                else why
            )
        if notice.doubts:
            raise CommandError(_("有的内容需要改正，什么都没有保存。"))

    def _say_days(self, changed: list[Difference]) -> None:
        counting = [pair for pair in changed if pair.changes_counting]
        self.stdout.write(
            _("%(n)s 个日子由暂定转为确定或者改变性质，其中 %(m)s 个影响工作日：")
            % {"n": len(changed), "m": len(counting)}
        )
        for before, after in counting:
            self.stdout.write(
                f"  {after.date}  {KIND_WORDS[before.kind]} → {KIND_WORDS[after.kind]}"
            )

    def _say_moves(self, changed: list[Difference], rows: Any) -> None:
        count = 0
        for move in preview(draft_of(changed), stored_calendar().with_overrides(rows)):
            count += 1
            self.stdout.write(
                f"  {matter_of(move.deadline)}  {move.deadline.rule}  {move.old} → {move.new}"
            )
        self.stdout.write(_("有 %(n)s 个期限会变动。没有保存。") % {"n": count})

    def _report(self, notice: CalendarNotice) -> None:
        moves = notice.moves.select_related("deadline__case", "deadline__complaint")
        for move in moves.order_by("id").iterator():
            self.stdout.write(
                f"  {matter_of(move.deadline)}  {move.deadline.rule}"
                f"  {move.old_due_on} → {move.new_due_on}"
            )
        self.stdout.write(
            _("已保存。检查 %(examined)s 个期限，变动 %(moved)s 个，由暂定转为确定 %(sure)s 个。")
            % {"examined": notice.examined, "moved": notice.moved, "sure": notice.confirmed}
        )
