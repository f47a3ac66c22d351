"""Step 3 of the public wizard: one worker or a group, one person a line or as a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.files.roster import FileRefusedError, RosterResult, read_pasted
from casework.law.money import total
from casework.templatetags.casework_format import yuan_short
from workflows.forms.base import sentence
from workflows.forms.wizard import GROUP, MOST_TYPED, SINGLE, WizardForm
from workflows.forms.working import DAY, Part, Working

SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One line of the list as it was understood: of whom, how much and why, or what is wrong with it."""

    number: int
    name: str = ""
    phone: str = ""
    how: str = ""
    amount: Decimal | None = None
    written: str = ""
    faults: tuple[tuple[str, str, str], ...] = ()  # column, what it said, what is wrong


class PeopleForm(WizardForm):
    """Each line is read and shown again before anything is filed."""

    who = forms.ChoiceField(
        label=gettext_lazy("替几个人要工资"), widget=forms.RadioSelect,
        choices=[(SINGLE, gettext_lazy("就我一个人")), (GROUP, gettext_lazy("我们几个人"))],
        error_messages={"required": gettext_lazy("请选一个。")},
    )  # fmt: skip
    lines = forms.CharField(
        label=gettext_lazy("名单，一人一行"), max_length=MOST_TYPED,
        error_messages={"required": gettext_lazy("请写名单，或上传表格。")},
        help_text=gettext_lazy(
            "写：姓名 手机 欠的钱；或者 日工资×天数，我们来算。有身份证号也写上。从表格里复制过来也行。"
        ),
        widget=forms.Textarea(attrs={
            "rows": 6, "autocomplete": "off",
            "placeholder": "张三 13800000000 200元×30天\n李四 13800000001 8500",
        }),
    )  # fmt: skip
    skip_bad = forms.BooleanField(
        label=gettext_lazy("先交没有问题的，有问题的人以后再补"), required=False
    )

    def __init__(self, *args: Any, roster: RosterResult | None = None, **kwargs: Any) -> None:
        self.result: RosterResult | None = roster
        self.from_file = roster is not None
        self.shows_all = False
        super().__init__(*args, **kwargs)
        written = str(self["lines"].value() or "")
        if not (self.is_bound or self.from_file) and self["who"].value() == GROUP and written:
            try:  # come back to the page: the list is shown as it is understood
                self.result = _read(written)
            except FileRefusedError:
                self.result = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") != GROUP or self.from_file:
            self.forgive(data, "lines")
        if data.get("who") != GROUP:
            return data
        if not self.from_file and data.get("lines"):
            try:
                self.result = _read(data["lines"])
            except FileRefusedError as error:
                self.add_error("lines", sentence(error))
        if self.result is not None:
            self._judge(self.result, bool(data.get("skip_bad")))
        return data

    def _judge(self, result: RosterResult, skip_bad: bool) -> None:
        if not result.rows:
            self.add_error("lines", _("没有一行可以用，请看下面的问题。"))
        elif result.errors and not skip_bad:
            self.add_error("lines", _("有几行有问题，请改好，或勾选“先交没有问题的”。"))

    @property
    def owed(self) -> Decimal:
        return total(row.amount for row in self.result.rows) if self.result else Decimal(0)

    @property
    def fault_count(self) -> int:
        return len({error.row_number for error in self.result.errors}) if self.result else 0

    @cached_property
    def all_lines(self) -> list[Line]:
        """Every line as understood: the faulty ones first, for they want a hand."""
        if self.result is None:
            return []
        written = [] if self.from_file else str(self["lines"].value() or "").splitlines()
        return preview_of(self.result, written)

    @property
    def preview(self) -> list[Line]:
        """The lines to show at first; all of them where they were asked for."""
        return self.all_lines if self.shows_all else self.all_lines[:SHOWN]

    @property
    def more_lines(self) -> int:
        """How many lines are left out of `preview`."""
        return len(self.all_lines) - len(self.preview)


def preview_of(result: RosterResult, written: list[str]) -> list[Line]:
    """Return the lines of a list, faulty ones first; `written` is the text they were read from."""
    faults: dict[int, list[tuple[str, str, str]]] = {}
    for error in result.errors:
        what = (error.column, error.value, _(error.template) % error.params)
        faults.setdefault(error.row_number, []).append(what)
    bad = [
        Line(number, written=written[number - 1][:120] if number <= len(written) else "",
             faults=tuple(found))
        for number, found in sorted(faults.items())
    ]  # fmt: skip
    good = [Line(row.row_number, row.name, row.phone, _how(row), row.amount) for row in result.rows]
    return bad + good


def _how(row: Any) -> str:
    if not (row.days and row.daily_wage):
        return ""
    working = Working((Part(DAY, row.daily_wage, row.days.normalize()),))
    said = working.parts[0].text()
    if working.due == row.amount:
        return said
    return _("%(said)s，写明欠 %(sum)s 元") % {"said": said, "sum": yuan_short(row.amount)}


def _read(text: str) -> RosterResult:
    return read_pasted(text, today=clock.today(), require_id=False)
