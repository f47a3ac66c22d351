"""Sentences of the amounts, of listing and of publication."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, with_amount, yuan_of
from casework.vocabulary import EventKind as K


def _crossed(f: Facts) -> str:
    words = {"one": _("一名劳动者的情形"), "many": _("多名劳动者的情形")}
    limbs = "、".join(words[limb] for limb in f.get("limbs") or () if limb in words)
    return _("该单位责令期满仍欠 %(n)s 人 %(sum)s 元（%(counties)s 个机构），达到涉罪、列入数额：%(limbs)s；已告知%(superior)s") % {
        "n": f.get("workers") or 0, "sum": yuan_of(f, "amount"), "limbs": limbs,
        "counties": f.get("counties") or 1, "superior": f.get("superior", ""),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.THRESHOLD_CROSSED: _crossed,
    K.THRESHOLD_LEFT: with_amount(
        gettext_lazy("该单位责令期满仍欠 %(sum)s 元，不再达到涉罪、列入数额")
    ),
}
