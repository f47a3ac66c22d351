"""Pages of cluster warnings: those that concern one's area, and what each has gathered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.access import scope_of, visible_complaints
from casework.models import ClusterWarning, ConstructionProject, Employer, User
from casework.queries.risk.gatherings import clusters_on, visible_clusters
from casework.queries.risk.lists import may_read_risk
from casework.vocabulary import ClusterKind
from workflows.counter.keyset import Cursor
from workflows.counter.risk import reader

PAGE = 30
MEMBERS = 200


@login_required
@never_cache
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """List the warnings of one's area: running ones, or (`?ended=1`) those that ended; the newest growth first."""
    user = reader(request)
    ended = request.GET.get("ended") == "1"
    rows = visible_clusters(user).filter(ended_at__isnull=not ended)
    cursor = Cursor.parse(request.GET.get("after", ""), 1)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor.values[0])
    related = ("employer", "project", "superior")
    found = list(rows.select_related(*related).order_by("-id")[: PAGE + 1])
    url, tail = reverse("clusters"), "&ended=1" if ended else ""
    context = {
        "rows": found[:PAGE], "ended": ended,
        "older_url": f"{url}?after={found[PAGE - 1].pk}{tail}" if len(found) > PAGE else "",
        "newer_url": f"{url}?{tail[1:]}" if cursor else "",
    }  # fmt: skip
    return render(request, "workflows/risk/clusters.html", context)


@login_required
@never_cache
@require_safe
def cluster(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one warning: how it grew, how many per county, and the complaints in one's scope."""
    user = reader(request)
    related = ("employer", "project", "superior")
    row = get_object_or_404(visible_clusters(user).select_related(*related), pk=pk)
    members = list(row.members.select_related("office", "complaint").order_by("-id")[:MEMBERS])
    ids = [member.complaint_id for member in members]
    seen = visible_complaints(user).filter(pk__in=ids).select_related("office", "case")
    visible = list(seen.defer("imported_facts").order_by("-received_at", "-id"))
    per_office = Counter(member.office.name for member in members)
    workers: Counter[str] = Counter()
    for member in members:
        workers[member.office.name] += member.complaint.worker_count
    context = {
        "cluster": row, "growths": row.growths.select_related("superior").order_by("-id"),
        "complaints": visible, "elsewhere": len(members) - len(visible),
        "offices": [(name, n, workers[name]) for name, n in per_office.most_common()],
        "file_url": file_url(row),
    }  # fmt: skip
    return render(request, "workflows/risk/cluster.html", context)


def panel(request: HttpRequest, subject: Employer | ConstructionProject) -> dict[str, Any]:
    """Section of an employer's or a project's file: its score, and the warnings that run about it."""
    user = request.user
    assert isinstance(user, User)
    may_read = may_read_risk(user)
    kind = ClusterKind.EMPLOYER if isinstance(subject, Employer) else ClusterKind.PROJECT
    context = {
        "may_read_risk": may_read, "kind": kind.value, "subject": subject,
        "clusters": clusters_on(user, kind, subject.pk) if may_read else [],
    }  # fmt: skip
    return {"template": "workflows/risk/_panel.html", "context": context}


def running(user: User) -> int:
    """Return how many warnings run in the area of `user`."""
    if not scope_of(user).offices:
        return 0
    return visible_clusters(user).filter(ended_at__isnull=True).count()


def file_url(row: ClusterWarning) -> str:
    """Return where the file of the employer or project is."""
    if row.project_id is not None:
        return reverse("project", args=[row.project_id])
    return reverse("employer", args=[row.employer_id])
