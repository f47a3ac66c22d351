"""Load the divisions of Henan and one office for each; run again, it adds only what is missing."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from casework.models import Division, Office
from casework.tokens import sounds

DATA = Path(__file__).resolve().parents[2] / "data"
START = date(2004, 1, 1)


class Command(BaseCommand):
    help = "Load Henan's divisions (with ended codes and their successors) and an office for each."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        made = load_divisions()
        ended = load_changes()
        offices = load_offices()
        self.stdout.write(f"divisions {made}, ended codes {ended}, offices {offices} added")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_divisions() -> int:
    """Insert missing rows of henan_divisions.csv, parents first; return how many."""
    known = {d.code: d for d in Division.objects.filter(valid_to__isnull=True)}
    rows = table("henan_divisions.csv")
    order = {"province": 0, "city": 1, "county": 2, "zone": 2}
    made = 0
    for row in sorted(rows, key=lambda r: (order[r["level"]], r["code"])):
        if row["code"] in known:
            continue
        parent = known.get(row["parent"])
        known[row["code"]] = Division.objects.create(
            code=row["code"], name=row["name"], level=row["level"], kind=row["kind"],
            parent=parent, path=f"{parent.path}/{row['code']}" if parent else row["code"],
            valid_from=START, **sounds(row["name"]),
        )  # fmt: skip
        made += 1
    return made


def load_changes() -> int:
    """Insert ended codes with their successors; return how many."""
    made = 0
    for row in table("division_changes.csv"):
        successor = Division.objects.filter(code=row["new_code"], valid_to__isnull=True).first()
        exists = Division.objects.filter(code=row["old_code"], name=row["old_name"]).exists()
        if successor is None or exists or row["old_code"] == row["new_code"]:
            continue
        year, month = (int(part) for part in row["changed_on"].split("-")[:2])
        Division.objects.create(
            code=row["old_code"], name=row["old_name"], level=successor.level,
            parent=successor.parent, path=successor.path, valid_from=START,
            valid_to=date(year, month, 1), successor=successor, **sounds(row["old_name"]),
        )  # fmt: skip
        made += 1
    return made


def load_offices() -> int:
    """Give every current division without an office one; telephone numbers are invented."""
    bare = Division.objects.filter(valid_to__isnull=True, offices__isnull=True)
    offices = [office_of(division) for division in bare.select_related("parent").order_by("code")]
    Office.objects.bulk_create(offices)
    return len(offices)


def office_of(division: Division) -> Office:
    """Return the supervision body of a division with an invented, stable telephone number."""
    digits = int(hashlib.sha256(division.code.encode()).hexdigest()[:8], 16) % 10**4
    city = division.path.split("/")[1] if "/" in division.path else "410100"
    area = AREA_CODES.get(city, "0371")
    place = division.full_name
    short = division.name.removesuffix("示范区(济源市)")
    return Office(
        division=division,
        name=f"{place}劳动保障监察{'局' if division.level in ('province', 'city') else '大队'}",
        short_name=f"{short}人社",
        hotline=f"{area}-5550{digits:04d}",
        window=f"{place}人力资源和社会保障服务大厅 农民工工资投诉窗口",
        address=f"{place}政务服务中心一楼（示例地址）",
        hours="周一至周五 8:30–12:00，14:30–18:00",
        is_demo=True,
    )


AREA_CODES = {
    "410100": "0371", "410200": "0371", "410300": "0379", "410400": "0375", "410500": "0372",
    "410600": "0392", "410700": "0373", "410800": "0391", "410900": "0393", "411000": "0374",
    "411100": "0395", "411200": "0398", "411300": "0377", "411400": "0370", "411500": "0376",
    "411600": "0394", "411700": "0396", "419001": "0391",
}  # fmt: skip
