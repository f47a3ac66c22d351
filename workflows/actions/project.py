"""The construction project of a case: its parties, its chain of subcontracts, its accounts, its roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.files.site_roster import SiteWorker
from casework.journal import record
from casework.models import Case, ConstructionProject, ProjectAccount, Subcontract
from casework.models.actor import Actor
from casework.records import search_index
from casework.records.parties import find_or_create_employer
from casework.records.projects import find_or_create_project, store_roster
from casework.vocabulary import EventKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers

LAST = 4


def record_project(
    case: CaseMachine, *, actor: Actor, name: str, developer: str, general_contractor: str,
    address: str, is_government: bool, unsettled: Decimal | None = None,
    unsettled_on: date | None = None,
) -> Done:  # fmt: skip
    """Say which project the case is about and who built it for whom (Order 724 arts. 29-32).

    `unsettled`: yuan of the price the developer had not settled on the day `unsettled_on`.
    """
    require(by_handlers().explain(case, actor))
    complaint = case.complaints.select_related("site_division").order_by("id").first()
    division = complaint.site_division if complaint else None
    project = find_or_create_project(name, division or case.office.division)
    if developer:
        project.developer = find_or_create_employer(developer)
    if general_contractor:
        project.general_contractor = find_or_create_employer(general_contractor)
    project.address, project.is_government = address or project.address, is_government
    if unsettled is not None:
        project.unsettled_yuan = unsettled
        project.unsettled_on = unsettled_on or clock.today()
    project.save()
    case.project = project
    Case.objects.filter(pk=case.pk).update(project=project)
    search_index.keep([case])
    record(case, EventKind.PROJECT_RECORDED, actor=actor, save=False,
           facts={"project": project.pk, "name": project.name, "government": is_government,
                  "unsettled": project.unsettled_yuan})  # fmt: skip
    return Done()


def record_subcontract(
    case: CaseMachine, *, actor: Actor, giver: str, taker: str, work: str, is_unlawful: bool
) -> Done:
    """Add one link of the chain: who let work to whom, lawfully or not (arts. 30, 36)."""
    require(by_handlers().explain(case, actor))
    project = project_of(case)
    first, second = find_or_create_employer(giver), find_or_create_employer(taker)
    if first is None or second is None or first.pk == second.pk:
        raise Refused(_("发包单位和承包单位不能是同一家。"))
    try:
        with transaction.atomic():
            Subcontract.objects.create(
                project=project, giver=first, taker=second, work=work, is_unlawful=is_unlawful
            )
    except IntegrityError as error:
        raise Refused(_("这一层分包关系已经登记。")) from error
    record(case, EventKind.PROJECT_RECORDED, actor=actor, save=False,
           facts={"project": project.pk, "giver": giver, "taker": taker,
                  "unlawful": is_unlawful})  # fmt: skip
    return Done()


def record_account(
    case: CaseMachine, *, actor: Actor, kind: str, bank: str, account_no: str, is_guarantee: bool,
    lodged: Decimal, since: date, until: date | None = None,
) -> Done:  # fmt: skip
    """Put a special account or a wage deposit on record; of its number only the end is ever shown."""
    require(by_handlers().explain(case, actor))
    account = ProjectAccount.objects.create(
        project=project_of(case), kind=kind, bank=bank, account_no=account_no,
        last_digits=account_no[-LAST:] if len(account_no) > LAST else "",
        is_guarantee=is_guarantee, lodged_yuan=lodged, since=since, until=until,
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip
    record(case, EventKind.PROJECT_ACCOUNT_RECORDED, actor=actor, save=False,
           facts={"account": account.pk, "kind": kind, "amount": lodged})  # fmt: skip
    return Done()


def import_roster(case: CaseMachine, *, actor: Actor, workers: Sequence[SiteWorker]) -> Done:
    """Put the site's real-name roster on record, to be held against the claims (art. 28)."""
    require(by_handlers().explain(case, actor))
    project = project_of(case)
    entries = store_roster(project, workers, by=actor.staff)
    record(case, EventKind.PROJECT_ROSTER_IMPORTED, actor=actor, save=False,
           facts={"project": project.pk, "workers": len(entries)})  # fmt: skip
    return Done()


def project_of(case: Case) -> ConstructionProject:
    """Return the project of the case; raises Refused when none is on record."""
    if case.project_id is None:
        raise Refused(_("请先登记本案的工程项目。"))
    return ConstructionProject.objects.get(pk=case.project_id)
