"""Inspection of the inspectors: patterns of conduct and of data, the draw of file reviews, their findings."""
