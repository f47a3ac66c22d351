"""Forms of the public wizard, one per step; what they clean becomes a Filing in wizard_steps."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.files.places import PlaceIndex, read_changes, read_divisions
from casework.files.roster import FileRefusedError, RosterResult, read_pasted
from casework.files.rows import MOST_RATE
from casework.law.errors import SentenceError
from casework.law.identity import check_contact_phone, check_id_card, check_uscc
from casework.law.money import yuan
from casework.law.periods import parse_period
from casework.models import Division
from casework.vocabulary import DivisionLevel, Industry
from workflows.forms.base import YuanField, sentence

MOST_TYPED = 200_000  # characters of one field: 5000 lines of a list
UNKNOWN_PLACE = "unknown"
SINGLE, GROUP = "single", "group"
NAMED, ANONYMOUS = "named", "anonymous"
TRADES = [
    (Industry.CONSTRUCTION.value, _("工地")),
    (Industry.MANUFACTURING.value, _("工厂")),
    (Industry.NEW_FORMS.value, _("外卖、快递")),
    (Industry.SERVICES.value, _("家政、餐饮")),
    (Industry.OTHER.value, _("其他")),
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


class WageForm(WizardForm):
    """Step 2: where, how much, for which months. The place is picked, or typed and recognised."""

    place = forms.CharField(
        label=_("在哪里干活"), max_length=200,
        help_text=_("写县（市、区）和地点，例如：郑州市金水区花园路 5 号"),
        error_messages={"required": _("请写在哪里干活，或在下面选县（市、区）。")},
    )  # fmt: skip
    county = forms.ChoiceField(label=_("或者在这里选县（市、区）"), required=False)
    amount = YuanField(
        exact=False,
        label=_("一共欠多少钱"),
        help_text=_("几个人一起的，写总数。写 12000、一万二 都可以。"),
        error_messages={"required": _("请写欠了多少钱；或写一天多少钱、干了多少天。")},
    )  # fmt: skip
    day_rate = YuanField(exact=False, maximum=MOST_RATE, label=_("一天多少钱"), required=False)
    days = forms.DecimalField(
        label=_("干了多少天"), required=False, min_value=Decimal("0.5"), max_value=Decimal(9999),
        decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    period = forms.CharField(
        label=_("几月到几月的工资"), max_length=80,
        help_text=_("例如：2026年3月到8月；去年腊月到今年正月"),
        error_messages={"required": _("请写几月到几月的工资，记不清可以写大概。")},
    )  # fmt: skip
    description = forms.CharField(
        label=_("还想说什么"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["county"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = county_choices()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._find_place(data)
        if self.has_error("amount", "required") and data.get("day_rate") and data.get("days"):
            self.forgive(data, "amount")
            data["amount"] = yuan(data["day_rate"] * data["days"])
        if data.get("period"):
            data["parsed"] = parse_period(data["period"], clock.today())
        return data

    def _find_place(self, data: dict[str, Any]) -> None:
        code = data.get("county") or ""
        if code and "place" not in data:
            self.forgive(data, "place")
        elif not code and data.get("place"):
            code = find_place(data["place"]) or ""
            if not code:
                self.add_error("county", _("没认出是哪个县（市、区），请在这里选一下。"))
        data["code"] = "" if code == UNKNOWN_PLACE else code


class PeopleForm(WizardForm):
    """Step 3: one worker or a group, one person a line or as a file read before."""

    who = forms.ChoiceField(
        label=_("替几个人要工资"), widget=forms.RadioSelect,
        choices=[(SINGLE, _("就我一个人")), (GROUP, _("我们几个人"))],
        error_messages={"required": _("请选一个。")},
    )  # fmt: skip
    lines = forms.CharField(
        label=_("名单，一人一行"), max_length=MOST_TYPED,
        error_messages={"required": _("请写名单，或上传表格。")},
        help_text=_("写：姓名 手机 欠的钱，有身份证号也写上。例如：李四 13800000001 8500"),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )  # fmt: skip
    skip_bad = forms.BooleanField(label=_("先交没有问题的，有问题的人以后再补"), required=False)

    def __init__(self, *args: Any, roster: RosterResult | None = None, **kwargs: Any) -> None:
        self.result: RosterResult | None = roster
        self.from_file = roster is not None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") != GROUP or self.from_file:
            self.forgive(data, "lines")
        if data.get("who") != GROUP:
            return data
        if not self.from_file and data.get("lines"):
            self._read_lines(data["lines"])
        if self.result is not None:
            self._judge(self.result, bool(data.get("skip_bad")))
        return data

    def _read_lines(self, text: str) -> None:
        try:
            self.result = read_pasted(text, today=clock.today(), require_id=False)
        except FileRefusedError as error:
            self.add_error("lines", sentence(error))

    def _judge(self, result: RosterResult, skip_bad: bool) -> None:
        if not result.rows:
            self.add_error("lines", _("没有一行可以用，请看下面的问题。"))
        elif result.errors and not skip_bad:
            self.add_error("lines", _("有几行有问题，请改好，或勾选“先交没有问题的”。"))


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


def find_place(text: str) -> str | None:
    """Return the code of the county or city that typed text names; the province is no place."""
    code = _places().match(text) if text.strip() else None
    return None if code == "410000" else code


def county_choices() -> list[Any]:
    """Return the counties grouped by city; a city itself for who does not know the county."""
    rows = list(Division.objects.filter(valid_to__isnull=True).order_by("code"))
    groups: list[Any] = [("", _("请选择")), (UNKNOWN_PLACE, _("不知道是哪里"))]
    for city in (row for row in rows if row.level == DivisionLevel.CITY):
        inside = [(row.code, row.name) for row in rows if row.parent_id == city.pk]
        label = _("%(city)s（不知道哪个县区）") % {"city": city.name} if inside else city.name
        groups.append((city.name, [*inside, (city.code, label)]))
    return groups


@lru_cache(maxsize=1)
def _places() -> PlaceIndex:
    return PlaceIndex(read_divisions(), read_changes())
