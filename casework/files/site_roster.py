"""The real-name roster of a site (实名制名册) from a spreadsheet: every row checked, nothing stored."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from casework.files.columns import LABELS, find_header, plain
from casework.files.roster import TOTALS
from casework.files.rows import NAME, NAME_WIDTH, TRADE_WIDTH, RowError
from casework.files.tables import Cell, FileRefusedError, Line, read_sheets
from casework.law import identity
from casework.law.errors import SentenceError, gettext_noop
from casework.law.periods import parse_date

TEAM_WIDTH = 60
EXACT_DIGITS = 15
MOST_DAYS = Decimal("9999")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWorker:
    """One checked worker of the roster; empty where the file has nothing."""

    row_number: int
    name: str
    id_number: str
    team: str = ""
    post: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    days: Decimal | None = None


@dataclass(slots=True)
class SiteRoster:
    """The good rows and the errors of the others."""

    rows: list[SiteWorker] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_site_roster(data: bytes, filename: str, today: date) -> SiteRoster:
    """Return the checked rows of an .xlsx or .csv roster. Raises FileRefusedError for the whole file."""
    for sheet in read_sheets(data, filename):
        header = find_header(sheet.lines)
        if header is not None and "id_number" in header[1]:
            return _read(sheet.lines[header[0] + 1 :], header[1], today)
    raise FileRefusedError(gettext_noop("没有找到表头，名册中应有“姓名”和“身份证号码”两列。"))


def _read(lines: list[Line], columns: dict[str, int], today: date) -> SiteRoster:
    found, seen = SiteRoster(), {}  # type: ignore[var-annotated]
    for line in lines:
        cells = {name: line.cells[i] for name, i in columns.items() if i < len(line.cells)}
        if not plain(cells.get("name")) and not plain(cells.get("id_number")):
            continue
        if TOTALS.match(plain(cells.get("name"))):
            continue
        try:
            row = _row(line.number, cells, today)
        except _CellError as error:
            label = LABELS.get(error.column, error.column)
            found.errors.append(RowError.of(line.number, label, cells.get(error.column), error.why))
            continue
        first = seen.setdefault(row.id_number, line.number)
        if first != line.number:
            why = SentenceError(gettext_noop("与第%(row)s行身份证号码相同。"), row=first)
            found.errors.append(RowError.of(line.number, LABELS["id_number"], None, why))
        else:
            found.rows.append(row)
    if not found.rows and not found.errors:
        raise FileRefusedError(gettext_noop("没有读到任何人员，请核对内容。"))
    return found


class _CellError(Exception):
    def __init__(self, column: str, why: SentenceError) -> None:
        self.column, self.why = column, why
        super().__init__(column)


def _row(number: int, cells: dict[str, Cell], today: date) -> SiteWorker:
    name = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", plain(cells.get("name")))
    if not name or len(name) > NAME_WIDTH or not NAME.fullmatch(name):
        raise _CellError("name", SentenceError(gettext_noop("姓名缺失或者有数字、符号，请核对。")))
    return SiteWorker(
        row_number=number,
        name=name,
        id_number=_id_number(cells.get("id_number"), today),
        team=plain(cells.get("team"))[:TEAM_WIDTH],
        post=plain(cells.get("trade"))[:TRADE_WIDTH],
        entered_on=_day(cells, "start", today),
        left_on=_day(cells, "end", today),
        days=_days(cells.get("days")),
    )


def _id_number(cell: Cell, today: date) -> str:
    text = plain(cell)
    if isinstance(cell, int | float) and len(text) > EXACT_DIGITS:
        # A spreadsheet keeps 15 digits of a number: the rest has become zeros.
        message = gettext_noop("号码以数字格式保存，末尾几位已丢失，请改为文本格式后重新填写。")
        raise _CellError("id_number", SentenceError(message))
    if not text:
        raise _CellError("id_number", SentenceError(gettext_noop("没有填写身份证号码。")))
    try:
        return identity.check_id_card(text, today).number
    except identity.IdentityError as error:
        raise _CellError("id_number", error) from error


def _day(cells: dict[str, Cell], column: str, today: date) -> date | None:
    cell = cells.get(column)
    if not plain(cell) or isinstance(cell, bool):
        return None
    found = parse_date(cell if not isinstance(cell, str) else plain(cell), today)
    if found is None:
        raise _CellError(column, SentenceError(gettext_noop("看不懂日期，请写成 2026-03-01。")))
    return found


def _days(cell: Cell) -> Decimal | None:
    found = re.search(r"\d+(?:\.\d+)?", plain(cell)[:40])
    number = Decimal(found.group()) if found else None
    if number is None or number > MOST_DAYS:
        return None
    return number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
