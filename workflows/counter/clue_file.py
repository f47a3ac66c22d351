"""The page that takes an export of the national clue platform; a long work files its clues."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from casework.access import scope_of
from casework.files.clues import read_clues
from casework.law.errors import SentenceError
from casework.models import User
from casework.models.actor import Actor
from casework.pages.frame import staff_page
from casework.vocabulary import DivisionLevel, JobKind, Role
from workflows import jobs
from workflows.forms.base import MAX_FILE_BYTES, sentence

IMPORTERS = (Role.SUPERVISOR, Role.BODY_HEAD, Role.CLERK)


class ClueFileForm(forms.Form):
    """One export of the platform (.csv); its heading is checked before anything is queued."""

    file = forms.FileField(
        label=_("线索文件"),
        help_text=_(
            "全国根治欠薪线索反映平台导出的 .csv 文件，不超过 20 MB。同一编号的线索只登记一次。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: uuid.uuid4().hex)

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                gettext("文件“%(name)s”超过 20 MB。") % {"name": upload.name}
            )
        try:
            read_clues(upload.read())
        except SentenceError as error:
            raise sentence(error) from error
        upload.seek(0)
        return upload


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def clue_file(request: HttpRequest) -> HttpResponse:
    """Take an export and queue its clues; the next page shows how far it is."""
    actor = _importer(request)
    form = ClueFileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return redirect("job", _start(actor, form))
            except jobs.TooManyError as error:
                form.add_error(None, sentence(error))
        status = 422
    return render(request, "workflows/clue_file.html", {"form": form}, status=status)


def _start(actor: Actor, form: ClueFileForm) -> int:
    """Queue the work. A county's clues begin at its own window, a higher office's where they belong."""
    office = actor.office
    params = {}
    if office is not None and office.division.level == DivisionLevel.COUNTY:
        params["office"] = office.pk
    data = form.cleaned_data
    return jobs.start(
        JobKind.CLUES, actor, params, source=data["file"], key=data["key"]
    ).pk  # fmt: skip


def _importer(request: HttpRequest) -> Actor:
    assert isinstance(request.user, User)
    scope = scope_of(request.user)
    held = next((m for m in scope.memberships if m.role in IMPORTERS), None)
    if held is None:
        raise PermissionDenied
    return scope.actor_at(held.office, held.role)
