"""The one-screen form of the window (窗口登记) and its turning into a Filing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from casework.files.roster import RosterResult
from casework.files.rows import MOST_CLAIMED, MOST_DAYS, MOST_RATE
from casework.law import identity
from casework.law.money import grouped
from casework.models import Employer, Office
from casework.records.complaints import Filing
from casework.records.parties import WorkerFacts
from casework.vocabulary import Channel, ComplaintKind, EmployerRole, Industry
from workflows.forms import window_roster as roster
from workflows.forms.base import YuanField, long_text
from workflows.forms.intake_fields import (
    NO_MEMORY,
    CheckedField,
    MonthField,
    PlaceField,
    checked_id_number,
    short_text,
)
from workflows.forms.working import DAY, MONTH, MOST_COUNT, PIECE, worked_out

WINDOW_CHANNELS = [
    (Channel.WINDOW.value, Channel.WINDOW.label),
    (Channel.PHONE.value, Channel.PHONE.label),
]
UNITS = [(DAY, _("按天")), (MONTH, _("按月")), (PIECE, _("按件"))]
NOTHING = Decimal("0.00")
MOST_PERSONS = 100_000


class WindowForm(forms.Form):
    """Fields in the order in which they are spoken; `filing()` gives the cleaned filing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    started = forms.IntegerField(widget=forms.HiddenInput, required=False)
    office = forms.ModelChoiceField(label=_("登记单位"), queryset=Office.objects.none())
    channel = forms.ChoiceField(label=_("渠道"), choices=WINDOW_CHANNELS, initial=Channel.WINDOW)
    kind = forms.ChoiceField(
        label=_("性质"), choices=lambda: ComplaintKind.choices, initial=ComplaintKind.COMPLAINT
    )
    phone = CheckedField(
        identity.check_contact_phone, label=_("手机号码"),
        widget=forms.TextInput(attrs={"inputmode": "tel", **NO_MEMORY}),
    )  # fmt: skip
    name = short_text(_("姓名"), 40)
    id_number = CheckedField(
        checked_id_number, label=_("身份证号码"), widget=forms.TextInput(attrs=NO_MEMORY)
    )
    employer_name = short_text(
        _("单位名称"), 120, list="employers",
        **{"hx-get": reverse_lazy("intake_employers"), "hx-target": "#employers",
           "hx-trigger": "input changed delay:250ms"},
    )  # fmt: skip
    uscc = CheckedField(
        identity.check_uscc, label=_("统一社会信用代码"),
        widget=forms.TextInput(attrs=NO_MEMORY),
    )  # fmt: skip
    industry = forms.ChoiceField(
        label=_("行业"), choices=lambda: Industry.choices, initial=Industry.CONSTRUCTION
    )
    employer_role = forms.ChoiceField(
        label=_("是什么单位"), required=False,
        choices=lambda: [("", _("一般或不清楚")), *EmployerRole.choices],
    )  # fmt: skip
    project_name = short_text(_("项目名称"), 120)
    site = PlaceField(
        label=_("用工所在地"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"list": "places", **NO_MEMORY,
                                      "placeholder": _("金水 / jinshui / zzsjsq")}),
    )  # fmt: skip
    site_address = short_text(_("用工地址"), 200)
    post = short_text(_("工种"), 30)
    period_start = MonthField(label=_("欠薪起"))
    period_end = MonthField(label=_("欠薪止"), last=True)
    unit = forms.ChoiceField(label=_("计算"), choices=UNITS, initial=DAY, required=False)
    days = forms.DecimalField(
        label=_("数量"), required=False, min_value=Decimal("0.1"), max_value=MOST_COUNT,
        decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal", **NO_MEMORY}),
    )  # fmt: skip
    day_rate = YuanField(exact=False, label=_("单价"), required=False)
    amount = YuanField(exact=False, label=_("欠薪金额"), required=False)
    persons = forms.IntegerField(
        label=_("人数"), required=False, min_value=1, max_value=MOST_PERSONS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **NO_MEMORY}),
    )  # fmt: skip
    requests = short_text(_("诉求"), 200)
    description = long_text(_("情况说明"), required=False, rows=2)
    roster_text = forms.CharField(
        label=_("粘贴名单"), required=False, widget=forms.Textarea(attrs={"rows": 2, "wrap": "off"})
    )
    roster_file = forms.FileField(
        label=_("上传名单"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip
    good_rows_only = forms.BooleanField(label=_("只登记无误的行"), required=False)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["office"]
        choice.queryset = Office.objects.filter(pk__in=[o.pk for o in offices])  # type: ignore[attr-defined]
        if len(offices) == 1:  # nothing to choose
            del self.fields["office"]
        self.offices = offices
        self.roster: RosterResult | None = None

    @property
    def roster_errors(self) -> list[tuple[int, str, str, str]]:
        return roster.error_lines(self.roster.errors) if self.roster else []

    @property
    def bad_rows(self) -> int:
        return len({error[0] for error in self.roster_errors})

    def chosen_office(self) -> Office:
        """Return the office the clerk files for."""
        chosen = self.cleaned_data.get("office")
        return next(o for o in self.offices if chosen is None or o.pk == chosen.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._read_roster(data)
        self._check_person(data)
        self._check_employer(data)
        self._check_money(data)
        start, end = data.get("period_start"), data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("结束早于开始，请核对。"))
        return data

    def _read_roster(self, data: dict[str, Any]) -> None:
        upload = data.get("roster_file")
        source = "roster_file" if upload else "roster_text"
        try:
            self.roster = roster.read(upload, data.get("roster_text", ""))
        except ValidationError as error:
            self.add_error(source, error)
            return
        if self.roster is None:
            return
        if self.roster.errors and not (data.get("good_rows_only") and self.roster.rows):
            self.add_error(
                source,
                _("名单有 %(rows)s 行需要改正，尚未登记任何一行。") % {"rows": self.bad_rows},
            )

    def keep_roster_text(self) -> None:
        """Put the rows of a chosen file into the text, because the browser forgets the file."""
        upload = self.files.get("roster_file")
        text = roster.as_text(upload) if upload else ""
        if text:
            self.data = dict(self.data.items()) | {"roster_text": text}

    def _check_person(self, data: dict[str, Any]) -> None:
        if data.get("kind") != ComplaintKind.COMPLAINT:
            return
        if not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("投诉须登记投诉人姓名；不愿留名的请选“举报”。"))
        reachable = data.get("phone") or data.get("id_number")
        if not reachable and not {"phone", "id_number"} & set(self.errors):
            self.add_error("phone", _("请填写手机号码；没有手机的，填写身份证号码。"))

    def _check_employer(self, data: dict[str, Any]) -> None:
        if data.get("uscc") and not data.get("employer_name"):
            firm = Employer.objects.filter(uscc=data["uscc"]).first()
            if firm is None:
                self.add_error("employer_name", _("没有登记过这个代码，请填写单位名称。"))
                return
            data["employer_name"] = firm.name
        known = ("employer_name", "uscc", "project_name", "site_address")
        if not any(data.get(name) or name in self.errors for name in known):
            self.add_error("employer_name", _("请填写单位；不知道单位的，填写项目或者工地地址。"))

    def _check_money(self, data: dict[str, Any]) -> None:
        data["working"] = worked_out(data)
        if data.get("unit") == DAY and (data.get("days") or NOTHING) > MOST_DAYS:
            self.add_error("days", _("天数过多，请核对。"))
        if self.roster is not None and self.roster.rows:
            total = sum((row.amount for row in self.roster.rows), NOTHING)
            typed = data.get("amount")
            if typed and typed != total and not self.roster.errors:
                self.add_error(
                    "amount",
                    _("与名单合计 %(total)s 元不一致，请核对，或者留空按名单计。")
                    % {"total": grouped(total)},
                )
            if (data.get("persons") or MOST_PERSONS) < len(self.roster.rows):
                self.add_error("persons", _("人数少于名单上的人数。"))
            return
        if data.get("amount") is None and "amount" not in self.errors:
            if data["working"]:
                data["amount"] = data["working"].owed
            elif data.get("kind") == ComplaintKind.COMPLAINT and self.roster is None:
                self.add_error("amount", _("请填写欠薪金额，或者数量和单价。"))
        if (data.get("amount") or NOTHING) > MOST_CLAIMED:
            self.add_error("amount", _("金额过大，请核对。"))
        if (data.get("day_rate") or NOTHING) > MOST_RATE:
            self.add_error("day_rate", _("金额过大，请核对。"))

    def filing(self) -> Filing:
        """Return what the clerk registered, cleaned. Only after `is_valid()`."""
        data = self.cleaned_data
        people = self._people()
        from_roster = bool(self.roster and self.roster.rows)
        start, end = data["period_start"], data["period_end"]
        return Filing(
            workers=people,
            employer_name=data["employer_name"],
            uscc=data["uscc"],
            uscc_verified=bool(data["uscc"]),
            site_division=data["site"],
            site_address=data["site_address"],
            project_name=data["project_name"],
            industry=data["industry"],
            kind=data["kind"],
            channel=data["channel"],
            is_anonymous=not (data["name"] or data["phone"] or data["id_number"]),
            contact_name=data["name"],
            contact_phone=data["phone"],
            period_text=" 至 ".join(f"{day:%Y-%m}" for day in (start, end) if day),
            period_start=start,
            period_end=end,
            employer_role=data["employer_role"],
            description=self._description(),
            requests=data["requests"],
            worker_count=data["persons"],
            claimed_yuan=None if from_roster else data["amount"] or NOTHING,
            imported_facts=self._contact_facts(people),
        )

    def _description(self) -> str:
        """Months and pieces have no column of their own: their working is kept in words."""
        data = self.cleaned_data
        if data["working"] is None or data["unit"] == DAY:
            return str(data["description"])
        with override("zh-hans"):
            working = f"怎么算的：{data['working'].text()}"
        return "\n".join(part for part in (data["description"], working) if part)

    def _contact_facts(self, people: list[WorkerFacts]) -> dict[str, Any]:
        """Keep the ID-card number of a contact who is none of the workers."""
        number = self.cleaned_data["id_number"]
        if not number or any(row.id_number == number for row in people):
            return {}
        return {"contact_id_number": number}

    def _people(self) -> list[WorkerFacts]:
        data = self.cleaned_data
        if self.roster is not None and self.roster.rows:
            return [self._as_contact(row) for row in roster.workers(self.roster.rows)]
        if not data["name"] or data["kind"] != ComplaintKind.COMPLAINT:
            return []
        alone = (data["persons"] or 1) == 1
        by_day = alone and data["unit"] in ("", DAY)
        return [
            WorkerFacts(
                name=data["name"],
                claimed_yuan=(data["amount"] or NOTHING) if alone else NOTHING,
                id_number=data["id_number"],
                phone=data["phone"],
                post=data["post"],
                days=data["days"] if by_day else None,
                day_rate_yuan=data["day_rate"] if by_day else None,
                is_representative=not alone,
            )
        ]

    def _as_contact(self, row: WorkerFacts) -> WorkerFacts:
        """Mark the row of the person at the window as representative (代表人)."""
        data = self.cleaned_data
        by_id = bool(row.id_number) and row.id_number == data["id_number"]
        same_name = identity.normalise_name(row.name) == identity.normalise_name(data["name"])
        by_name = same_name and not (row.id_number and data["id_number"])
        if not (by_id or by_name):
            return row
        return replace(row, is_representative=True, phone=row.phone or data["phone"])
