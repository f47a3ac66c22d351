"""Short codes that only this server can have made: a slip proved genuine, a site board's address.

A code is the number of a row hidden behind a keyed digest that is also its proof. Nothing is
stored, the codes tell no order, and a guess is right once in 2^28 tries; callers limit tries.
"""

from __future__ import annotations

import hmac
import unicodedata

from casework.crypto import blind_index
from casework.models import Complaint, ConstructionProject

# Crockford's: no I, L, O, U, which are misread or misheard.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
LENGTH, GROUP = 12, 4
NUMBER_BITS, PROOF_BITS = 32, 28
SLIP, SITE_BOARD = "slip", "site_board"


def slip_code(complaint: Complaint) -> str:
    """Return the code printed on the receipt of `complaint`, such as 7K3M-9QXT-2HVB."""
    return _sealed(complaint.pk, SLIP)


def complaint_of_slip(code: str) -> Complaint | None:
    """Return the complaint whose receipt carries `code`, however it was typed; None when none does."""
    number = _opened(code, SLIP)
    rows = Complaint.objects.select_related("first_office__division")
    return rows.filter(pk=number).first() if number else None


def site_code(project: ConstructionProject) -> str:
    """Return the code in the address that the site board of `project` (维权信息告示牌) shows."""
    return _sealed(project.pk, SITE_BOARD).replace("-", "")


def project_of_site(code: str) -> ConstructionProject | None:
    """Return the project of a site board; None for a code that was not made here."""
    number = _opened(code, SITE_BOARD)
    rows = ConstructionProject.objects.select_related("division", "developer", "general_contractor")
    return rows.filter(pk=number).first() if number else None


def _sealed(number: int, purpose: str) -> str:
    proof = _digest(f"{number}", purpose, PROOF_BITS)
    value = (number ^ _digest(f"mask:{proof}", purpose, NUMBER_BITS)) << PROOF_BITS | proof
    letters = "".join(LETTERS[value >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _opened(code: str, purpose: str) -> int | None:
    plain = unicodedata.normalize("NFKC", code[:40]).upper().translate(MISREAD)
    letters = "".join(letter for letter in plain if letter in LETTERS)
    if len(letters) != LENGTH:
        return None
    value = 0
    for letter in letters:
        value = value << 5 | LETTERS.index(letter)
    proof = value & (1 << PROOF_BITS) - 1
    number = value >> PROOF_BITS ^ _digest(f"mask:{proof}", purpose, NUMBER_BITS)
    right = _digest(f"{number}", purpose, PROOF_BITS)
    return number if hmac.compare_digest(str(proof), str(right)) else None


def _digest(text: str, purpose: str, bits: int) -> int:
    return int(blind_index(text, f"seal:{purpose}"), 16) & (1 << bits) - 1
