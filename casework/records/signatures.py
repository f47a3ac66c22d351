"""Keeping a name written on the screen: checked to be a small picture, hashed, never replaced."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from casework import clock
from casework.files.images import UploadError
from casework.law.errors import gettext_noop
from casework.models import Document, DrawnSignature, User

PREFIX = "data:image/png;base64,"
MOST_BYTES = 300_000
MOST_SIDE = 3000


@dataclass(frozen=True)
class Drawing:
    """A drawn name as PNG bytes, already checked."""

    png: bytes


def drawing_from(text: str) -> Drawing | None:
    """Return the drawing of a `data:image/png;base64,…` text; None for an empty one.

    Raises UploadError when it is no such picture, too large, or nothing was drawn.
    """
    if not text.strip():
        return None
    if not text.startswith(PREFIX) or len(text) > MOST_BYTES * 2:
        raise UploadError(gettext_noop("签名没有收到，请重新签名。"))
    try:
        data = base64.b64decode(text[len(PREFIX) :], validate=True)
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            too_large = max(image.size) > MOST_SIDE or len(data) > MOST_BYTES
            drawn = too_large or image.convert("RGBA").getchannel("A").getbbox() is not None
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError) as error:
        raise UploadError(gettext_noop("签名没有收到，请重新签名。")) from error
    if too_large:
        raise UploadError(gettext_noop("签名图片过大，请重新签名。"))
    if not drawn:
        raise UploadError(gettext_noop("签名是空白的，请重新签名。"))
    return Drawing(data)


def keep_drawing(
    document: Document,
    drawing: Drawing,
    *,
    role: str,
    user: User | None,
    name: str,
    device_of: User,
) -> DrawnSignature:
    """Store a drawn name under a record."""
    row = DrawnSignature(
        document=document, role=role, user=user, name=name[:40], device_of=device_of,
        sha256=hashlib.sha256(drawing.png).hexdigest(), drawn_at=clock.now(),
    )  # fmt: skip
    row.image.save("signature.png", ContentFile(drawing.png), save=False)
    row.save(force_insert=True)
    return row
