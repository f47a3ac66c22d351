"""Visit a site: plan, move, call off, arrive, photograph, write a record, end (现场检查)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import User, Visit
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.records.signatures import Drawing, keep_drawing
from casework.vocabulary import DocumentKind, EventKind, SignerRole, VisitState
from workflows import documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers

ON_SITE_PAPERS = (DocumentKind.INTERVIEW_RECORD, DocumentKind.INSPECTION_RECORD)
OPEN_VISIT = (VisitState.PLANNED, VisitState.ON_SITE)


def plan_visit(
    case: CaseMachine, *, actor: Actor, day: date, starts: time, ends: time, place: str,
    purpose: str,
) -> Done:  # fmt: skip
    """Plan a visit of the two inspectors of the case; neither may have another one at that time."""
    assert case.lead is not None
    assert case.second is not None
    _check_time(day, starts, ends, (case.lead, case.second))
    visit = Visit.objects.create(
        case=case, office=case.office, day=day, starts=starts, ends=ends, place=place,
        purpose=purpose, lead=case.lead, second=case.second, planned_at=clock.now(),
        planned_by=actor.staff,
    )  # fmt: skip
    _note(case, EventKind.VISIT_PLANNED, actor, visit)
    return Done(message=_("已安排在 %(day)s %(at)s。") % _when(visit))


def move_visit(
    case: CaseMachine, *, actor: Actor, visit: Visit, day: date, starts: time, ends: time,
    reason: str,
) -> Done:  # fmt: skip
    """Move a visit that has not begun to another time."""
    _must_be(visit, VisitState.PLANNED)
    _check_time(day, starts, ends, (visit.lead, visit.second), but=visit)
    before = f"{visit.day.isoformat()} {visit.starts:%H:%M}"
    visit.day, visit.starts, visit.ends = day, starts, ends
    visit.save(update_fields=["day", "starts", "ends"])
    _note(case, EventKind.VISIT_MOVED, actor, visit, reason=reason, before=before)
    return Done(message=_("已改到 %(day)s %(at)s。") % _when(visit))


def call_off_visit(case: CaseMachine, *, actor: Actor, visit: Visit, reason: str) -> Done:
    """Call a visit off, with the reason."""
    _must_be(visit, VisitState.PLANNED)
    visit.state, visit.ended_at = VisitState.CALLED_OFF, clock.now()
    visit.save(update_fields=["state", "ended_at"])
    _note(case, EventKind.VISIT_CALLED_OFF, actor, visit, reason=reason)
    return Done()


def begin_visit(case: CaseMachine, *, actor: Actor, visit: Visit, at: datetime | None) -> Done:
    """Arrive. `at`: the moment on the device, kept when it is of this day and not ahead of ours."""
    _must_be(visit, VisitState.PLANNED)
    visit.state, visit.arrived_at = VisitState.ON_SITE, _plausible(at)
    visit.save(update_fields=["state", "arrived_at"])
    _note(case, EventKind.VISIT_BEGUN, actor, visit)
    return Done()


def add_site_photo(
    case: CaseMachine, *, actor: Actor, visit: Visit, files: Sequence[UploadedFile],
    caption: str = "", at: datetime | None = None, latitude: Decimal | None = None,
    longitude: Decimal | None = None, accuracy_m: int | None = None,
) -> Done:  # fmt: skip
    """Keep photos taken on the site with the moment and the place the device gave."""
    _must_be(visit, *OPEN_VISIT, VisitState.DONE)
    complaint = case.complaints.order_by("id")[0]
    stored = []
    for file in files:
        evidence = store_upload(complaint, file, added_by=actor.user, caption=caption)
        evidence.taken_at = _plausible(at)
        evidence.latitude, evidence.longitude = latitude, longitude
        evidence.accuracy_m = accuracy_m
        evidence.save(update_fields=["taken_at", "latitude", "longitude", "accuracy_m"])
        stored.append(evidence)
    record(
        case, EventKind.EVIDENCE_ADDED, actor=actor, save=False,
        facts={"files": [{"id": e.pk, "kind": e.kind, "sha256": e.sha256} for e in stored],
               "caption": caption, "visit": visit.pk},
    )  # fmt: skip
    return Done()


def write_on_site(
    case: CaseMachine, *, actor: Actor, visit: Visit, kind: str, facts: Mapping[str, Any],
    party_name: str, own: Drawing | None, second: Drawing | None, party: Drawing | None,
) -> Done:  # fmt: skip
    """Write a record on the site and sign it, in one piece (询问笔录、现场检查笔录).

    The actor signs by this act. The other inspector's drawn name is kept, but counts only once they
    sign from their own account. Whoever does not sign is named under 拒绝签名的情况 in `facts`.
    """
    _must_be(visit, *OPEN_VISIT, VisitState.DONE)
    require(by_handlers().explain(case, actor))
    document = documents.draft(case, kind, actor, facts)
    other = visit.second if actor.user_id == visit.lead_id else visit.lead
    for drawing, role, person, name in (
        (own, SignerRole.INSPECTOR, actor.staff, str(actor.staff)),
        (second, SignerRole.INSPECTOR, other, str(other)),
        (party, SignerRole.PARTY, None, party_name),
    ):
        if drawing is not None:
            keep_drawing(
                document, drawing, role=role, user=person, name=name, device_of=actor.staff
            )
    if own is not None:
        documents.sign(document, actor)
    record(
        case, EventKind.DOCUMENT_DRAFTED, actor=actor, save=False,
        facts={"document": "", "paper": document.kind, "id": document.pk, "visit": visit.pk,
               "version": document.version, "drawn": document.drawn.count()},
    )  # fmt: skip
    return Done(message=_("笔录已保存，两名监察员都签名后可以签发。"))


def end_visit(
    case: CaseMachine, *, actor: Actor, visit: Visit, outcome: str, at: datetime | None = None
) -> Done:
    """Leave the site, with the result in one sentence."""
    _must_be(visit, VisitState.ON_SITE)
    visit.state, visit.ended_at, visit.outcome = VisitState.DONE, _plausible(at), outcome
    visit.save(update_fields=["state", "ended_at", "outcome"])
    _note(case, EventKind.VISIT_ENDED, actor, visit, reason=outcome)
    return Done()


def _must_be(visit: Visit, *states: str) -> None:
    if visit.state not in states:
        raise Refused(
            _("这次检查现在是“%(state)s”，不能这样办理。") % {"state": visit.get_state_display()}
        )


def _check_time(
    day: date, starts: time, ends: time, people: Sequence[User], *, but: Visit | None = None
) -> None:
    if day < clock.today():
        raise Refused(_("日期已经过去。"))
    # Locked in one order: two cases may plan for one person in the same second.
    ids = [person.pk for person in people]
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    same_time = Q(day=day, starts__lt=ends, ends__gt=starts, state__in=OPEN_VISIT)
    for person in people:
        rows = Visit.objects.filter(same_time & (Q(lead=person) | Q(second=person)))
        taken = (rows.exclude(pk=but.pk) if but else rows).select_related("case").first()
        if taken is not None:
            raise Refused(
                _("%(who)s在 %(day)s %(at)s 已有现场检查（%(case)s）。")
                % {"who": person, "case": taken.case.number, **_when(taken)}
            )


def _plausible(at: datetime | None) -> datetime:
    """The device's moment, unless its clock is ahead of ours or more than a week behind."""
    now = clock.now()
    if at is None or at > now or (now - at).days >= 7:
        return now
    return at


def _when(visit: Visit) -> dict[str, str]:
    return {"day": visit.day.isoformat(), "at": f"{visit.starts:%H:%M}–{visit.ends:%H:%M}"}


def _note(
    case: CaseMachine, kind: str, actor: Actor, visit: Visit, *, reason: str = "", **facts: Any
) -> None:
    record(
        case, kind, actor=actor, reason=reason, save=False,
        facts={"visit": visit.pk, "place": visit.place, **_when(visit), **facts},
    )  # fmt: skip
