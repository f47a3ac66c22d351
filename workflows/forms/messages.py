"""Forms of the thread with the complainant, of the complaint about delay, and of satisfaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.law.identity import mask_name
from casework.models import WageClaim
from casework.vocabulary import MessageKind
from workflows.forms.base import ActForm, CheckedFilesField, long_text

MESSAGE_LIMIT = 2000
SCORES = (
    (5, _("很满意")),
    (4, _("满意")),
    (3, _("一般")),
    (2, _("不满意")),
    (1, _("很不满意")),
)


class MessageForm(ActForm):
    """What the complainant writes, with photos or papers; one of them is enough."""

    text = long_text(_("内容"), max_length=MESSAGE_LIMIT, required=False, rows=3)
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[
            (MessageKind.MESSAGE.value, MessageKind.MESSAGE.label),
            (MessageKind.CORRECTION.value, MessageKind.CORRECTION.label),
        ],
        initial=MessageKind.MESSAGE,
        required=False,
    )
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(label=_("照片或文件"), required=False)  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not data.get("files") and "files" not in self.errors:
            self.add_error("text", _("写几句话，或者选照片。"))
        return data

    def values(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"] or MessageKind.MESSAGE
        if not self.cleaned_data["text"]:
            kind = MessageKind.FILES
        return {**self.cleaned_data, "kind": kind}


class ThreadChoice(forms.ModelChoiceField):
    """The whole complaint when nothing is chosen, or one worker who wrote for himself."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext("%(who)s（工人本人）") % {"who": mask_name(obj.worker.name)}


class ThreadForm(ActForm):
    """Which thread an act of the office is about; not asked while there is only one."""

    claim = ThreadChoice(
        label=_("对谁"), queryset=WageClaim.objects.none(), required=False,
        empty_label=_("投诉人（代表人）"),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = WageClaim.objects.filter(complaint=self.subject.pk, messages__isnull=False)
        field = self.fields["claim"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            rows.select_related("worker").annotate(last=Max("messages__id")).order_by("-last")
        )
        if not self.is_bound and not field.queryset.exists():
            field.widget = forms.HiddenInput()


class ReplyForm(ThreadForm):
    """An answer of the office, with copies of papers if it helps."""

    text = long_text(_("内容"), max_length=MESSAGE_LIMIT)
    files = CheckedFilesField(label=_("照片或文件"), required=False)  # type: ignore[assignment]


class DelayForm(ActForm):
    text = long_text(_("哪里办得慢"), rows=3, max_length=500)


class RateForm(ActForm):
    score = forms.TypedChoiceField(
        label=_("这件事办得怎么样"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    text = long_text(_("想说的话"), required=False, rows=3, max_length=500)
