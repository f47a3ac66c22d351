"""Clues of the national platform, from its export or its JSON, cleaned alike and never stored here.

Doubtful values are kept as text with a warning; only a clue that cannot be identified is an error.
A mapping may carry the Chinese column names of the export or these English keys (COLUMNS):
clue_no, source, reported_at, reporter_name, id_number, phone, employer_name, uscc, project_name,
category, place, address, period, persons, amount, description, forwarded_at, limit_working_days.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from casework.files.rows import RowError
from casework.files.tables import FileRefusedError, Line, read_csv
from casework.law import identity
from casework.law.errors import SentenceError, gettext_noop
from casework.law.money import ParsedAmount, parse_yuan
from casework.law.periods import Period, parse_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = MappingProxyType(
    {
        "clue_no": "线索编号",
        "source": "来源",
        "reported_at": "反映时间",
        "reporter_name": "反映人",
        "id_number": "证件号码",
        "phone": "联系电话",
        "employer_name": "被反映单位",
        "uscc": "统一社会信用代码",
        "project_name": "项目名称",
        "category": "类别",
        "place": "欠薪地区",
        "address": "详细地址",
        "period": "欠薪时间",
        "persons": "涉及人数",
        "amount": "欠薪金额(元)",
        "description": "问题描述",
        "forwarded_at": "转办时间",
        "limit_working_days": "办理时限(工作日)",
    }
)
CATEGORIES = MappingProxyType(
    {"工程": "construction", "非工程": "other", "新就业形态": "new_employment"}
)
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
CLUE_NO = re.compile(r"[0-9A-Za-z_-]{4,40}")
MAX_TEXT = 5_000
MAX_PERSONS = 100_000
MAX_LIMIT = 365
T = TypeVar("T")


class Doubt(NamedTuple):
    """A value kept only as text: which column, what it said, and why it was not believed."""

    column: str
    value: str
    message: str
    template: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueRow:
    """One clue; what was not believed is None or empty here and stands in `doubts` as text."""

    row_number: int
    clue_no: str
    source: str
    reported_at: datetime | None
    reporter_name: str
    anonymous: bool
    id_number: str
    phone: str
    employer_name: str
    uscc: str
    uscc_text: str
    project_name: str
    category: str
    place: str
    address: str
    period: Period
    persons: int | None
    amount: Decimal | None
    approximate: bool
    description: str
    forwarded_at: datetime | None
    limit_working_days: int | None
    repeated: bool = False
    doubts: tuple[Doubt, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)


def read_clues(data: bytes, *, today: date | None = None) -> Iterator[ClueRow | RowError]:
    """Yield the clues of an export (GB18030 or UTF-8). Raises FileRefusedError before the first.

    `row_number` counts records, the header being 1; a number seen before is marked `repeated`.
    """
    lines = read_csv(data)
    header = [_heading(str(cell)) for cell in lines[0].cells] if lines else []
    missing = [COLUMNS[key] for key in ("clue_no", "employer_name", "place") if key not in header]
    if missing:
        names = "、".join(missing)
        raise FileRefusedError(
            gettext_noop("不是线索平台的导出文件，缺少列：%(names)s。"), names=names
        )
    return _read(lines[1:], header, today)


def from_mapping(
    values: Mapping[str, object], *, row_number: int = 1, today: date | None = None
) -> ClueRow | RowError:
    """Return the clue of one JSON object, cleaned as a row of the export; unknown keys are left."""
    raw = {_heading(key): _text(value) for key, value in values.items()}
    cleaner = _Cleaner(
        {key: text for key, text in raw.items() if key in COLUMNS}, today or _today()
    )
    number = cleaner.text("clue_no")
    if not CLUE_NO.fullmatch(number):
        error = SentenceError(gettext_noop("没有线索编号，或者编号格式不正确。"))
        return RowError.of(row_number, COLUMNS["clue_no"], number, error)
    if not any(cleaner.text(key) for key in ("employer_name", "project_name", "description")):
        error = SentenceError(gettext_noop("被反映单位、项目和问题描述都是空的。"))
        return RowError.of(row_number, COLUMNS["employer_name"], "", error)
    return cleaner.clue(row_number)


def _read(lines: list[Line], header: list[str], today: date | None) -> Iterator[ClueRow | RowError]:
    seen: set[str] = set()
    for number, cells in lines:
        values = dict(zip(header, cells, strict=False))
        clue = from_mapping(values, row_number=number, today=today)
        if isinstance(clue, ClueRow):
            if clue.clue_no in seen:
                clue = replace(clue, repeated=True)
            seen.add(clue.clue_no)
        yield clue


class _Cleaner:
    """Turns the texts of one clue into values and collects the doubts."""

    def __init__(self, raw: dict[str, str], today: date) -> None:
        self.raw = raw
        self.today = today
        self.doubts: list[Doubt] = []

    def clue(self, row_number: int) -> ClueRow:
        name = self.text("reporter_name")
        amount = self.value("amount", parse_yuan, ParsedAmount(Decimal(0), False))
        return ClueRow(
            row_number=row_number,
            clue_no=self.text("clue_no"),
            source=self.text("source"),
            reported_at=self.value("reported_at", _moment, None),
            reporter_name=name,
            anonymous=not (name or self.text("id_number") or self.text("phone")),
            id_number=self.value("id_number", self._id_number, ""),
            phone=self.value("phone", identity.check_contact_phone, ""),
            employer_name=self.text("employer_name"),
            uscc=self.value("uscc", identity.check_uscc, ""),
            uscc_text=self.text("uscc"),
            project_name=self.text("project_name"),
            category=self.value("category", _category, ""),
            place=self.text("place"),
            address=self.text("address"),
            period=parse_period(self.text("period"), self.today),
            persons=self.value("persons", _persons, None),
            amount=amount.amount or None,
            approximate=amount.approximate,
            description=self.text("description"),
            forwarded_at=self.value("forwarded_at", _moment, None),
            limit_working_days=self.value("limit_working_days", _limit_days, None),
            doubts=tuple(self.doubts),
            raw=dict(self.raw),
        )

    def text(self, key: str) -> str:
        return self.raw.get(key, "")

    def value(self, key: str, read: Callable[[str], T], default: T) -> T:
        text = self.text(key)
        if not text:
            return default
        try:
            return read(text)
        except SentenceError as error:
            self.doubts.append(
                Doubt(COLUMNS[key], text[:80], str(error), error.template, error.params)
            )
            return default

    def _id_number(self, text: str) -> str:
        return identity.check_id_card(text, self.today).number


def _heading(text: str) -> str:
    plain = _compact(text)
    return _KEYS.get(plain, plain)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")").lstrip("\ufeff")


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    # Half of a surrogate pair, which JSON can say, is no text and no column holds it.
    text = str(value).encode("utf-8", "ignore").decode()
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:MAX_TEXT]


def _moment(text: str) -> datetime | None:
    plain = re.sub(r"[/.年月]", "-", text.replace("日", "").replace("T", " "))
    plain = plain if re.match(r"\d{4}-\d", plain) else text
    for form in MOMENTS:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SentenceError(gettext_noop("时间不存在或者格式不正确。")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _category(text: str) -> str:
    if text in CATEGORIES.values():
        return text
    if text not in CATEGORIES:
        raise SentenceError(gettext_noop("类别应为工程、非工程或者新就业形态。"))
    return CATEGORIES[text]


def _persons(text: str) -> int | None:
    number = _whole(text.removesuffix("人"))
    if not 1 <= number <= MAX_PERSONS:
        raise SentenceError(gettext_noop("涉及人数应至少为1人，请核实。"))
    return number


def _limit_days(text: str) -> int | None:
    number = _whole(text)
    if not 1 <= number <= MAX_LIMIT:
        raise SentenceError(gettext_noop("办理时限不合理，请核实。"))
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise SentenceError(gettext_noop("应为整数。"))
    return int(text)


def _today() -> date:
    return datetime.now(SHANGHAI).date()


_KEYS = {_compact(name): key for key, name in COLUMNS.items()} | {
    "欠薪金额": "amount",
    "办理时限": "limit_working_days",
}
