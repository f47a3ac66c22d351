"""Forms of administration: people, roles, offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.administering import Reach
from casework.models import Division, Office, User
from casework.records.offices import Place
from casework.vocabulary import DivisionLevel, Role

PHONE = RegexValidator(r"^[0-9０-９+()（）\-— 转、/]{3,30}$", _("请填写电话号码。"))


def day_input(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


class PersonForm(forms.Form):
    """What is known of a member of staff; a mobile number is entered by the person alone."""

    full_name = forms.CharField(label=_("姓名"), max_length=40)
    badge_no = forms.CharField(label=_("监察证号"), max_length=30, required=False)
    work_phone = forms.CharField(
        label=_("办公电话"), max_length=30, required=False, validators=[PHONE]
    )


class RoleForm(forms.Form):
    """One role at one office within reach, for a span of time."""

    office = forms.ModelChoiceField(label=_("任职机构"), queryset=Office.objects.none())
    role = forms.ChoiceField(label=_("角色"))
    valid_from = day_input(_("起始日期"))
    valid_to = day_input(_("终止日期"), required=False, help_text=_("不填则长期有效。"))
    is_principal = forms.BooleanField(
        label=_("正职或者主持工作"), required=False,
        help_text=_("只用于行政机关负责人：涉嫌犯罪移送只能由正职或者主持工作的负责人批准。"),
    )  # fmt: skip

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office, role = self.fields["office"], self.fields["role"]
        assert isinstance(office, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        rows = reach.offices().filter(closed_on__isnull=True)
        office.queryset, office.empty_label = rows, _("请选择")
        if not reach.whole and not reach.paths:
            office.initial = rows.first()
        role.choices = [("", _("请选择")), *((r, Role(r).label) for r in reach.roles)]
        self.fields["valid_from"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("valid_to", _("终止日期不能早于起始日期。"))
        if data.get("is_principal") and data.get("role") != Role.DEPARTMENT_HEAD:
            self.add_error("is_principal", _("只有行政机关负责人可以勾选。"))
        return data


class NewUserForm(RoleForm, PersonForm):
    """A new account with its first role."""

    username = forms.CharField(
        label=_("登录名"), max_length=40, validators=[UnicodeUsernameValidator()],
        help_text=_("用于登录，建议用单位和姓名的拼音，建好后不能更改。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    field_order = ("username", "full_name", "badge_no", "work_phone")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("这个登录名已有人用，请换一个。"))
        return name

    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PersonForm.base_fields}


class OfficeForm(forms.ModelForm):
    """What is published of an office: it stands on the public list of telephones and on receipts."""

    class Meta:
        model = Office
        fields = ("name", "short_name", "hotline", "window", "address", "hours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hotline"].validators.append(PHONE)
        self.fields["short_name"].help_text = _("用在文号里，例如“金水劳监”。")


class NewOfficeForm(OfficeForm):
    """A new office: where it stands in the tree of divisions, then what is published of it."""

    code = forms.CharField(
        label=_("区划代码"), max_length=6, validators=[RegexValidator(r"^[0-9]{6}$", _("请填写六位数字。"))],
        help_text=_("六位数字。代码已在用的，在那个区划设机构；没有的，连同区划一起新建。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(
        label=_("区划名称"), max_length=60, help_text=_("例如“某某高新技术产业开发区”。")
    )
    level = forms.ChoiceField(label=_("级别"))
    superior = forms.ModelChoiceField(label=_("上级区划"), queryset=Division.objects.none())
    field_order = ("code", "place", "level", "superior")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [level for level in DivisionLevel if level != DivisionLevel.PROVINCE]
        above = Division.objects.filter(
            level__in=(DivisionLevel.PROVINCE, DivisionLevel.CITY), valid_to__isnull=True
        ).order_by("code")
        if not reach.whole:
            levels.remove(DivisionLevel.CITY)
            above = above.filter(path__in=reach.paths)
        level, superior = self.fields["level"], self.fields["superior"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(superior, forms.ModelChoiceField)
        level.choices = [("", _("请选择")), *((one, one.label) for one in levels)]
        superior.queryset, superior.empty_label = above, _("请选择")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code, superior = data.get("code"), data.get("superior")
        if not code or superior is None:
            return data
        known = Division.objects.filter(code=code, valid_to__isnull=True).first()
        if known is not None and (known.name != data.get("place") or known.parent != superior):
            stands = _("这个代码是“%(name)s”的，上级是“%(superior)s”。")
            words = {"name": known.name, "superior": known.parent or known}
            self.add_error("code", forms.ValidationError(stands, params=words))
        elif not code.startswith(superior.code.rstrip("0")):
            self.add_error("code", _("代码应当以上级区划的代码开头。"))
        if data.get("level") == DivisionLevel.CITY and superior.level != DivisionLevel.PROVINCE:
            self.add_error("level", _("市的上级只能是省。"))
        return data

    def of_place(self) -> Place:
        data = self.cleaned_data
        return Place(
            code=data["code"], name=data["place"], level=data["level"], superior=data["superior"]
        )
