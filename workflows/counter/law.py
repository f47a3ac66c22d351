"""Pages of the law as it stands in the code: each machine as a diagram with its table."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.drawing import draw
from workflows.law_book import machine, machines
from workflows.permissions import listed


@login_required
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """List the machines; any member of staff may read the law."""
    return render(request, "workflows/law/index.html", {"machines": machines()})


@login_required
@require_safe
def law_machine(request: HttpRequest, key: str) -> HttpResponse:
    """Show one machine: diagram, and who may take which step on what ground."""
    found = machine(key)
    if found is None:
        raise Http404
    rows = [
        {
            "number": number,
            "source": step.source,
            "from": found.labels[step.source],
            "to": found.labels[step.target],
            "acts": listed(step.acts),
            "who": step.who,
            "basis": listed(step.basis),
            "needs": step.needs,
        }
        for number, step in enumerate(found.steps, 1)
    ]
    states = [
        (label, [row for row in rows if row["source"] == value]) for value, label in found.states
    ]
    context = {"machine": found, "drawing": draw(found), "rows": rows, "states": states}
    return render(request, "workflows/law/machine.html", context)
