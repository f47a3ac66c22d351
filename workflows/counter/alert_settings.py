"""Pages where an administrator sets which patterns are looked for, and from which threshold on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casework.models import AlertSetting
from casework.pages.manage.frame import ManageRequest, whole_page
from casework.records.alerts import set_pattern
from casework.vocabulary import AlertFamily
from workflows.forms.oversight import PatternForm
from workflows.oversight.patterns import PATTERNS, in_force

CHANGES = 30


@whole_page
@require_safe
def alert_settings(request: ManageRequest) -> HttpResponse:
    """List the patterns by family with switch and threshold, and the last changes."""
    patterns = in_force().values()
    groups = [
        (family.label, [one for one in patterns if one.family == family]) for family in AlertFamily
    ]
    changes = AlertSetting.objects.select_related("by")[:CHANGES]
    return render(
        request, "workflows/oversight/settings.html", {"groups": groups, "changes": changes}
    )


@whole_page
@require_http_methods(["GET", "HEAD", "POST"])
def alert_setting(request: ManageRequest, code: str) -> HttpResponse:
    """Change one pattern from the next sweep on; alerts that stand stay."""
    if code not in PATTERNS:
        raise Http404
    now = in_force()[code]
    form = PatternForm(
        request.POST if request.method == "POST" else None, unit=str(now.unit), least=now.least,
        initial={"is_on": now.is_on, "threshold": now.threshold},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {"threshold": now.threshold, **form.cleaned_data}
        set_pattern(code, by=request.user, **data)
        messages.success(request, _("已保存，从下一次检查起适用。"))
        return redirect("manage_alerts")
    status = 422 if request.method == "POST" else 200
    context = {"pattern": now, "form": form, "shipped": PATTERNS[code]}
    return render(request, "workflows/oversight/setting.html", context, status=status)
