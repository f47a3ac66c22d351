"""Codes copied by hand from paper: their alphabet, and how they are written in groups."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I, L."""
GROUP = 4


def grouped(code: str) -> str:
    """Return `code` in groups of four: K7QM-4T2X-9RWA."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def ungrouped(typed: str) -> str:
    """Return the code in what was typed: upper case, without spaces and hyphens."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)
