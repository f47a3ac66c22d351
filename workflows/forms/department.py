"""Forms of transferring to another department and of recording its answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Department
from workflows.forms.base import ActForm, CheckedFileField, day_field, long_text


class SendForm(ActForm):
    department = forms.ModelChoiceField(
        label=_("接收部门"), queryset=Department.objects.filter(closed_on__isnull=True)
    )
    reason = long_text(_("转送理由"), rows=3, max_length=300)


class AnswerForm(ActForm):
    answered_on = day_field(_("答复日期"))
    answer = long_text(_("答复内容"), rows=4, max_length=1000)
    proof = CheckedFileField(
        label=_("答复材料"), required=False, help_text=_("登记办理结果时必须上传。")
    )

    def prepare(self) -> None:
        self.fields["answered_on"].initial = clock.today()
