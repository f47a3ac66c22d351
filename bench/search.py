"""`python -m bench.search`: what a search costs among many dossiers, and that an index answers it.

Makes a database of its own with invented complaints over all counties of Henan (each with a worker
and a project, every fourth grown into a case), asks as an inspector, a city and the province ask,
prints milliseconds (median of 5) and the index each plan names, and drops the database again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.conf import settings
from django.db import connection

from config import embedded

DATABASE = "bench_search_qingqian"
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
    # First: these settings say which servers they are.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
    with embedded.running():
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
    from casework.queries import finding, search  # noqa: PLC0415
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
            took, found, indexes = _ask(user, text, finding, search)
            yield f"{key:8} {name:24} {text:24} {took:7.1f} ms {found:3} rows  {indexes}"


def _ask(user: Any, text: str, finding: Any, search: Any) -> tuple[float, int, str]:
    times = []
    for _time in range(5):
        fresh = type(user).objects.get(pk=user.pk)
        started = time.perf_counter()
        found = search.listing(fresh, search.Filters.read({"q": text})).rows
        times.append((time.perf_counter() - started) * 1000)
    rows = finding.found_by(user, text).order_by(finding.UNSORTED.desc(), "-id")[:51]
    plan = rows.explain(analyze=True)
    names = ("search_words", "search_recent", "Seq Scan on casework_searchentry")
    used = [name for name in names if name in plan] + [plan.splitlines()[-1]]
    return statistics.median(times), len(found), ", ".join(used)


def _fill(rows: int) -> None:
    """Make one row of each kind and let PostgreSQL copy it with names drawn from the lists above."""
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

    office = Office.objects.order_by("id").first()
    lead, second, now = cast.person("li_jing"), cast.person("wu_gang"), clock.now()
    worker = Worker.objects.create(name="某", name_key="某")
    complaint = Complaint.objects.create(
        tracking_no="0", office=office, first_office=office, lead=lead, second=second,
        industry="construction", received_at=now,
    )  # fmt: skip
    case = Case.objects.create(
        number="0", office=office, industry="construction", lead=lead, second=second, filed_on=now.date()
    )  # fmt: skip
    claim = WageClaim.objects.create(complaint=complaint, worker=worker, claimed_yuan=1)
    part = Participation.objects.create(
        complaint=complaint, office=office, reason="first", since=now
    )
    offices = f"(ARRAY{list(Office.objects.values_list('pk', flat=True))})[1 + n * 7919 %% {Office.objects.count()}]"
    firm = f"{_one_of(PLACES)} || {_one_of(NAMES)} || {_one_of(TRADES)} || '有限公司（虚构）'"
    site = f"{_one_of(PLACES)} || {_one_of(NAMES)} || {_one_of(SITES)} || n %% 90 || '号楼'"
    person = f"{_one_of(SURNAMES)} || {_one_of(GIVEN)} || {_one_of([*GIVEN, ''])}"
    first = complaint.pk
    _copy(worker, rows, name=person)
    _copy(
        complaint, rows, tracking_no="lpad((n * 7919 %% 1000000)::text, 6, '0') || lpad(n::text, 6, '0')",
        office_id=offices, employer_name=firm, project_name=site,
        received_at=f"now() - ({rows} - n) * interval '1 minute'",
        kind="CASE WHEN n %% 20 = 0 THEN 'report' ELSE 'complaint' END",
    )  # fmt: skip
    _copy(claim, rows, complaint_id=f"{first} + n", worker_id=f"{worker.pk} + n")
    _copy(part, rows, complaint_id=f"{first} + n", office_id=offices)
    _copy(
        case, rows // 4, number="'豫' || n || '监立字〔2026〕第' || lpad((n %% 10000)::text, 4, '0') || '号'",
        office_id=offices, employer_name=firm, filed_on="date '2026-01-01' + (n %% 300)::int",
    )  # fmt: skip


def _one_of(words: Any) -> str:
    """Return SQL for one of `words` at random, drawn anew for each row."""
    return f"(ARRAY{list(words)})[1 + floor(random() * {len(words)})::int]"


def _copy(row: Any, times: int, **over: str) -> None:
    """Copy `row` so often, its columns replaced by the SQL of `over`; `n` counts from 1."""
    columns = [f.column for f in row._meta.concrete_fields if not f.primary_key]
    values = [over.get(column, f"t.{column}") for column in columns]
    table = row._meta.db_table
    draw = f"SELECT {', '.join(values)} FROM {table} t, generate_series(1::bigint, %s) n"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) {draw} WHERE t.id = %s", [times, row.pk]
        )


if __name__ == "__main__":
    raise SystemExit(main())
