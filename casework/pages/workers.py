"""The page of one worker within one matter."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.pages.frame import StaffRequest, staff_page
from casework.pages.reveal import WORKER, find
from casework.queries.worker import WorkerFile


@staff_page
@require_safe
def worker(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what one worker claimed, was found to be owed, was paid and answered; no number."""
    target = find(request.user, WORKER, pk)
    claim = target.claim
    assert claim is not None  # a worker's target always names the claim
    claim.complaint = target.complaint
    context = {
        "file": WorkerFile(request.user, target.dossier, claim),
        "record": target.dossier,
        "claim": claim,
        "may_reveal": target.may_reveal(request.user),
    }
    return render(request, "casework/pages/worker.html", context)
