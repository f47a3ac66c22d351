"""Pages of the exhibits: a photo as a picture, a PDF as its pages, a recording described."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from casework.files.images import thumbnail
from casework.models import Evidence
from casework.printing.pages import Part, joined, on_a4, part
from casework.printing.pdf import compose

PICTURE = (1700, 2200)
LARGEST_PICTURE = 40 * 1024 * 1024
MISSING = "原件文件缺失，请管理员核对存储。"
CHANGED = "警告：文件现有内容与入库时的校验值不一致。"
NOT_PRINTABLE = "本件为录音、录像或者不能打印的电子文件，原件以电子形式保存，以上列校验值为准。"


def exhibit_part(number: int, item: Evidence) -> Part:
    """Return the pages of exhibit `number`; its digest is the original file's, checked anew."""
    data = _read(item)
    note = _trouble(item, data)
    title = f"证据 {number}　{item.get_kind_display()}"
    sheet: dict[str, Any] = {"title": title, "facts": _facts(item), "image": "", "note": note}
    files: dict[str, bytes] = {}
    attached = None
    if data is not None and item.content_type == "application/pdf":
        attached = on_a4(data)
    elif data is not None and len(data) <= LARGEST_PICTURE:
        picture = thumbnail(data, PICTURE) if item.content_type.startswith("image/") else None
        if picture is not None:
            sheet["image"], files = "exhibit.jpg", {"exhibit.jpg": picture}
    if not sheet["image"] and attached is None and not note:
        sheet["note"] = NOT_PRINTABLE
    page = compose("volume.typ", {"kind": "exhibits", "title": title, "exhibits": [sheet]}, files)
    whole = joined(page, attached) if attached is not None else page
    return part(
        title, whole, digest=item.sha256, day=f"{timezone.localtime(item.added_at):%Y-%m-%d}"
    )


def _read(item: Evidence) -> bytes | None:
    try:
        with item.file.open("rb") as stored:
            data: bytes = stored.read()
    except OSError:
        return None
    return data


def _trouble(item: Evidence, data: bytes | None) -> str:
    if data is None:
        return MISSING
    return "" if hashlib.sha256(data).hexdigest() == item.sha256 else CHANGED


def _facts(item: Evidence) -> list[list[str]]:
    by = "用人单位" if item.from_employer else str(item.added_by or "投诉人")
    taken = f"{timezone.localtime(item.taken_at):%Y-%m-%d %H:%M}" if item.taken_at else "—"
    return [
        ["文件名", item.original_name],
        ["说明", item.caption or "—"],
        ["提交", f"{by}，{timezone.localtime(item.added_at):%Y-%m-%d %H:%M}"],
        ["拍摄时间", taken],
        ["大小", f"{item.size:,} 字节"],
        ["SHA-256", item.sha256],
    ]
