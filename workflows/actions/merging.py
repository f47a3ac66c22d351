"""Merge duplicate employers and undo it (单位档案合并); every dossier concerned says so in its chain.

Not an act on one dossier, so it is called by its page and not by the dispatcher; it locks all
dossiers it changes and writes into each.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict, scope_of
from casework.journal import record
from casework.models import Case, Complaint, Employer, EmployerMerge, User
from casework.models.actor import Actor
from casework.records import search_index
from casework.records.merging import dossiers_in, move, rows_of
from casework.vocabulary import EventKind, Role
from workflows.actions.thresholds import reckon_employer
from workflows.machines.step import Refused, require


def may_merge(user: User) -> Verdict:
    """Administrators and supervisors merge files; a supervisor only what lies in the own region."""
    if scope_of(user).has(Role.ADMINISTRATOR, Role.SUPERVISOR):
        return YES
    return Verdict(False, _("单位档案由督查员或者系统管理员合并。"))


@transaction.atomic
def merge_employers(
    *, kept: Employer, dropped: Employer, actor: Actor, reason: str
) -> EmployerMerge:
    """Let everything that names `dropped` name `kept`; return the record that can be undone.

    Raises Refused for two different credit codes (two firms, not one), for a file already merged,
    and for dossiers outside the actor's region.
    """
    require(may_merge(actor.staff))
    rows = Employer.objects.select_for_update().order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[kept.pk, dropped.pk])}
    kept, dropped = locked[kept.pk], locked[dropped.pk]
    _check_pair(kept, dropped)
    found = rows_of(dropped)
    dossiers = dossiers_in(found)
    _check_region(actor, dossiers)
    try:
        with transaction.atomic():
            moved = move(found, giver=dropped, taker=kept)
    except IntegrityError as error:
        raise Refused(_("两家单位在同一项目或案件中重复登记，请先更正后再合并。")) from error
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    merge = EmployerMerge.objects.create(
        kept=kept, dropped=dropped, moved=moved, reason=reason[:300], merged_at=clock.now(),
        merged_by=actor.staff,
    )  # fmt: skip
    _tell(dossiers, EventKind.EMPLOYER_MERGED, actor, reason, merge)
    search_index.keep(dossiers)
    reckon_employer(kept.pk)
    return merge


@transaction.atomic
def undo_merge(merge: EmployerMerge, *, actor: Actor, reason: str) -> EmployerMerge:
    """Put back exactly the rows that were moved and still name the kept employer.

    Raises Refused when it was undone already, or when the kept employer was itself merged since:
    the later merge is undone first.
    """
    require(may_merge(actor.staff))
    merge = EmployerMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise Refused(_("这次合并已经撤销。"))
    rows = Employer.objects.select_for_update().order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[merge.kept_id, merge.dropped_id])}
    kept, dropped = locked[merge.kept_id], locked[merge.dropped_id]
    if dropped.merged_into_id != kept.pk or kept.merged_into_id is not None:
        raise Refused(_("保留的档案后来又并入了别的档案，请先撤销后一次合并。"))
    dossiers = [d for d in dossiers_in(merge.moved) if d.employer_id == kept.pk]
    _check_region(actor, dossiers)
    move(merge.moved, giver=kept, taker=dropped)
    dropped.merged_into = None
    dropped.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = clock.now(), actor.staff
    merge.undo_reason = reason[:300]
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _tell(dossiers, EventKind.EMPLOYER_MERGE_UNDONE, actor, reason, merge)
    search_index.keep(dossiers)
    for employer in (kept, dropped):
        reckon_employer(employer.pk)
    return merge


def _check_pair(kept: Employer, dropped: Employer) -> None:
    if kept.pk == dropped.pk:
        raise Refused(_("请选择另一份档案。"))
    if kept.merged_into_id or dropped.merged_into_id:
        raise Refused(_("其中一份档案已经合并过，请刷新后再试。"))
    if kept.uscc and dropped.uscc and kept.uscc != dropped.uscc:
        raise Refused(_("统一社会信用代码不同，是两家单位，不能合并。"))
    if dropped.uscc and not kept.uscc:
        raise Refused(_("请保留有统一社会信用代码的那一份档案。"))


def _check_region(actor: Actor, dossiers: Iterable[Complaint | Case]) -> None:
    scope = scope_of(actor.staff)
    if scope.has(Role.ADMINISTRATOR):
        return
    if not all(scope.oversees(dossier.office) for dossier in dossiers):
        raise Refused(_("有的案件不在您督查的地区，请由省级督查员或者系统管理员合并。"))


def _tell(
    dossiers: Iterable[Complaint | Case], kind: str, actor: Actor, reason: str,
    merge: EmployerMerge,
) -> None:  # fmt: skip
    for dossier in dossiers:
        record(dossier, kind, actor=actor, reason=reason,
               facts={"merge": merge.pk, "dropped": merge.dropped_id, "kept": merge.kept_id,
                      "to": merge.kept.name, "from": merge.dropped.name})  # fmt: skip
