"""Make the small copy of a photo once, whoever needs it first; the exhibit itself stays untouched."""

from __future__ import annotations

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from casework.files.images import photo_facts, thumbnail
from casework.models import Evidence, Picture

logger = logging.getLogger(__name__)
MOST_BYTES = 20 * 1024 * 1024
LOOKED_BACK = 500
"""How many of the newest exhibits a run looks at; an older one gets its copy when it is opened."""


def picture_of(evidence: Evidence) -> Picture | None:
    """Return the small copy and the facts of a photo, made now if nobody has; None for no picture.

    A file that cannot be drawn safely (too many pixels, damaged) has a row without a small copy,
    so that it is tried once.
    """
    if not evidence.is_picture or evidence.size > MOST_BYTES:
        return None
    return Picture.objects.filter(evidence=evidence.pk).first() or _make(evidence)


def make_missing() -> int:
    """Make the small copies that the newest exhibits lack; return how many."""
    newest = Evidence.objects.order_by("-id").values_list("pk", flat=True)[:LOOKED_BACK]
    rows = Evidence.objects.filter(pk__in=list(newest), picture__isnull=True)
    made = 0
    for evidence in [row for row in rows if row.is_picture]:
        try:
            made += picture_of(evidence) is not None
        except OSError:
            logger.exception("evidence %s has no readable file", evidence.pk)
    return made


def is_untouched(evidence: Evidence) -> bool:
    """Read the stored file anew: is it still the one whose SHA-256 was taken when it came in?"""
    digest = hashlib.sha256()
    with evidence.file.open("rb") as stored:
        for chunk in stored.chunks():
            digest.update(chunk)
    same = digest.hexdigest() == evidence.sha256
    if not same:
        logger.error("evidence %s does not match its sha-256", evidence.pk)
    return same


def _make(evidence: Evidence) -> Picture:
    with evidence.file.open("rb") as stored:
        data = stored.read()
    facts, small = photo_facts(data), thumbnail(data)
    picture = Picture(evidence=evidence)
    if facts is not None:
        picture.width, picture.height = facts.width, facts.height
        picture.taken_at = facts.taken_at
        picture.latitude, picture.longitude = facts.latitude, facts.longitude
    if small is not None:
        picture.thumb.save("thumb.jpg", ContentFile(small), save=False)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
    except IntegrityError:  # somebody opened it in the same moment
        if small is not None:
            picture.thumb.delete(save=False)
        return Picture.objects.get(evidence=evidence.pk)
    return picture
