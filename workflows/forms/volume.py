"""Forms of the file of a case: for whom it is made, which one is fetched."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import CaseVolume
from casework.vocabulary import Role, VolumePack, VolumeState
from workflows.forms.base import ActForm


class ExportForm(ActForm):
    pack = forms.ChoiceField(
        label=_("用途"), choices=lambda: VolumePack.choices, widget=forms.RadioSelect,
        initial=VolumePack.WHOLE,
        help_text=_("移送公安机关、申请法院执行的卷宗只含相应材料，不含举报材料和举报人信息。"),
    )  # fmt: skip


class DownloadForm(ActForm):
    volume = forms.ModelChoiceField(queryset=CaseVolume.objects.none())

    def prepare(self) -> None:
        """Finished files only; what a report told goes to whoever asked for it and to the head."""
        field = self.fields["volume"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = CaseVolume.objects.filter(case=self.subject.pk, state=VolumeState.READY)
        if self.actor.role != Role.BODY_HEAD:
            own = rows.filter(requested_by=self.actor.user_id or 0)
            rows = rows.filter(is_confidential=False) | own
        field.queryset = rows
