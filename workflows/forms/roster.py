"""Forms that correct a complaint's facts or add workers from pasted lines or a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.files.roster import RosterResult, read_pasted, read_roster
from casework.files.rows import RosterRow
from casework.law.errors import SentenceError
from casework.law.identity import check_uscc
from casework.models import Complaint
from casework.records.parties import WorkerFacts
from casework.vocabulary import EmployerRole, Industry
from workflows.forms.base import ActForm, long_text, sentence

ROSTER_BYTES = 10 * 1024 * 1024


class CorrectionForm(ActForm):
    employer_name = forms.CharField(label=_("被投诉单位"), max_length=120, required=False)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=24, required=False)
    project_name = forms.CharField(label=_("项目名称"), max_length=120, required=False)
    site_address = forms.CharField(label=_("用工地址"), max_length=200, required=False)
    period_text = forms.CharField(label=_("欠薪期间"), max_length=80, required=False)
    industry = forms.ChoiceField(label=_("行业"), choices=lambda: Industry.choices)
    employer_role = forms.ChoiceField(
        label=_("被投诉单位是什么单位"), required=False,
        choices=lambda: [("", _("一般用人单位或者不清楚")), *EmployerRole.choices],
    )  # fmt: skip
    reason = long_text(_("更正理由"), rows=2, max_length=300)

    def prepare(self) -> None:
        assert isinstance(self.subject, Complaint)
        for name in (
            "employer_name",
            "project_name",
            "site_address",
            "period_text",
            "industry",
            "employer_role",
        ):
            self.fields[name].initial = getattr(self.subject, name)
        if self.subject.employer is not None:
            self.fields["uscc"].initial = self.subject.employer.uscc

    def clean_uscc(self) -> str:
        text = self.cleaned_data["uscc"].strip()
        if not text:
            return ""
        try:
            return check_uscc(text)
        except SentenceError as error:
            raise sentence(error) from error


class WorkersForm(ActForm):
    """Workers to add: one a line, or a spreadsheet; every faulty row is named, none is half saved."""

    pasted = long_text(
        _("粘贴名单（一人一行：姓名 身份证号 手机 金额）"),
        required=False,
        rows=6,
        max_length=200_000,
    )
    roster = forms.FileField(label=_("或上传名单（.xlsx、.csv）"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload, text = data.get("roster"), (data.get("pasted") or "").strip()
        if not upload and not text:
            raise ValidationError(_("请粘贴名单或上传文件。"))
        try:
            if upload:
                if upload.size > ROSTER_BYTES:
                    raise ValidationError(_("名单文件超过 10 MB。"))
                found = read_roster(
                    upload.read(), upload.name, today=clock.today(), require_id=False
                )
            else:
                found = read_pasted(text, today=clock.today(), require_id=False)
        except SentenceError as error:
            raise sentence(error) from error
        self._report(found)
        data["workers"] = [worker_facts(row) for row in found.rows]
        return data

    def _report(self, found: RosterResult) -> None:
        for error in found.errors:
            message = gettext("第 %(row)s 行 %(column)s：%(what)s") % {
                "row": error.row_number,
                "column": error.column,
                "what": gettext(error.template) % error.params,
            }
            self.add_error(None, message)
        if not found.rows and not found.errors:
            self.add_error(None, _("名单里没有读到工人。"))

    def values(self) -> dict[str, Any]:
        return {"workers": self.cleaned_data["workers"]}


def worker_facts(row: RosterRow) -> WorkerFacts:
    """Turn a checked line of a roster into the facts of one worker."""
    return WorkerFacts(
        name=row.name,
        claimed_yuan=row.amount,
        id_number=row.id_number or "",
        phone=row.phone or "",
        bank_card=row.bank_card or "",
        post=row.trade or "",
        period_start=row.period.start if row.period else None,
        period_end=row.period.end if row.period else None,
        days=row.days,
        day_rate_yuan=row.daily_wage,
    )
