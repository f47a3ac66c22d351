"""Sentences of the papers: drafted, signed, issued, voided, served; the file made and fetched."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, plain, word_of
from casework.vocabulary import DocumentKind, ServiceMode
from casework.vocabulary import EventKind as K


def _paper(template: object) -> Callable[[Facts], str]:
    """With the name of the paper, and its number where it has one."""

    def told(f: Facts) -> str:
        text = str(template) % {"paper": word_of(DocumentKind, f.get("paper"))}
        return f"{text}（{f['document']}）" if f.get("document") else text

    return told


def _served(f: Facts) -> str:
    return _("%(day)s%(mode)s《%(paper)s》（%(number)s）") % {
        "day": day_of(f, "served_on"), "mode": word_of(ServiceMode, f.get("mode")),
        "paper": word_of(DocumentKind, f.get("paper")), "number": f.get("document", ""),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.DOCUMENT_DRAFTED: _paper(gettext_lazy("拟定《%(paper)s》")),
    K.DOCUMENT_SIGNED: _paper(gettext_lazy("在《%(paper)s》上签名")),
    K.DOCUMENT_ISSUED: _paper(gettext_lazy("签发《%(paper)s》")),
    K.DOCUMENT_VOIDED: _paper(gettext_lazy("作废《%(paper)s》")),
    K.DOCUMENT_SERVED: _served,
    K.INQUIRY_ANSWERED: plain(gettext_lazy("收到单位对调查询问的答复")),
    K.FILE_EXPORTED: plain(gettext_lazy("制作案卷 PDF")),
    K.FILE_DOWNLOADED: plain(gettext_lazy("下载案卷 PDF")),
}
