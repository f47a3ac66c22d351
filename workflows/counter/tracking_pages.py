"""The pages on which a complainant does something: their words and the labels of their fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from casework import lawbook
from workflows.actions.feedback import AGAIN, REPLY


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
        gettext_lazy("留言、交材料"),
        gettext_lazy("发出"),
        gettext_lazy("已发出，承办人员会看到。"),
        labels=(("text", gettext_lazy("想说什么")), ("files", gettext_lazy("照片、录音或文件"))),
    ),
    "photo": Page(
        "add_photo",
        gettext_lazy("交照片、录音或文件"),
        gettext_lazy("交上"),
        gettext_lazy("已收到。"),
        gettext_lazy("照片、录音、录像、PDF、.docx、.xlsx，每个不超过 20 MB。"),
    ),
    "delay": Page(
        "complain_delay",
        gettext_lazy("催办"),
        gettext_lazy("告诉上级"),
        gettext_lazy("已经告诉上级。上级的答复会发短信给您，也在这里看。"),
        labels=(("text", gettext_lazy("哪里办得慢")),),
    ),
    "rate": Page(
        "rate",
        gettext_lazy("打个分"),
        gettext_lazy("交上"),
        gettext_lazy("谢谢您，已经记下。"),
        gettext_lazy("办得好不好，您说了算。打分不影响您的钱。单位看不到。"),
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


def page_of(what: str) -> Page:
    """Return the page; that of a complaint about delay says by when the answer comes, by the law book."""
    page = PAGES[what]
    if what != "delay":
        return page
    words = {
        "days": lawbook.limit(REPLY).length or 0,
        "again": int(lawbook.threshold_value(AGAIN)),
    }
    return replace(page, help=gettext(
        "办得太慢，可以直接告诉上级机构。上级 %(days)s 个工作日内答复您。%(again)s 天里催一次。"
    ) % words)  # fmt: skip
