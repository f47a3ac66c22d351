"""Step 2 of the public wizard: where, how much, for which months."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.files.rows import MOST_CLAIMED, MOST_RATE
from casework.queries.places import Place, places
from workflows.forms import wizard_months as picker
from workflows.forms.base import YuanField
from workflows.forms.wizard import UNKNOWN_PLACE, WizardForm
from workflows.forms.working import FIELDS, MOST_COUNT, working_of

PROVINCE = "410000"
SUGGESTED = 6


def _count(label: Any, most: Decimal, places_: int = 1) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal("0.5") if places_ else Decimal(1),
        max_value=most, decimal_places=places_,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip


class WageForm(WizardForm):
    """The place typed and recognised, or picked city by city; the amount typed, or worked out."""

    place = forms.CharField(
        label=gettext_lazy("在哪里干活"), max_length=200,
        help_text=gettext_lazy("写县（市、区）和地点，例如：郑州市金水区花园路 5 号。写拼音也行：jinshui"),
        error_messages={"required": gettext_lazy("请写在哪里干活，或在下面选县（市、区）。")},
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )  # fmt: skip
    city = forms.ChoiceField(label=gettext_lazy("哪个市"), required=False)
    county = forms.ChoiceField(
        label=gettext_lazy("哪个县（市、区）"), required=False, widget=forms.RadioSelect
    )
    from1 = picker.month_field(gettext_lazy("从哪个月"))
    to1 = picker.month_field(gettext_lazy("到哪个月"))
    from2 = picker.month_field(gettext_lazy("第二段：从"))
    to2 = picker.month_field(gettext_lazy("第二段：到"))
    from3 = picker.month_field(gettext_lazy("第三段：从"))
    to3 = picker.month_field(gettext_lazy("第三段：到"))
    period = forms.CharField(
        label=gettext_lazy("用话说也行"), max_length=picker.TEXT_WIDTH, required=False,
        help_text=gettext_lazy("例如：去年腊月到今年正月；三年前的工资"),
    )  # fmt: skip
    amount = YuanField(
        exact=False, required=False, label=gettext_lazy("一共欠多少钱"),
        help_text=gettext_lazy("几个人一起的，写大概的总数，后面按名单算。写 12000、一万二 都可以。说不清就空着，在下面算。"),
    )  # fmt: skip
    day_rate = YuanField(
        exact=False, maximum=MOST_RATE, required=False, label=gettext_lazy("一天多少钱")
    )
    days = _count(gettext_lazy("干了多少天"), Decimal(9999))
    month_rate = YuanField(
        exact=False, maximum=MOST_RATE, required=False, label=gettext_lazy("一个月多少钱")
    )
    months = _count(gettext_lazy("欠几个月"), Decimal(240))
    piece_rate = YuanField(
        exact=False, maximum=MOST_RATE, required=False, label=gettext_lazy("一件（一单）多少钱")
    )
    pieces = _count(gettext_lazy("干了多少件（单）"), MOST_COUNT)
    paid = YuanField(
        exact=False, required=False, minimum=Decimal(0), label=gettext_lazy("已经给过多少钱")
    )
    description = forms.CharField(
        label=gettext_lazy("还想说什么"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = places().choices
        _choice(self, "city").choices = [
            ("", _("请选择")),
            *((p.code, p.name) for p in known if p.is_city),
        ]
        _choice(self, "county").choices = [
            *((p.code, p.name) for p in known), (UNKNOWN_PLACE, _("不知道是哪里")),
        ]  # fmt: skip
        months = picker.month_choices()
        for stretch in picker.STRETCHES:
            for name in picker.names(stretch):
                _choice(self, name).choices = months
        self.candidates: list[Place] = []
        self._offer()

    @property
    def known_places(self) -> list[Place]:
        """Every place that may be typed, for the browser's own list of suggestions."""
        return places().choices

    @property
    def shows_counties(self) -> bool:
        return len(self.fields["county"].widget.choices) > 1

    @property
    def is_worked_out(self) -> bool:
        """Is anything told from which the amount is worked out?"""
        return any(
            self[name].value() or self[name].errors for pair in FIELDS.values() for name in pair
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._find_place(data)
        data["told"] = picker.read_months(self, data)
        if data["told"] is None and not any(self.has_error(f"to{n}") for n in picker.STRETCHES):
            self.add_error("from1", _("请选几月到几月的工资；记不清的，在下面用话说个大概。"))
        self._work_out(data)
        return data

    def _work_out(self, data: dict[str, Any]) -> None:
        """Fill the amount from rate and count; what was typed as the amount stands."""
        if data.get("month_rate") and not data.get("months") and data["told"]:
            data["months"] = Decimal(data["told"].count) or None
        working = data["working"] = working_of(data)
        if data.get("amount") or self.has_error("amount"):
            return
        for rate, count in FIELDS.values():
            if data.get(rate) and not data.get(count) and not self.has_error(count):
                self.add_error(count, _("写了单价，还要写数量，才能算出总数。"))
            elif data.get(count) and not data.get(rate) and not self.has_error(rate):
                self.add_error(rate, _("写了数量，还要写单价，才能算出总数。"))
        if working is None:
            self._ask_amount()
        elif working.owed <= 0:
            self.add_error("paid", _("已经给的不少于应得的，算下来不欠钱了，请核对。"))
        elif working.owed > MOST_CLAIMED:
            self.add_error("amount", _("金额过大，请核对。"))
        else:
            data["amount"] = working.owed

    def _ask_amount(self) -> None:
        pairs = [name for pair in FIELDS.values() for name in pair]
        if not any(self.has_error(name) for name in (*pairs, "paid")):
            self.add_error(
                "amount",
                _("请写欠了多少钱；说不清的，在下面写一天（月、件）多少钱、干了多少，我们来算。"),
            )

    def _find_place(self, data: dict[str, Any]) -> None:
        code, written = data.get("county") or "", data.get("place") or ""
        found = places().code_of(written) if written else None
        found = None if found == PROVINCE else found
        data["seems"] = found or ""
        if code and not written:
            self.forgive(data, "place")
        elif not code and written:
            code = found or ""
            if not code:
                self.candidates = places().suggest(written, SUGGESTED)
                self._offer()
                self.add_error(
                    "county",
                    _("您说的是哪一个？请选一个。") if self.candidates
                    else _("没认出是哪个县（市、区），请选一下；不知道的，选“不知道是哪里”。"),
                )  # fmt: skip
        if found and places().is_name_only(written):
            data["place"] = ""  # jinshui or 410105 names the county and says nothing more
        data["code"] = "" if code == UNKNOWN_PLACE else code

    def _offer(self) -> None:
        """Show the counties of the city picked, or what the typed name may mean, not all 175."""
        chosen = str(self["county"].value() or "")
        known = {place.code: place for place in places().choices}
        city = known[chosen].city if chosen in known else str(self["city"].value() or "")
        offered = self.candidates or [p for p in known.values() if city and p.city == city]
        self.fields["county"].widget.choices = [
            *((place.code, self._label(place)) for place in offered),
            (UNKNOWN_PLACE, _("不知道是哪里")),
        ]

    def _label(self, place: Place) -> str:
        if place.is_city and not self.candidates:
            return _("%(city)s（不知道哪个县区）") % {"city": place.own}
        return place.name if self.candidates else place.own


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
