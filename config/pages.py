"""Pages of the system's health and its queues, and the door for machines that watch it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from casework.pages.manage.frame import ManageRequest, whole_page
from casework.records.accounts import note
from casework.vocabulary import AdminKind
from config import health
from notifications import undelivered

ORDER = {health.BAD: 0, health.WARN: 1, health.OK: 2}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say in one word whether pages can be served; no details, for whoever asks."""
    well = health.database_answers()
    return JsonResponse({"ok": well}, status=200 if well else 503)


@whole_page
@require_safe
def system_health(request: ManageRequest) -> HttpResponse:
    """Show every check, what needs somebody first."""
    found = sorted(health.checks(), key=lambda check: ORDER[check.tone])
    context = {"checks": found, "wrong": sum(check.tone != health.OK for check in found)}
    return render(request, "config/health.html", context)


@whole_page
@require_safe
def queues(request: ManageRequest) -> HttpResponse:
    """Show what waits where, who works on it, and which messages could not be delivered."""
    try:
        waiting, tick = health.queues(), health.last_tick()
    except RedisError:
        waiting, tick = [], None
    context = {
        "queues": waiting, "tick": tick, "workers": health.workers(),
        "messages_by_state": list(health.states_of_messages()),
        "dead": undelivered.recently_dead().count(),
    }  # fmt: skip
    return render(request, "config/queues.html", context)


@whole_page
@require_POST
def revive(request: ManageRequest) -> HttpResponse:
    """Try once more to send what was given up within the last days."""
    count = undelivered.revive(undelivered.recently_dead())
    note(AdminKind.MESSAGES_REVIVED, request.user, count=count)
    said = _("%(n)s 条通知重新发送。") % {"n": count}
    messages.success(request, said if count else _("没有可以重新发送的通知。"))
    return redirect("manage_queues")
