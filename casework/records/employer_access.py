"""Give the employer its one-time code, let it in by code or phone, take the access back."""

from __future__ import annotations

import hmac
import secrets

from django.db import transaction

from casework import clock
from casework.crypto import blind_index
from casework.law.codes import ALPHABET, ungrouped
from casework.models import BlacklistEntry, Case, Document, EmployerAccess
from casework.records import codes
from casework.records.parties import phone_key
from casework.vocabulary import PartyKind

CODE_LENGTH = 12


def grant(case: Case, document: Document | None = None) -> EmployerAccess:
    """Make a code for the employer of `case`; an unused earlier one of the case is taken back."""
    now = clock.now()
    case.employer_accesses.filter(used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now, code=""
    )
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return EmployerAccess.objects.create(
        case=case, document=document, code=code, code_hash=_hash(code), created_at=now
    )


def lets_in(document: Document) -> bool:
    """May a paper to the employer carry its code? Not one for another party of a listing."""
    if document.branch_id is None:
        return True
    if Document.branch.is_cached(document) and isinstance(document.branch, BlacklistEntry):
        return document.branch.party_kind == PartyKind.EMPLOYER
    others = BlacklistEntry.objects.exclude(party_kind=PartyKind.EMPLOYER)
    return not others.filter(pk=document.branch_id).exists()


def find(typed: str, address: str) -> EmployerAccess | None:
    """Return the unused access of a code as typed, or None.

    Raises codes.TryLater while the address waits after wrong tries.
    """
    code = ungrouped(typed)
    with codes.guarded("employer", address) as tries:
        access = EmployerAccess.objects.filter(
            code_hash=_hash(code), used_at__isnull=True, revoked_at__isnull=True
        ).first()
        if access is None or not hmac.compare_digest(access.code_hash, _hash(code)):
            tries.wrong()
            return None
    return access


@transaction.atomic
def activate(access_id: int, *, name: str, position: str, phone: str) -> EmployerAccess | None:
    """Use up the code: keep who came and by which phone they come back. None when it was used."""
    access = EmployerAccess.objects.select_for_update().get(pk=access_id)
    if access.used_at is not None or access.revoked_at is not None:
        return None
    access.used_at = clock.now()
    access.code = ""
    access.contact_name, access.contact_position = name, position
    access.phone, access.phone_index = phone, phone_key(phone)
    access.save()
    return access


def of_phone(phone: str) -> list[EmployerAccess]:
    """Return the accesses in force that come back by this phone, newest first."""
    rows = EmployerAccess.objects.filter(
        phone_index=phone_key(phone), used_at__isnull=False, revoked_at__isnull=True
    )
    return list(rows.select_related("case__office").order_by("-id"))


def in_force(access_id: int) -> EmployerAccess | None:
    """Return the access if it may still be used."""
    rows = EmployerAccess.objects.filter(used_at__isnull=False, revoked_at__isnull=True)
    related = ("case__office__division", "case__lead", "case__employer")
    return rows.select_related(*related).filter(pk=access_id).first()


def _hash(code: str) -> str:
    return blind_index(code or "-", "employer_code")
