"""Publish with the quarter or half-year (Order 29): what is due, picked and done in one go."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.access import scope_of
from casework.models import Publication, User
from casework.queries import publication_batches as batches
from casework.records.receipts import done_before
from casework.vocabulary import PublicationState, Role
from workflows.counter.picking import ids_in
from workflows.dispatch import Incomplete, act
from workflows.forms.base import long_text
from workflows.machines.step import Refused

MOST = 100
"""Notices on one page: each step is an act of its own in one request."""
MOST_CASES = 20
STEP_ROLES = {
    "approve_publication": Role.DEPARTMENT_HEAD,
    "publish_publication": Role.CREDIT,
}
STILL_TO_DO = {
    PublicationState.SELECTED: ("approve_publication", "publish_publication"),
    PublicationState.APPROVED: ("publish_publication",),
}


class BatchForm(forms.Form):
    """What is said once for all that are picked: to approve, and where it is published."""

    privacy = long_text(
        gettext_lazy("国家秘密、商业秘密和个人隐私审查情况"), rows=3, max_length=500, required=False,
        help_text=gettext_lazy("适用于所选的每一件；批准时必填。"),
    )  # fmt: skip
    outlets = forms.CharField(
        label=gettext_lazy("除门户网站外的报刊、广播、电视"), max_length=200, required=False
    )


@dataclass(frozen=True)
class Row:
    """One notice that is due, with the steps this person may take on it, in order."""

    publication: Publication
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one notice: how many steps were taken, and why not the next."""

    publication: Publication
    taken: int
    refused: str = ""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publication_batch(request: HttpRequest) -> HttpResponse:
    """Show what is due with a batch; take every step the person may take on what was picked."""
    user: Any = request.user
    names = batches.batch_names(user)
    asked = request.GET.get("batch", "")
    batch = asked if asked in names else names[0]
    if request.method == "POST":
        picked = ids_in(request.POST.getlist("pick"))[:MOST]
        rows = [_row(user, one) for one in batches.visible(user).filter(pk__in=picked)]
        _say(request, do_all(user, rows, request.POST))
        return redirect(f"{reverse('publication_batch')}?batch={batch}")
    due = list(batches.due_in(user, batch)[: MOST + 1])
    rows = [_row(user, one) for one in due[:MOST]]
    mine = {step for row in rows for step in row.steps}
    context = {
        "batch": batch, "names": names, "rows": rows, "more_rows": len(due) > MOST,
        "form": _form(rows), "mine": mine, "key": uuid.uuid4().hex, "at_once": batches.AT_ONCE,
        "published": batches.published_in(user, batch),
        "left_out": batches.not_put_forward(user)[:MOST_CASES],
    }  # fmt: skip
    return render(request, "workflows/publication_batch.html", context)


def do_all(user: User, rows: Iterable[Row], typed: Mapping[str, str]) -> list[Outcome]:
    """Approve and publish each row by its own acts; one that is refused stops none of the others.

    Each case gets its papers and its journal rows as by hand. `typed["key"]` names the form: a
    second click does nothing twice.
    """
    return [_do(user, row, typed) for row in rows]


def _do(user: User, row: Row, typed: Mapping[str, str]) -> Outcome:
    if not row.steps:
        keys = (
            (code, _key(typed.get("key", ""), f"{code}-{row.publication.pk}"))
            for code in STEP_ROLES
        )
        before = any(done_before(key, code, user.pk) for code, key in keys)
        return Outcome(row.publication, 0, "" if before else _("这一件已经办过，或者不由您办理。"))
    office = row.publication.office
    for taken, code in enumerate(row.steps):
        actor = scope_of(user).actor_at(office, STEP_ROLES[code])
        key = _key(typed.get("key", ""), f"{code}-{row.publication.pk}")
        try:
            act(code, row.publication.pk, actor, typed, key=key)
        except Incomplete as refusal:
            said = [str(error) for errors in refusal.form.errors.values() for error in errors]
            return Outcome(row.publication, taken, " ".join(said))
        except Refused as refusal:
            return Outcome(row.publication, taken, str(refusal))
    return Outcome(row.publication, len(row.steps))


def _row(user: User, publication: Publication) -> Row:
    held = scope_of(user).roles_at(publication.office_id)
    steps = []
    for code in STILL_TO_DO.get(PublicationState(publication.state), ()):
        if STEP_ROLES[code] not in held:
            break
        steps.append(code)
    return Row(publication, tuple(steps))


def _form(rows: list[Row]) -> BatchForm:
    """Ask for what the steps on this page need; the check of secrets where all have to be approved."""
    form = BatchForm()
    mine = {step for row in rows for step in row.steps}
    open_ones = [row.steps for row in rows if row.steps]
    form.fields["privacy"].required = all(steps[0] == "approve_publication" for steps in open_ones)
    for name, code in (("privacy", "approve_publication"), ("outlets", "publish_publication")):
        if code not in mine:
            del form.fields[name]
    return form


def _key(form: str, name: str) -> str:
    try:
        return uuid.uuid5(uuid.UUID(form), name).hex
    except ValueError:
        return ""


def _say(request: HttpRequest, done: list[Outcome]) -> None:
    """Tell how many were done, and for each of the others why not."""
    well = sum(1 for one in done if not one.refused)
    if well:
        text = ngettext("已办理 %(n)s 件。", "已办理 %(n)s 件。", well) % {"n": well}
        messages.success(request, text)
    for one in done:
        if one.refused:
            case = one.publication.case
            messages.error(request, f"{one.publication.name}（{case}）：{one.refused}")
    if not done:
        messages.warning(request, _("没有选择任何一件。"))
