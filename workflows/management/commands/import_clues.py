"""Import an export of the national clue platform; good rows stay, run again nothing is doubled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from casework import clock
from casework.files.clues import read_clues
from casework.law.errors import SentenceError
from casework.models import Office
from casework.queries.places import division_of
from workflows.counter.clues import Taken, take_clue


class Command(BaseCommand):
    help = "导入全国根治欠薪线索反映平台的导出文件（GB18030 或 UTF-8 的 .csv），按线索编号去重。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="导出文件")
        parser.add_argument(
            "--office", default="", help="首问单位：机构名称、行政区划代码或地名；不填则按欠薪地区"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office = office_named(options["office"]) if options["office"] else None
        try:
            data = options["file"].read_bytes()
            rows = list(read_clues(data, today=clock.today()))
        except OSError as error:
            raise CommandError(_("打不开文件：%(why)s") % {"why": error.strerror}) from error
        except SentenceError as error:
            raise CommandError(_(error.template) % error.params) from error
        taken = [take_clue(row, office=office) for row in rows]
        self.report(taken)
        failed = sum(one.status == "error" for one in taken)
        if failed:
            raise CommandError(_("有 %(count)s 行没有导入，其余各行已保存。") % {"count": failed})

    def report(self, taken: list[Taken]) -> None:
        """Print the counts, then each row that was not taken and each value that was doubted."""
        counts = Counter(one.status for one in taken)
        self.stdout.write(
            _("共 %(all)s 行：新登记 %(created)s 件，已存在 %(exists)s 件，错误 %(error)s 行")
            % {"all": len(taken), **{s: counts[s] for s in ("created", "exists", "error")}}
        )
        for one in taken:
            for problem in one.problems:
                self.stdout.write(
                    _("第 %(row)s 行 %(clue)s %(column)s：%(what)s")
                    % {"row": one.row_number, "clue": one.clue_no or "-",
                       "column": problem.column, "what": _(problem.template) % problem.params}
                )  # fmt: skip


def office_named(text: str) -> Office:
    """Return the open office of this name, or of the place or code. Raises CommandError."""
    offices = Office.objects.select_related("division").filter(closed_on__isnull=True)
    found = offices.filter(name=text).first()
    if found is None:
        place = division_of(text)
        found = offices.filter(division=place).first() if place is not None else None
    if found is None:
        raise CommandError(_("没有找到机构“%(name)s”。") % {"name": text})
    return found
