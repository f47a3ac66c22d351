"""Sentences of a publication under Order 29."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.listing import party
from casework.queries.sentences.words import Facts, numbered
from casework.vocabulary import EventKind as K


def _selected(f: Facts) -> str:
    if not f.get("batch"):
        return _("提出向社会公布，立即公布")
    return _("提出向社会公布，随%(batch)s批次公布") % {"batch": f["batch"]}


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.PUBLICATION_SELECTED: _selected,
    K.PUBLICATION_RETURNED: numbered(gettext_lazy("退回公布稿")),
    K.PUBLICATION_REVISED: numbered(gettext_lazy("修改公布稿")),
    K.PUBLICATION_APPROVED: numbered(gettext_lazy("批准向社会公布")),
    K.PUBLICATION_PUBLISHED: numbered(gettext_lazy("向社会公布")),
    K.PUBLICATION_OBJECTED: party(gettext_lazy("%(day)s收到对公布的异议，%(due)s前处理")),
    K.PUBLICATION_KEPT: numbered(gettext_lazy("公布异议不成立，维持公布")),
    K.PUBLICATION_OBJECTION_UPHELD: party(gettext_lazy("公布异议成立，%(due)s前更正或者撤回")),
    K.PUBLICATION_DECISION_CHANGED: party(
        gettext_lazy("公布所依据的决定于%(annulled)s变更或者撤销，%(due)s前更正或者撤回")
    ),
    K.PUBLICATION_CORRECTED: numbered(gettext_lazy("更正公布内容")),
    K.PUBLICATION_WITHDRAWN: numbered(gettext_lazy("撤回公布")),
}
