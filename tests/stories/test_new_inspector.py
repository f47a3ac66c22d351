"""The administrator's main job in a real browser: a new inspector signs in and sees the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import axe, cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.story]
OWN = "wages-paid-in-full-2026"


def test_a_new_inspector_signs_in_and_sees_the_desk(open_page: Callable[..., Page]) -> None:
    cast.load_province()
    page = open_page(cast.person("administrator"))
    page.goto("/manage/")
    page.get_by_role("link", name="人员和账号").click()
    page.get_by_role("link", name="新建账号").click()
    page.get_by_role("button", name="新建账号").click()
    expect(page.get_by_role("alert")).to_contain_text("登录名")
    page.get_by_label("登录名").fill("jinshui-zhang")
    page.get_by_label("姓名").fill("张新")
    page.get_by_label("任职机构").select_option(label=cast.office(cast.JINSHUI).name)
    page.get_by_label("角色").select_option("inspector")
    page.get_by_role("button", name="新建账号").click()
    password = page.locator(".secret").inner_text()
    assert axe.violations(page) == []
    page.get_by_role("link", name="已告诉本人").click()
    expect(page.get_by_text("新建账号")).to_be_visible()

    theirs = open_page(width=390)
    theirs.goto("/desk/")
    theirs.get_by_label("用户名").fill("jinshui-zhang")
    theirs.get_by_label("密码").fill(password)
    theirs.get_by_role("button", name="登录").click()
    expect(theirs.get_by_role("heading", name="修改密码")).to_be_visible()
    assert axe.violations(theirs) == []
    theirs.get_by_label("旧密码").fill(password)
    theirs.get_by_label("新密码", exact=True).fill(OWN)
    theirs.get_by_label("新密码确认").fill(OWN)
    theirs.get_by_role("button", name="保存新密码").click()
    theirs.wait_for_url("**/desk/")
    expect(theirs.get_by_role("heading", level=1)).to_be_visible()
