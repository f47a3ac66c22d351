"""The accounts of a demonstration, shown by `make run` and on its login page; nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from casework.vocabulary import Role

PASSWORD = "qingqian-demo-2026"  # noqa: S105  published on purpose; demo mode only


@dataclass(frozen=True)
class Account:
    """One login: `place` is the division whose office it belongs to."""

    username: str
    full_name: str
    place: str
    role: str
    label: str
    is_superuser: bool = False


ACCOUNTS = (
    Account("shangshui-clerk", "秦晓岚", "商水县", Role.CLERK, "商水县 窗口人员 / clerk, Shangshui"),
    Account("jinshui-inspector", "李静", "金水区", Role.INSPECTOR,
            "金水区 监察员 / inspector, Jinshui"),
    Account("jinshui-head", "何建国", "金水区", Role.BODY_HEAD,
            "金水区 监察机构负责人 / head of the body, Jinshui"),
    Account("jinshui-director", "杜文博", "金水区", Role.DEPARTMENT_HEAD,
            "金水区 行政机关负责人 / department head, Jinshui"),
    Account("jinshui-legal", "宋雅琴", "金水区", Role.LEGAL,
            "金水区 法制审核员 / legal reviewer, Jinshui"),
    Account("jinshui-credit", "韩志远", "金水区", Role.CREDIT,
            "金水区 信用管理员 / credit officer, Jinshui"),
    Account("zhengzhou-director", "马卫国", "郑州市", Role.DEPARTMENT_HEAD,
            "郑州市 行政机关负责人 / department head, Zhengzhou"),
    Account("zhengzhou-supervisor", "陈立新", "郑州市", Role.SUPERVISOR,
            "郑州市 督查员 / supervisor, Zhengzhou"),
    Account("henan-supervisor", "孙玉梅", "河南省", Role.SUPERVISOR,
            "河南省 督查员 / supervisor, province"),
    Account("henan-auditor", "高明远", "河南省", Role.AUDITOR, "河南省 审计员 / auditor, province"),
    Account("admin", "系统管理员", "河南省", Role.ADMINISTRATOR, "系统管理员 / administrator",
            is_superuser=True),
)  # fmt: skip


def lines() -> list[str]:
    """Return what to show of the accounts, a line each; nothing outside demo mode."""
    if not settings.QINGQIAN["demo"]:
        return []
    shown = [f"{account.username:<22}{account.label}" for account in ACCOUNTS]
    return [f"演示账号，密码均为 / demo accounts, password: {PASSWORD}", *shown]
