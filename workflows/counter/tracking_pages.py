"""The pages on which a complainant does something: their words and the labels of their fields."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Page:
    """One thing the complainant can do, as a page: words, and the labels of its fields."""

    code: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    help: str | Promise = ""
    labels: tuple[tuple[str, str | Promise], ...] = ()
    tone: str = ""


PAGES = {
    "message": Page(
        "add_message",
        gettext_lazy("留言，或更正信息"),
        gettext_lazy("发出"),
        gettext_lazy("已发出，承办人员会看到。"),
    ),
    "photo": Page(
        "add_photo",
        gettext_lazy("交照片、录音或文件"),
        gettext_lazy("交上"),
        gettext_lazy("已收到。"),
        gettext_lazy("照片、录音、录像、PDF、.docx、.xlsx，每个不超过 20 MB。"),
    ),
    "supplement": Page(
        "receive_supplement",
        gettext_lazy("补充材料"),
        gettext_lazy("交上"),
        gettext_lazy("已收到您补充的材料，重新开始审查。"),
        labels=(("text", gettext_lazy("补充说明")),),
    ),
    "withdraw": Page(
        "request_withdrawal",
        gettext_lazy("撤回投诉"),
        gettext_lazy("申请撤回"),
        gettext_lazy("已申请撤回，等负责人确认是您自愿的。"),
        gettext_lazy(
            "撤回以后，这件投诉就不再办了。没有拿到钱，请不要撤回。有人逼您撤回，请打电话告诉我们。"
        ),
        (("reason", gettext_lazy("为什么撤回")),),
        "bad",
    ),
    "recusal": Page(
        "ask_recusal",
        gettext_lazy("申请办案人员回避"),
        gettext_lazy("申请回避"),
        gettext_lazy("已申请，三个工作日内会有决定。"),
        gettext_lazy("办案人员和单位老板是亲戚、有利益关系的，您可以要求换人。"),
        (("person", gettext_lazy("要换的人")), ("reason", gettext_lazy("为什么要换人"))),
    ),
}
# One worker of a group leaves by himself; the others go on.
ALONE = Page("request_worker_withdrawal", gettext_lazy("撤回我的投诉"), gettext_lazy("申请撤回"),
             gettext_lazy("已申请撤回，等负责人确认是您自愿的。"),
             gettext_lazy("撤回以后，您的这份工资就不再办了，其他工友照常办理。没有拿到钱，请不要撤回。有人逼您撤回，请打电话告诉我们。"),
             (("reason", gettext_lazy("为什么撤回")),), "bad")  # fmt: skip
