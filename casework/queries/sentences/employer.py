"""Sentences of what passes between the employer and the office."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, plain, word_of, yuan_of
from casework.vocabulary import EventKind as K
from casework.vocabulary import SubmissionKind


def _sent(f: Facts) -> str:
    text = _("单位提交：%(kind)s") % {"kind": word_of(SubmissionKind, f.get("kind"))}
    if f.get("pay_by"):
        text += _("，承诺%(day)s前支付 %(sum)s 元") % {
            "day": day_of(f, "pay_by"), "sum": yuan_of(f, "amount"),
        }  # fmt: skip
    if f.get("files"):
        text += _("，附件 %(n)s 个") % {"n": f["files"]}
    return text


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.EMPLOYER_CODE_GIVEN: plain(gettext_lazy("发给单位查阅码")),
    K.EMPLOYER_CODE_TAKEN_BACK: plain(gettext_lazy("停用单位查阅权限")),
    K.EMPLOYER_CAME: plain(gettext_lazy("单位启用查阅码，登记了经办人")),
    K.EMPLOYER_SENT: _sent,
}
