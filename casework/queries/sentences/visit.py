"""Sentences of visits of a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts
from casework.vocabulary import EventKind as K


def _visit(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {
        "day": f.get("day", ""), "at": f.get("at", ""), "place": f.get("place", ""),
        "before": f.get("before", ""),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.VISIT_PLANNED: _visit(gettext_lazy("安排 %(day)s %(at)s 到%(place)s现场检查")),
    K.VISIT_MOVED: _visit(gettext_lazy("现场检查由 %(before)s 改到 %(day)s %(at)s")),
    K.VISIT_CALLED_OFF: _visit(gettext_lazy("取消 %(day)s 的现场检查")),
    K.VISIT_BEGUN: _visit(gettext_lazy("到达%(place)s，开始现场检查")),
    K.VISIT_ENDED: _visit(gettext_lazy("结束%(place)s的现场检查")),
}
