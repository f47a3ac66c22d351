"""Who may come into the pages of administration, and what stands on their first one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casework.administering import Reach, reach_of
from casework.models import GrantRequest
from casework.pages.frame import StaffRequest, staff_page
from casework.vocabulary import Role

# url name, title, what it is for, for administrators of the whole only?
SECTIONS = (
    ("manage_users", _("人员和账号"), _("新建、停用账号，任职，重置密码，查看登录情况。"), False),
    ("manage_offices", _("监察机构"), _("名称、地址、举报投诉电话、办公时间。"), False),
    ("manage_roles", _("角色和权限"), _("每个角色可以办理哪些事项，由程序规定。"), False),
    ("manage_papers", _("文书模板"), _("文书的发文机关标志、联系方式和附注。"), False),
    ("manage_texts", _("短信模板"), _("发给投诉人的短信，中英文，可预览字数。"), True),
    ("calendar", _("工作日历"), _("导入每年的放假安排，重算期限。"), True),
    ("limits", _("时限与阈值"), _("各项期限和金额标准的版本。"), True),
    ("manage_alerts", _("预警设置"), _("检查哪些可疑情形和数据问题，从多少起预警。"), True),
    ("manage_health", _("系统状态"), _("数据库、消息、发送、磁盘和日历是否正常。"), True),
    ("manage_queues", _("后台任务"), _("等待处理的任务和工作进程。"), True),
    ("manage_rules", _("通知规则"), _("什么事项从哪里通知谁。"), True),
    ("manage_deliveries", _("没有送达的通知"), _("查看原因，重新发送。"), True),
    ("manage_log", _("管理日志"), _("谁在什么时候改了什么，不能修改。"), False),
    ("admin:index", _("基础数据"), _("区划、部门等很少改动的表。"), True),
)


class ManageRequest(StaffRequest):
    """A request behind `manage_page`: somebody who administers something."""

    reach: Reach


def manage_page(view: Callable[..., HttpResponse], *, whole: bool = False) -> Any:
    """Let in who administers something, with `whole` only who administers everything."""

    @wraps(view)
    def guarded(request: ManageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = reach_of(request.user)
        if reach is None or (whole and not reach.whole):
            raise PermissionDenied
        request.reach = reach
        return view(request, *args, **kwargs)

    return staff_page(guarded)


def whole_page(view: Callable[..., HttpResponse]) -> Any:
    """Let in who administers every office."""
    return manage_page(view, whole=True)


@manage_page
@require_safe
def home(request: ManageRequest) -> HttpResponse:
    """Show what may be administered, and what waits for a second administrator."""
    asked = GrantRequest.objects.filter(decided_at__isnull=True)
    asked = asked.filter(office__in=request.reach.offices())
    waiting = asked.select_related("user", "office", "asked_by").order_by("id")
    context = {
        "sections": [
            (url, title, text)
            for name, title, text, whole in SECTIONS
            if (request.reach.whole or not whole) and (url := _address(name))
            and (name != "admin:index" or request.user.is_superuser)
        ],
        "waiting": waiting if Role.ADMINISTRATOR in request.reach.roles else [],
    }  # fmt: skip
    return render(request, "casework/manage/home.html", context)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
