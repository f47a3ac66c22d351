"""What changed on a desk since the page was read: rows follow in their place, the list never jumps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.dateparse import parse_datetime

from workflows.counter.desk_filters import DeskFilter
from workflows.counter.desk_rows import PAGE, Desk, DeskRow, changed_since
from workflows.counter.picking import ids_in


def region_url(view: DeskFilter, region: str, **more: str) -> str:
    """Return the address a live region of the desk reads itself from."""
    address = view.url()
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'region': region, **more})}"


def shown_ids(rows: Sequence[DeskRow]) -> str:
    return ".".join(str(row.task.pk) for row in rows)


def moment_of(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def news(desk: Desk, view: DeskFilter, params: Mapping[str, str]) -> dict[str, Any]:
    """What the page that showed the tasks `shown` at the moment `since` does not know yet.

    `changed`: its rows anew, to stand where they stood. `gone`: ids that left this view. `arrived`:
    how many came (told, not shown: the reader decides when the list moves).
    """
    since = moment_of(params.get("since", ""))
    ids = _ids(params.get("shown", ""))
    still = {task.pk: task for task in desk.ordered(view).filter(pk__in=ids)}
    fresh = changed_since(list(still.values()), since)
    tasks = [t for t in still.values() if (t.subject.STREAM, t.subject.pk) in fresh]
    rows = desk.lines(tasks, since)
    gone = [pk for pk in ids if pk not in still]
    arrived = 0
    if since is not None:
        arrived = desk.chosen(view).filter(created__gt=since).exclude(pk__in=ids).count()
    return {
        "changed": rows, "gone": gone, "arrived": arrived, "is_empty": not ids,
        "total": len(rows) + len(gone) + arrived,
    }  # fmt: skip


def _ids(text: str) -> list[int]:
    return ids_in(text.split(".")[:PAGE])
