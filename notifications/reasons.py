"""Why a delivery failed, in words: what is kept with it is a code that names nobody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GONE = "no longer concerned"
NO_ADDRESS = "no address"
NOBODY = "nobody could be told"
GAVE_UP = "gave up"
NOT_CONFIGURED = "not configured"

WORDS: dict[str, str | Promise] = {
    GONE: gettext_lazy("这件事已不归收件人办理，没有发送"),
    NO_ADDRESS: gettext_lazy("没有登记手机或者邮箱"),
    NOBODY: gettext_lazy("没有找到应当通知的人"),
    GAVE_UP: gettext_lazy("发送中断，多次没有完成"),
    NOT_CONFIGURED: gettext_lazy("发送方式没有配置好"),
}
BEGINNINGS: tuple[tuple[str, str | Promise], ...] = (
    ("no template for ", gettext_lazy("短信服务商没有登记这条短信的模板（%(code)s）")),
    ("receipt ", gettext_lazy("运营商回执：没有送达（%(code)s）")),
    ("HTTP ", gettext_lazy("服务商拒绝或者没有正常应答（HTTP %(code)s）")),
    ("SMTP ", gettext_lazy("邮件服务器拒绝（%(code)s）")),
    ("errcode ", gettext_lazy("群机器人拒绝（%(code)s）")),
)


def in_words(error: str) -> str:
    """Return the reason kept with a delivery as a reader understands it, with its code."""
    if error in WORDS:
        return str(WORDS[error])
    for beginning, words in BEGINNINGS:
        if error.startswith(beginning):
            return str(words) % {"code": error.removeprefix(beginning)}
    return _("服务商没有接受（%(code)s）") % {"code": error} if error else _("原因不明")
