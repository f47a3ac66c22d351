"""Dead letters: what was given up, why, and sending one or many again; never what it was about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework.pages.manage.frame import ManageRequest, whole_page
from casework.records.accounts import note
from casework.vocabulary import AdminKind
from notifications import undelivered
from notifications.models import Delivery, Way
from notifications.reasons import in_words

PAGE = 50
MOST_LISTED = 20
"""Ids kept with the row of the administration log."""


@dataclass(frozen=True)
class Line:
    """One dead letter as it is listed."""

    pk: int
    event: str
    way: str
    who: str
    why: str
    tries: int
    at: datetime


@whole_page
@require_safe
def undelivered_list(request: ManageRequest) -> HttpResponse:
    """List what was given up, newest first, all or of one way."""
    way = request.GET.get("way", "")
    rows = undelivered.dead().select_related("event", "user", "office")
    if way in Way:
        rows = rows.filter(channel=way)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-id")[: PAGE + 1])
    shown, url = page[:PAGE], reverse("manage_deliveries")
    context = {
        "lines": [_line(row) for row in shown], "way": way,
        "chips": [("?", _("全部"), None, not way),
                  *((f"?way={value}", label, None, value == way) for value, label in Way.choices)],
        "older_url": f"{url}?{urlencode({'way': way, 'before': str(shown[-1].pk)})}"
        if len(page) > PAGE else "",
    }  # fmt: skip
    return render(request, "notifications/deliveries.html", context)


@whole_page
@require_POST
def resend(request: ManageRequest) -> HttpResponse:
    """Send the chosen ones again, or all of the way that is shown; kept in the log."""
    way = request.POST.get("way", "")
    rows = undelivered.dead()
    if way in Way:
        rows = rows.filter(channel=way)
    if "all" not in request.POST:
        chosen = [int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19]
        rows = rows.filter(pk__in=chosen)
    ids = list(rows.order_by("id").values_list("pk", flat=True)[:MOST_LISTED])
    count = undelivered.revive(rows)
    if count:
        note(AdminKind.MESSAGES_REVIVED, request.user, count=count, ids=ids)
        said = _("%(n)s 条通知重新发送。") % {"n": count}
        messages.success(request, said)
    else:
        messages.warning(request, _("没有选中可以重新发送的通知。"))
    return redirect(f"{reverse('manage_deliveries')}?{urlencode({'way': way})}")


def _line(row: Delivery) -> Line:
    if row.complaint_id:
        who = _("投诉人")
    else:
        who = str(row.user or row.office or "—")
    return Line(
        row.pk, row.event.get_kind_display(), row.get_channel_display(),
        f"{who} {row.sent_to}".strip(), in_words(row.error), row.attempts, row.created_at,
    )  # fmt: skip
