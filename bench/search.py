"""`python -m bench.search`: what a search costs among many dossiers, and that an index answers it.

Makes a database of its own with invented complaints over all counties of Henan (each with a worker
and a project, every fourth grown into a case), asks as an inspector, a city and the province ask,
prints milliseconds (median of 5) and the index each plan names, and drops the database again.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.conf import settings
from django.db import connection

from config import embedded

DATABASE = "bench_search_qingqian"
BATCH = 2000
PLACES = [
    "郑州",
    "洛阳",
    "开封",
    "南阳",
    "许昌",
    "周口",
    "信阳",
    "安阳",
    "新乡",
    "商丘",
    "驻马店",
    "平顶山",
]
NAMES = [
    "宏远",
    "中原",
    "豫建",
    "金水",
    "华泰",
    "盛世",
    "鑫源",
    "天成",
    "恒基",
    "瑞祥",
    "嘉和",
    "永固",
    "广厦",
    "众诚",
    "长城",
    "大河",
]
TRADES = [
    "建筑劳务",
    "路桥工程",
    "装饰装修",
    "市政工程",
    "家政服务",
    "外卖配送",
    "制衣",
    "商砼",
    "园林绿化",
    "机电安装",
]
SITES = ["花园", "新城", "安置房", "产业园", "医院", "中学", "快速路", "广场"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾解任"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英"
ASKED = [
    ("two characters, common", "建筑"), ("two characters, rare", "商砼"), ("firm", "豫建路桥"),
    ("pinyin", "hongyuanjianzhu"), ("initials of a firm", "hyjz"), ("two letters", "zz"),
    ("worker", "王芳"), ("initials of a worker", "wfm"), ("two words", "洛阳 李娜"),
    ("end of a number", "0381"), ("case number", "监立字〔2026〕第0381号"), ("nothing", "龘龘"),
]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="complaints to make (200000)")
    options = parser.parse_args()
    with embedded.running():
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            for line in _run(options.rows):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        finally:
            connection.creation.destroy_test_db(DATABASE, verbosity=0)
    return 0


def _run(rows: int) -> Iterator[str]:
    # Imported late: the models are ready only now.
    from casework.records import search_index  # noqa: PLC0415
    from tests import cast  # noqa: PLC0415

    cast.load_province()
    started = time.monotonic()
    _fill(rows)
    yield f"{rows} complaints made in {time.monotonic() - started:.0f} s"
    started = time.monotonic()
    entries = list(search_index.rebuild())[-1]
    yield f"{entries} entries written in {time.monotonic() - started:.0f} s"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_table_size('casework_searchentry')),"
                       " pg_size_pretty(pg_relation_size('search_words'))")  # fmt: skip
        yield "table {}, index of words {}".format(*cursor.fetchone())
    for key in ("li_jing", "he", "chen", "sun"):
        user = cast.person(key)
        for name, text in ASKED:
            took, found, indexes = _ask(user, text)
            yield f"{key:8} {name:24} {text:24} {took:7.1f} ms {found:3} rows  {indexes}"


def _ask(user: Any, text: str) -> tuple[float, int, str]:
    from casework.models import User  # noqa: PLC0415
    from casework.queries import finding, search  # noqa: PLC0415

    times = []
    for _time in range(5):
        fresh = User.objects.get(pk=user.pk)
        started = time.perf_counter()
        found = search.listing(fresh, search.Filters.read({"q": text})).rows
        times.append((time.perf_counter() - started) * 1000)
    plan = finding.found_by(user, text).order_by("-at", "-id")[:51].explain()
    names = ("search_words", "search_recent", "Seq Scan on casework_searchentry")
    used = [name for name in names if name in plan]
    return statistics.median(times), len(found), ", ".join(used)


def _fill(rows: int) -> None:
    from casework import clock  # noqa: PLC0415
    from casework.models import (  # noqa: PLC0415
        Case,
        Complaint,
        Office,
        Participation,
        WageClaim,
        Worker,
    )
    from tests import cast  # noqa: PLC0415

    rng = random.Random(7)  # noqa: S311  invented rows
    offices = list(Office.objects.values_list("pk", flat=True))
    lead, second = cast.person("li_jing"), cast.person("wu_gang")
    now = clock.now()
    for first in range(0, rows, BATCH):
        numbers = range(first, min(first + BATCH, rows))
        workers = Worker.objects.bulk_create(
            Worker(name=name, name_key=name) for name in (_person(rng) for _n in numbers)
        )
        made = Complaint.objects.bulk_create(
            Complaint(
                tracking_no=f"{rng.randrange(10**6):06d}{number:06d}", office_id=rng.choice(offices),
                first_office_id=offices[0], employer_name=_firm(rng), industry="construction",
                project_name=_site(rng), received_at=now - timedelta(minutes=rows - number),
                lead=lead, second=second, kind="report" if number % 20 == 0 else "complaint",
            )
            for number in numbers
        )  # fmt: skip
        WageClaim.objects.bulk_create(
            WageClaim(complaint=complaint, worker=worker, claimed_yuan=1)
            for complaint, worker in zip(made, workers, strict=True)
        )
        Participation.objects.bulk_create(
            Participation(complaint=c, office_id=c.office_id, reason="first", since=now)
            for c in made
        )
        Case.objects.bulk_create(
            Case(
                number=f"豫{c.pk}监立字〔2026〕第{c.pk % 10000:04d}号", office_id=c.office_id,
                employer_name=c.employer_name, industry=c.industry, lead=lead, second=second,
                filed_on=date(2026, 1, 1) + timedelta(days=c.pk % 300),
            )
            for c in made[::4]
        )  # fmt: skip


def _person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _n in range(rng.choice((1, 2, 2))))


def _firm(rng: random.Random) -> str:
    number = rng.choice("一二三四五六七八九十")
    return f"{rng.choice(PLACES)}{rng.choice(NAMES)}{rng.choice(TRADES)}{number}部有限公司（虚构）"


def _site(rng: random.Random) -> str:
    return f"{rng.choice(PLACES)}{rng.choice(NAMES)}{rng.choice(SITES)}{rng.randrange(1, 90)}号楼"


if __name__ == "__main__":
    raise SystemExit(main())
