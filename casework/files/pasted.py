"""Pasted lines without a header: each part is told by its shape."""

import re
from collections.abc import Iterable

from casework.files.columns import plain
from casework.files.rows import NAME
from casework.files.tables import Cell
from casework.law.money import MoneyError, parse_yuan

SPACED_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -](\d{4})[ -](\d{4})(?!\d)")


def split_line(text: str) -> list[Cell]:
    """Return the parts of a pasted line: by tabs, else by commas outside numbers, else by space."""
    text = SPACED_MOBILE.sub(r"\1\2\3", text)
    if "\t" in text:
        parts = text.split("\t")
    elif re.search(r"[，、;；]|,(?!\d{3}(?!\d))", text):
        parts = re.split(r"[，、;；]|,(?!\d{3}(?!\d))", text)
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
    try:
        parse_yuan(text)
    except MoneyError:
        return "note" if "trade" in found else "trade"
    return "amount"
