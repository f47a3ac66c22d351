"""What a proceeding beside a case is about, in lines, for whoever has to decide on it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from casework.models import AccountQuery, BlacklistEntry, Branch, Publication
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


def _listing(branch: Branch) -> Lines:
    """The party, why it is listed, since when, and what it handed in; of a person four characters."""
    assert isinstance(branch, BlacklistEntry)
    term = f"{branch.listed_on} – {branch.expires_on}" if branch.listed_on else ""
    rows = [
        (_("当事人"), f"{branch.get_party_kind_display()} {branch.name}"),
        (_("统一社会信用代码"), "" if branch.is_person else branch.uscc),
        (_("列入事由"), branch.reason),
        (_("告知书送达日期"), branch.notice_received_on),
        (_("列入期限"), term),
    ]
    for paper in branch.papers.all():
        rows.append((f"{paper.get_kind_display()} {paper.received_on}", paper.text))
        rows.append((_("答复"), paper.answer))
    return [(str(label), str(value)) for label, value in rows if value]


def _publication(branch: Branch) -> Lines:
    """What the public is to read, word for word, and what the firm said against it."""
    assert isinstance(branch, Publication)
    rows = [
        (_("公布情形"), branch.get_ground_display()),
        (_("单位全称"), branch.name),
        (_("统一社会信用代码"), branch.uscc),
        (_("单位地址"), branch.address),
        (_("法定代表人或者负责人"), branch.legal_representative),
        (_("主要违法事实"), branch.facts),
        (_("处理情况"), branch.result),
        (_("公布批次"), branch.batch),
        (_("异议"), branch.objection),
        (_("异议处理结果"), branch.answer),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


_FACTS: dict[str, Callable[[Branch], Lines]] = {
    BranchKind.ACCOUNT_QUERY: _account_query,
    BranchKind.LISTING: _listing,
    BranchKind.PUBLICATION: _publication,
    BranchKind.REFERRAL: referral.facts_of,
}
