"""Which kind of branch has a page of its own beside its place on the page of the case."""

from __future__ import annotations

from django.urls import reverse

from casework.models import Branch
from casework.vocabulary import BranchKind

PAGES = {
    BranchKind.REFERRAL: "referral",
}


def branch_page(branch: Branch) -> str:
    """Return the address of the branch's own page; empty for a kind without one."""
    name = PAGES.get(BranchKind(branch.kind))
    return reverse(name, args=[branch.pk]) if name else ""
