"""Sex, age and occupation (性别、年龄、职业) of a complainant, as Order 25 art. 14 wants them on paper.

Nothing of it is stored: sex and birth are read from the ID-card number when the paper is printed,
and the age is that of the paper's own day, so that an issued paper always says the same.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from casework import clock
from casework.law.identity import normalise_name, sex_and_age
from casework.models import Complaint, Document, WageClaim
from casework.vocabulary import ComplaintKind

SEX = {"male": "男", "female": "女"}  # printed


def printed_on(document: Document) -> date:
    """Return the day a paper bears: that of its issue, today while it is a draft."""
    return timezone.localdate(document.issued_at) if document.issued_at else clock.today()


def is_secret(complaint: Complaint) -> bool:
    """Is whoever told kept off every paper (举报人保密, Order 423 art. 9)?"""
    return complaint.kind == ComplaintKind.REPORT or complaint.is_anonymous


def sex_and_age_of(claim: WageClaim, on: date, *, names: bool) -> tuple[str, str]:
    """Return (男, 45) on the day `on`; two empty texts without a number or for other readers."""
    if not names or is_secret(claim.complaint):
        return "", ""
    found = sex_and_age(claim.worker.id_number, on)
    return (SEX[found[0]], str(found[1])) if found else ("", "")


def complainant_lines(
    document: Document, complaint: Complaint, *, names: bool
) -> list[tuple[str, str]]:
    """Return label and text of sex, age and occupation when the contact is one of the workers."""
    rows = complaint.claims.filter(withdrawn_at__isnull=True).select_related("worker", "complaint")
    wanted = normalise_name(complaint.contact_name)
    own = [claim for claim in rows if normalise_name(claim.worker.name) == wanted]
    if len(own) != 1 or not wanted:
        return []
    sex, age = sex_and_age_of(own[0], printed_on(document), names=names)
    return [("性别", sex), ("年龄", age), ("职业（工种）", own[0].post)]
