"""Recognition of the header row and of its columns by the names people give them."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from casework.files.tables import TITLE_ROWS, Cell, Line

# Field, the name shown in errors, and other names of the same column.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": (
            "姓名",
            "名字",
            "工人姓名",
            "农民工姓名",
            "民工姓名",
            "务工人员姓名",
            "人员姓名",
            "name",
        ),
        "id_number": (
            "身份证号码",
            "身份证号",
            "身份证",
            "证件号码",
            "证件号",
            "公民身份号码",
            "id_number",
        ),
        "phone": (
            "联系电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "联系方式",
            "phone",
        ),
        "trade": ("工种", "岗位", "职务", "工作岗位", "trade"),
        "team": ("班组", "班组名称", "所属班组", "所在班组", "所属单位", "参建单位", "team"),
        "start": (
            "欠薪起",
            "起",
            "开始时间",
            "开始日期",
            "起始时间",
            "起始日期",
            "进场时间",
            "进场日期",
            "欠薪开始时间",
            "start",
        ),
        "end": (
            "欠薪止",
            "止",
            "结束时间",
            "结束日期",
            "终止时间",
            "截止时间",
            "退场时间",
            "离场时间",
            "欠薪结束时间",
            "end",
        ),
        "period": (
            "欠薪时间",
            "欠薪期间",
            "欠薪时段",
            "欠薪月份",
            "工资月份",
            "拖欠时间",
            "拖欠期间",
            "工作时间",
            "period",
        ),
        "days": ("出勤", "出勤天数", "工日", "工日数", "天数", "工天", "出勤工日", "days"),
        "daily_wage": ("日工资", "日薪", "工日单价", "单价", "日工价", "daily_wage"),
        "due": ("应发工资", "应付工资", "应发金额", "应发", "due"),
        "paid": (
            "已发工资",
            "已发",
            "已付工资",
            "已发金额",
            "已支付",
            "已付",
            "借支",
            "预支",
            "paid",
        ),
        "amount": (
            "欠薪金额",
            "拖欠金额",
            "拖欠工资",
            "拖欠工资金额",
            "欠付工资",
            "欠付金额",
            "未付工资",
            "未发工资",
            "剩余工资",
            "下欠",
            "下欠金额",
            "欠款",
            "欠款金额",
            "欠薪",
            "金额",
            "实欠金额",
            "amount",
        ),
        "bank_card": ("银行卡号", "银行账号", "卡号", "工资卡号", "银行卡", "账号", "bank_card"),
        "bank_name": ("开户行", "开户银行", "银行", "bank_name"),
        "address": ("家庭住址", "住址", "地址", "户籍地址", "address"),
        "note": ("备注", "说明", "note"),
    }
)
LABELS = MappingProxyType({field: names[0] for field, names in COLUMNS.items()})
_FIELDS = {name: field for field, names in COLUMNS.items() for name in names}


def plain(cell: Cell) -> str:
    """Return the text of a cell: NFKC, edges and runs of white space gone."""
    return " ".join(unicodedata.normalize("NFKC", str(cell)).split()) if cell is not None else ""


def find_header(lines: list[Line]) -> tuple[int, dict[str, int]] | None:
    """Return the place of the header in `lines` and its columns, field to index."""
    best: tuple[int, dict[str, int]] | None = None
    for place, line in enumerate(lines[:TITLE_ROWS]):
        columns = columns_of(line.cells)
        if "name" in columns and len(columns) > max(1, len(best[1]) if best else 0):
            best = place, columns
    return best


def columns_of(cells: list[Cell]) -> dict[str, int]:
    """Return the recognised columns of one row; the first of two equal ones counts."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        field = _FIELDS.get(_heading(cell))
        if field:
            columns.setdefault(field, index)
    return columns


def _heading(cell: Cell) -> str:
    text = re.sub(r"\(.*?\)", "", plain(cell)).replace(" ", "").lower()
    return re.sub(r"[:*/、.。]|元$", "", text)
