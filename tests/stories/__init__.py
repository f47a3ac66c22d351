"""Whole cases, walked as the people in them do."""
