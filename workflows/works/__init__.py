"""The long works themselves, one module each; importing this package registers them."""

from workflows.works import clues, figure_reports, supervision

__all__ = ["clues", "figure_reports", "supervision"]
