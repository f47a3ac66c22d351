"""Audit of the path of a case: who had it when, how it stood at a moment, whether the path was legal."""
