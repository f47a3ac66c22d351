"""The long works themselves, one module each; importing this package registers them."""

from workflows.works import clues, desk_table, figure_reports, supervision

__all__ = ["clues", "desk_table", "figure_reports", "supervision"]
