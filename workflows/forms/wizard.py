"""Steps 1 and 4 of the public wizard and what its forms share; wizard_steps makes a Filing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.errors import SentenceError
from casework.law.identity import check_contact_phone, check_id_card, check_uscc
from casework.vocabulary import EmployerRole, Industry
from workflows.forms.base import YuanField, sentence

MOST_TYPED = 200_000  # characters of one field: 5000 lines of a list
UNKNOWN_PLACE = "unknown"
SINGLE, GROUP = "single", "group"
NAMED, ANONYMOUS = "named", "anonymous"
TRADES = [
    (Industry.CONSTRUCTION.value, _("工地")),
    (Industry.MANUFACTURING.value, _("工厂")),
    (Industry.NEW_FORMS.value, _("外卖、快递、网约车")),
    (Industry.SERVICES.value, _("家政、保洁、保安")),
    (Industry.CATERING.value, _("饭店、宾馆")),
    (Industry.OTHER.value, _("其他")),
]
ROLES = [
    ("", _("不清楚")),
    (EmployerRole.SUBCONTRACTOR.value, _("分包的劳务公司、专业队")),
    (EmployerRole.GENERAL_CONTRACTOR.value, _("总包：牌子上写“施工单位”的大公司")),
    (EmployerRole.DEVELOPER.value, _("建设单位：出钱盖楼的（甲方、开发商）")),
    (EmployerRole.DISPATCHER.value, _("劳务派遣公司：合同和它签，活在别处干")),
    (EmployerRole.PLATFORM_PARTNER.value, _("平台的站点、加盟商、合作公司")),
    (EmployerRole.PLATFORM.value, _("平台公司本身")),
]


class WizardForm(forms.Form):
    """Base of the five steps; `raw()` is what was typed, kept in the draft right or wrong."""

    use_required_attribute = False

    def raw(self) -> dict[str, str]:
        return {name: str(self.data.get(name, ""))[:MOST_TYPED] for name in self.fields}

    def forgive(self, data: dict[str, Any], *names: str) -> None:
        """Let fields that are asked of most people be empty: another answer stands for them."""
        for name in names:
            self.errors.pop(name, None)
            data.setdefault(name, None if isinstance(self.fields[name], YuanField) else "")


class WhoForm(WizardForm):
    """Step 1: who owes. A name, a site, a photo of the board, or the word that none is known."""

    trade = forms.ChoiceField(
        label=_("在哪一行干活"), choices=TRADES, widget=forms.RadioSelect,
        error_messages={"required": _("请选一个。")},
    )  # fmt: skip
    employer_name = forms.CharField(
        label=_("单位、老板或包工头叫什么"), max_length=120,
        help_text=_("写您知道的叫法就行。"),
        error_messages={
            "required": _(
                "请写单位、老板或工地的名字，也可以拍一张工地牌，或勾选“名字我都不知道”。"
            )
        },
    )  # fmt: skip
    project_name = forms.CharField(label=_("工地、工厂或店叫什么"), max_length=120, required=False)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=24, required=False,
        help_text=_("营业执照或工地牌上的 18 位代码，没有就不填。"),
    )  # fmt: skip
    unknown = forms.BooleanField(label=_("名字我都不知道"), required=False)
    role = forms.ChoiceField(
        label=_("它是哪一种单位"), choices=ROLES, required=False, widget=forms.RadioSelect,
        help_text=_("工地和平台上的，知道就选，不知道不用选。"),
    )  # fmt: skip
    site = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, has_photo: bool = False, **kwargs: Any) -> None:
        self.has_photo = has_photo
        super().__init__(*args, **kwargs)

    def clean_uscc(self) -> str:
        return checked(check_uscc, self.cleaned_data["uscc"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        otherwise = data.get("project_name") or data.get("unknown") or self.has_photo
        if otherwise and "employer_name" not in data:
            self.forgive(data, "employer_name")
        return data


class IdentityForm(WizardForm):
    """Step 4: who is filing; a report (举报) keeps nothing of the person."""

    kind = forms.ChoiceField(
        label=_("用什么身份"), widget=forms.RadioSelect,
        choices=[(NAMED, _("我投诉：留姓名和电话，好帮我要工资")),
                 (ANONYMOUS, _("匿名举报：不留姓名和电话"))],
        error_messages={"required": _("请选一个。")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("姓名"), max_length=40, error_messages={"required": _("请写姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("电话"), max_length=30,
        error_messages={"required": _("请写电话，我们好通知您。")},
        help_text=_("用来通知您进度，不会给单位看。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )  # fmt: skip
    id_number = forms.CharField(
        label=_("身份证号"), max_length=24, required=False,
        help_text=_("可以不填；填了办理更快，不会给单位看。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_id_number(self) -> str:
        return checked(
            lambda text: check_id_card(text, clock.today()).number, self.cleaned_data["id_number"]
        )

    def clean_phone(self) -> str:
        return checked(check_contact_phone, self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ANONYMOUS:
            # What was typed before changing one's mind is neither checked nor kept.
            self.forgive(data, "name", "phone", "id_number")
            data |= dict.fromkeys(("name", "phone", "id_number"), "")
        return data

    def raw(self) -> dict[str, str]:
        values = super().raw()
        if values["kind"] == ANONYMOUS:
            return {**dict.fromkeys(values, ""), "kind": ANONYMOUS}
        return values


def checked(check: Callable[[str], str], text: str) -> str:
    """Return what `check` makes of `text`, empty for none; its refusal becomes a form error."""
    if not text:
        return ""
    try:
        return check(text)
    except SentenceError as error:
        raise sentence(error) from error
