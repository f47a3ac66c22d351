"""What a proceeding beside a case is about, in lines, for whoever has to decide on it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from casework.models import AccountQuery, Branch
from casework.queries import referral
from casework.vocabulary import BranchKind

Lines = list[tuple[str, str]]


def facts_of(branch: Branch) -> Lines:
    """Return (label, value) of the branch's own kind; empty for a kind without any."""
    build = _FACTS.get(branch.kind)
    return build(branch) if build is not None else []


def _account_query(branch: Branch) -> Lines:
    assert isinstance(branch, AccountQuery)
    rows = [
        (_("被查询单位或者当事人"), branch.subject_name),
        (_("协助查询的机构"), branch.institution),
        (_("查询范围"), branch.scope),
        (_("查询理由"), branch.grounds),
        (_("金融监管部门"), branch.regulator),
    ]
    return [(label, value) for label, value in rows if value]


_FACTS: dict[str, Callable[[Branch], Lines]] = {
    BranchKind.ACCOUNT_QUERY: _account_query,
    BranchKind.REFERRAL: referral.facts_of,
}
