"""A reply that is owed by a day, on a row that is no matter itself: its warnings and escalation."""

from __future__ import annotations

from django.db import models


class OwedReply(models.Model):
    """What a sweep keeps of a reply owed: how far it was warned of, and when the next mark is due.

    Both mean what they mean for `Deadline`: an empty `next_mark_at` is not yet computed.
    """

    warned_level = models.PositiveSmallIntegerField(default=0, editable=False)
    next_mark_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
