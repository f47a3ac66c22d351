"""Pasted lines without a header: each part is told by its shape."""

import re
from collections.abc import Iterable

from casework.files.columns import plain
from casework.files.rows import NAME
from casework.files.tables import Cell
from casework.law.money import MoneyError, parse_yuan

SPACED_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -](\d{4})[ -](\d{4})(?!\d)")
# An x is a sign only beside a short number or a unit: an ID-card number may end in X.
TIMES = re.compile(
    r" ?(?:[×✕✖＊*]|乘以?) ?|(?<=[元块天日工]) ?[xX] ?(?=\d)|(?<=\d)(?<!\d{7})[xX](?=\d)"
)
NUMBER = r"\d[\d,]*(?:\.\d+)?"
DAYS = re.compile(rf"{NUMBER}(?:天|日|个?工日?)")
PER_DAY = re.compile(
    rf"(?:每天|一天|日工资|日薪){NUMBER}(?:元|块钱?)?|{NUMBER}(?:元|块钱?)?(?:/|每|一)(?:天|日|个?工)"
)
# First, and in one pass: patterns with \s* take quadratic time on a line of blanks.
BLANKS = re.compile(r"[^\S\t]+")
NAME_BEFORE_NUMBER = re.compile(r"^( ?[\u3400-\u9fff·]{2,6})(?=\d)")
YUAN = re.compile(rf"{NUMBER}(?:元|块钱?)?")
# A comma inside a number has one to three digits before it and three behind.
COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<=\d{4}),|(?<!\d),")


def split_line(text: str) -> list[Cell]:
    """Return the parts of a pasted line: by tabs, else by commas outside numbers, else by space."""
    text = BLANKS.sub(" ", text)
    text = SPACED_MOBILE.sub(r"\1\2\3", NAME_BEFORE_NUMBER.sub(r"\1 ", text))
    text = TIMES.sub("×", text)
    if "\t" in text:
        parts = text.split("\t")
    elif re.search(rf"[，、;；]|{COMMA.pattern}", text):
        parts = re.split(rf"[，、;；]|{COMMA.pattern}", text)
    else:
        parts = text.split()
    return [part.strip() for part in parts]


def guess_fields(cells: Iterable[Cell]) -> dict[str, Cell]:
    """Return the fields of a line without header, each told by its shape."""
    found: dict[str, Cell] = {}
    for cell in cells:
        text = plain(cell)
        if not text:
            continue
        product = _product(text)
        if product:
            found |= product
            continue
        field = _shape(text, found)
        if field == "amount" and field in found:
            # Days, wage and sum look alike: better refused than guessed.
            text = f"{found[field]} / {text}"
        elif field in found:
            continue
        found[field] = text
    return found


def _shape(text: str, found: dict[str, Cell]) -> str:
    compact = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"\d{17}[\dXx]|\d{15}", compact) and "id_number" not in found:
        return "id_number"
    if re.fullmatch(r"\d{16,19}", compact):
        return "bank_card"
    if re.fullmatch(r"(?:\+?86)?1[3-9]\d{9}", compact):
        return "phone"
    if "name" not in found:
        return "name" if NAME.fullmatch(text) else "serial"
    # A year is told from an amount such as 9000.50 by its century and by the month behind it.
    if re.search(r"(?<!\d)(?:19|20)\d{2}\s*[年./-]\s*(?:1[0-2]|0?[1-9])(?!\d)|至|到|半年", text):
        return "period"
    if DAYS.fullmatch(compact):
        return "days"
    if PER_DAY.fullmatch(compact):
        return "daily_wage"
    try:
        parse_yuan(text)
    except MoneyError:
        return "note" if "trade" in found else "trade"
    return "amount"


def _product(text: str) -> dict[str, Cell]:
    """Return wage and days of 200元×30天, 30天×200元 or 200×30 (the wage first); empty for others."""
    parts = re.sub(r"\s", "", text).split("×")
    if len(parts) != 2:
        return {}
    wage, days = parts
    if DAYS.fullmatch(wage) or PER_DAY.fullmatch(days):
        wage, days = days, wage
    if not (YUAN.fullmatch(wage) or PER_DAY.fullmatch(wage)):
        return {}
    if not (DAYS.fullmatch(days) or re.fullmatch(NUMBER, days)):
        return {}
    return {"daily_wage": wage, "days": days}
