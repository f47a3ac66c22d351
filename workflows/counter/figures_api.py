"""GET /api/v1/figures/: the figures of a campaign or a period as JSON, for signed-in staff."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework import clock
from casework.models import Campaign, User
from casework.queries import figures
from casework.queries.search import typed
from workflows.counter.campaign_figures import account_of, day_of, region_of

SIGN_IN = {"zh": "请先登录。", "en": "Sign in first."}
DENIED = {"zh": "您的岗位不能查看统计数字。", "en": "Your role may not read the figures."}
UNKNOWN = {"zh": "没有这项行动、日期或者地区。", "en": "No such campaign, day or place."}


@never_cache
@require_GET
def figures_api(request: HttpRequest) -> JsonResponse:
    """Answer with the figures of `campaign` as of `on`, or of the period `begins` to `on`.

    `city` narrows to one city of the province. Amounts and rates are exact text, counts whole numbers.
    """
    if not isinstance(request.user, User):
        return _json({"error": SIGN_IN}, 401)
    try:
        region = region_of(request.user, typed(request.GET.get("city", "")))
        pk = typed(request.GET.get("campaign", ""))
        if pk:
            campaign = get_object_or_404(Campaign.objects.select_related("previous"), pk=_id(pk))
            on = day_of(request.GET.get("on"), least=campaign.begins)
            found = account_of(campaign, region, on)
        else:
            on = day_of(request.GET.get("on")) or clock.today()
            begins = day_of(request.GET.get("begins")) or date(on.year, 1, 1)
            offices = None if region.whole else tuple(region.office_ids)
            scope = figures.today_of(begins, on, on, offices=offices)
            found = figures.account(scope, scope.last_year(), region.offices)
    except PermissionDenied:
        return _json({"error": DENIED}, 403)
    except Http404:
        return _json({"error": UNKNOWN}, 404)
    said = figures.content(found)
    return _json({**said, "sha256": figures.digest(said)}, 200)


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)


def _json(data: object, status: int) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, safe=False)
