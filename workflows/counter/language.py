"""Choosing a language: of the pages by a cookie, and of the messages that go to whoever chose."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from casework.models import Complaint, User
from workflows.counter.tracking_entry import opened_wholly


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the pages; messages to this member of staff or complainant follow.

    A worker of a group who sees only his own part chooses for his own screen alone.
    """
    answer = set_language(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        elif ids := opened_wholly(request):
            Complaint.objects.filter(pk__in=ids).update(language=language)
    return answer
