"""What the frame of every staff page needs: the way around by role, and for which office one works."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access import scope_of
from casework.vocabulary import Role

LABELS = {
    "desk": gettext_lazy("我的案件"),
    "approvals": gettext_lazy("待我审批"),
    "team": gettext_lazy("本单位人员"),
    "intake_window": gettext_lazy("登记"),
    "messages": gettext_lazy("留言"),
    "publication_batch": gettext_lazy("批次公布"),
    "visits": gettext_lazy("现场检查"),
    "board": gettext_lazy("督办看板"),
    "campaigns": gettext_lazy("专项行动"),
    "supervision": gettext_lazy("督办单"),
    "audit_process": gettext_lazy("流程分析"),
    "alerts": gettext_lazy("监督预警"),
    "reviews": gettext_lazy("案卷评查"),
    "risk_visits": gettext_lazy("建议检查"),
    "risk": gettext_lazy("风险名单"),
    "clusters": gettext_lazy("聚集预警"),
    "cases": gettext_lazy("案件查询"),
    "employers": gettext_lazy("单位档案"),
    "hotlines": gettext_lazy("举报投诉电话"),
    "limits": gettext_lazy("时限与阈值"),
    "calendar": gettext_lazy("工作日历"),
    "manage": gettext_lazy("系统管理"),
}
# Pages of each role, in the order they are used in; who holds several roles gets all of them.
PAGES: dict[str, tuple[str, ...]] = {
    Role.CLERK: ("intake_window", "desk", "cases", "hotlines"),
    Role.INSPECTOR: (
        "desk",
        "messages",
        "visits",
        "intake_window",
        "cases",
        "employers",
        "risk_visits",
        "clusters",
    ),
    Role.BODY_HEAD: (
        "desk",
        "approvals",
        "team",
        "messages",
        "visits",
        "intake_window",
        "board",
        "supervision",
        "alerts",
        "reviews",
        "cases",
        "employers",
        "risk_visits",
        "clusters",
        "manage",
    ),
    Role.DEPARTMENT_HEAD: (
        "desk",
        "approvals",
        "publication_batch",
        "board",
        "campaigns",
        "alerts",
        "reviews",
        "cases",
        "employers",
        "risk",
        "clusters",
    ),
    Role.LEGAL: ("desk", "approvals", "cases", "reviews"),
    Role.SUPERVISOR: (
        "board",
        "campaigns",
        "desk",
        "audit_process",
        "alerts",
        "reviews",
        "clusters",
        "risk",
        "cases",
        "employers",
        "publication_batch",
        "hotlines",
        "limits",
        "calendar",
    ),
    Role.CREDIT: ("desk", "publication_batch", "cases"),
    Role.AUDITOR: (
        "audit_process",
        "alerts",
        "reviews",
        "campaigns",
        "cases",
        "risk",
        "clusters",
        "limits",
        "calendar",
    ),
    Role.ADMINISTRATOR: ("manage", "employers", "limits", "calendar"),
}

# The bar shows so many pages, a phone so many; the rest is in its menu 更多.
IN_BAR, ON_PHONE = 5, 3

# After g: the letter that goes to a page.
GO_KEYS = {"desk": "d", "cases": "c", "intake_window": "i", "board": "b", "employers": "e",
           "approvals": "a", "team": "t"}  # fmt: skip


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the way around and user_office for signed-in staff; nothing for the public.

    nav_bar stands in the bar and nav_menu in its menu; nav_wide stands in both, and the width of
    the screen decides which of the two is shown.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    scope = scope_of(user)
    names = dict.fromkeys(
        name
        for member in sorted(scope.memberships, key=lambda m: list(PAGES).index(m.role))
        for name in PAGES[member.role]
    )
    if user.is_superuser:
        names["manage"] = None
    office = next((m.office for m in scope.memberships), None)
    items = {name: _item(name, request.path) for name in names}
    shown = [item for item in items.values() if item]
    return {
        "nav_bar": shown[:ON_PHONE],
        "nav_wide": shown[ON_PHONE:IN_BAR],
        "nav_menu": shown[IN_BAR:],
        "go_items": [(GO_KEYS[n], *i[:2]) for n, i in items.items() if i and n in GO_KEYS],
        "may_search": bool(scope.offices),
        "user_office": office.name if office else _("没有任职单位"),
        "unread_count": 0,
    }


def _item(name: str, path: str) -> tuple[str, Any, bool] | None:
    """A page that is not installed is left out rather than broken."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    below = {"cases": ("/complaints/",), "employers": ("/employer/", "/project/")}
    inside = path.startswith((url, *below.get(name, ())))
    return url, LABELS[name], inside
