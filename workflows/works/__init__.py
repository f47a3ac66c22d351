"""The long works themselves, one module each; importing this package registers them."""

from workflows.works import (
    alerts,
    calendar,
    clues,
    desk_print,
    desk_table,
    figure_reports,
    supervision,
)

__all__ = [
    "alerts",
    "calendar",
    "clues",
    "desk_print",
    "desk_table",
    "figure_reports",
    "supervision",
]
