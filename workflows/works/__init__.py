"""The long works themselves, one module each; importing this package registers them."""

from workflows.works import clues

__all__ = ["clues"]
