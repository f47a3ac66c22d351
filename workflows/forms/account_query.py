"""Forms of the account query (law.md B1.7)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Case
from workflows.forms.base import ActForm, CheckedFileField, day_field, long_text


class QueryForm(ActForm):
    subject_name = forms.CharField(label=_("被查询单位或者当事人"), max_length=120)
    institution = forms.CharField(label=_("协助查询的机构"), max_length=120)
    scope = long_text(_("查询范围"), rows=3, max_length=300)
    grounds = long_text(_("查询理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        if isinstance(self.subject, Case):
            self.fields["subject_name"].initial = self.subject.employer_name


class QuerySentForm(ActForm):
    sent_on = day_field(_("送出日期"))

    def prepare(self) -> None:
        self.fields["sent_on"].initial = clock.today()


class QueryRefusedForm(ActForm):
    answered_on = day_field(_("答复日期"))
    text = long_text(_("答复内容"), rows=4, max_length=2000)

    def prepare(self) -> None:
        self.fields["answered_on"].initial = clock.today()


class QueryAnswerForm(QueryRefusedForm):
    proof = CheckedFileField(label=_("答复材料"), required=False)


class RegulatorForm(ActForm):
    regulator = forms.CharField(label=_("金融监管部门"), max_length=80)
    told_on = day_field(_("告知日期"))
    text = long_text(_("拒绝协助的情况"), rows=4, max_length=1000)

    def prepare(self) -> None:
        self.fields["told_on"].initial = clock.today()
        self.fields["text"].initial = self.subject.answer[:1000]
