"""The page of a case's file (卷宗): what was made for whom, how far it is, and the download."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework.access import visible_cases
from casework.models import Case, CaseVolume
from casework.vocabulary import VolumeState
from workflows.catalogue import ACTIONS
from workflows.counter.actors import act_url, best_actor
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

UNFINISHED = (VolumeState.WAITING, VolumeState.MAKING)


@login_required
@never_cache
@require_safe
def volumes(request: HttpRequest, pk: int) -> HttpResponse:
    """List the files made of a case; the page asks again by itself while one is being made."""
    case = _case(request, pk)
    _actor, verdict = best_actor(ACTIONS["export_file"], case, request.user)
    if not verdict.ok:
        raise Http404(verdict.reason)
    rows = list(case.volumes.select_related("requested_by"))
    context = {
        "record": case,
        "volumes": rows,
        "unfinished": any(row.state in UNFINISHED for row in rows),
        "export_url": act_url("export_file", case),
    }
    page = "workflows/_volumes.html" if "region" in request.GET else "workflows/volumes.html"
    return render(request, page, context)


@login_required
@never_cache
@require_POST
def download(request: HttpRequest, pk: int, volume: int) -> HttpResponseBase:
    """Hand out a finished file; each download is told in the journal."""
    case = _case(request, pk)
    item = get_object_or_404(CaseVolume, pk=volume, case=pk)
    actor, _verdict = best_actor(ACTIONS["download_file"], case, request.user)
    try:
        act("download_file", pk, actor, {"volume": item.pk})
    except (Refused, Incomplete):
        messages.error(request, _("您不能下载这份卷宗。"))
        return redirect("volumes", pk)
    name = f"{case.number} {item.get_pack_display()}.pdf"
    response = FileResponse(item.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _case(request: HttpRequest, pk: int) -> Case:
    related = ("office__division", "lead", "second", "employer")
    rows = visible_cases(request.user)  # type: ignore[arg-type]
    return get_object_or_404(rows.select_related(*related), pk=pk)
