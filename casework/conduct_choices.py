"""The choices of the columns of reviews and alerts, as functions like those of `casework.choices`."""

from __future__ import annotations

from casework import vocabulary as words
from casework.choices import Choices


def alert_families() -> Choices:
    return words.AlertFamily.choices


def alert_patterns() -> Choices:
    return words.AlertPattern.choices


def alert_states() -> Choices:
    return words.AlertState.choices


def draw_kinds() -> Choices:
    return words.DrawnBy.choices


def draw_reasons() -> Choices:
    return words.DrawReason.choices


def review_states() -> Choices:
    return words.ReviewState.choices


def grades() -> Choices:
    return words.Grade.choices


def reply_stances() -> Choices:
    return words.ReplyStance.choices
