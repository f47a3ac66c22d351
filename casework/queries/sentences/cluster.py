"""Sentences of cluster warnings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, word_of
from casework.vocabulary import ClusterKind
from casework.vocabulary import EventKind as K


def _gathered(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {
        "on": word_of(ClusterKind, f.get("on")), "name": f.get("name", ""),
        "n": f.get("complaints") or 0, "workers": f.get("workers") or 0,
        "counties": f.get("counties") or 0,
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.CLUSTER_RAISED: _gathered(
        gettext_lazy(
            "投诉聚集预警：%(on)s%(name)s，%(n)s 件、%(workers)s 人，涉及 %(counties)s 个县区"
        )
    ),
    K.CLUSTER_GREW: _gathered(
        gettext_lazy(
            "投诉聚集扩大：%(on)s%(name)s，现有 %(n)s 件、%(workers)s 人，涉及 %(counties)s 个县区"
        )
    ),
}
