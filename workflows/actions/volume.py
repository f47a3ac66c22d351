"""Ask for the file of a case as one PDF (卷宗); it is made in the background."""

from __future__ import annotations

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from casework import clock
from casework.journal import record
from casework.models import CaseVolume
from casework.models.actor import Actor
from casework.queries.volumes import holds_report, leaves_the_office
from casework.vocabulary import EventKind, Role, VolumeState
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers

logger = logging.getLogger(__name__)
MAKE = "workflows.tasks.make_document_volume"
EXPORTERS = by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.LEGAL)
UNFINISHED = (VolumeState.WAITING, VolumeState.MAKING)


def export_file(case: CaseMachine, *, actor: Actor, pack: str) -> Done:
    """Note who takes the file out and for whom, and let it be made."""
    require(EXPORTERS.explain(case, actor))
    if case.volumes.filter(state__in=UNFINISHED).exists():
        raise Refused(_("本案的卷宗正在制作，请稍候。"))
    volume = CaseVolume.objects.create(
        case=case, pack=pack, requested_at=clock.now(), requested_by=actor.staff,
        is_confidential=not leaves_the_office(pack) and holds_report(case),
    )  # fmt: skip
    record(case, EventKind.FILE_EXPORTED, actor=actor, save=False,
           facts={"pack": pack, "volume": volume.pk})  # fmt: skip
    transaction.on_commit(partial(_nudge, volume.pk), robust=True)
    return Done(message=_("正在制作，完成后在“卷宗”页下载。"))


def note_download(case: CaseMachine, *, actor: Actor, volume: CaseVolume) -> Done:
    """Note that a finished file leaves the system, with its SHA-256."""
    require(EXPORTERS.explain(case, actor))
    record(case, EventKind.FILE_DOWNLOADED, actor=actor, save=False,
           facts={"pack": volume.pack, "volume": volume.pk, "sha256": volume.sha256})  # fmt: skip
    return Done()


def _nudge(volume_id: int) -> None:
    """Tell a worker; without one the sweep finds the row by itself."""
    try:
        current_app.send_task(MAKE, args=[volume_id])
    except (OperationalError, OSError):
        logger.warning("no broker: volume %s waits for the sweep", volume_id)
