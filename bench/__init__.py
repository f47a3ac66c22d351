"""Measures what an act costs; see README.md. Not part of the site."""
