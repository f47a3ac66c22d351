"""What the wizard's pages stand on: the answers in the draft, their forms, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.files.roster import RosterResult, RosterRow, read_roster
from casework.law.identity import mask_id
from casework.law.money import total
from casework.models import ConstructionProject, Division, IntakeDraft
from casework.queries.places import places
from casework.records import drafts
from casework.records.seals import project_of_site
from casework.templatetags.casework_format import yuan_short
from casework.vocabulary import EmployerRole, EvidenceKind, Industry
from workflows.forms.wizard import (
    ANONYMOUS,
    GROUP,
    ROLES,
    TRADES,
    IdentityForm,
    WhoForm,
    WizardForm,
)
from workflows.forms.wizard_months import Months
from workflows.forms.wizard_people import PeopleForm
from workflows.forms.wizard_wage import WageForm
from workflows.forms.working import Working

LAST = 5
TITLES = {
    1: gettext_lazy("谁欠您的钱？"),
    2: gettext_lazy("在哪里，欠了多少？"),
    3: gettext_lazy("几个人的工资？"),
    4: gettext_lazy("您是谁？"),
    5: gettext_lazy("看一遍，再提交"),
}


@dataclass
class Answers:
    """The cleaned answers of the first four steps."""

    who: dict[str, Any]
    wage: dict[str, Any]
    people: dict[str, Any]
    person: dict[str, Any]
    rows: list[RosterRow]

    @property
    def is_group(self) -> bool:
        return bool(self.people["who"] == GROUP)

    @property
    def is_anonymous(self) -> bool:
        return bool(self.person["kind"] == ANONYMOUS)

    @property
    def amount(self) -> Decimal:
        """What is owed in all, in yuan: the sum of the list where there is one."""
        if self.is_group:
            return total(row.amount for row in self.rows)
        amount: Decimal = self.wage["amount"]
        return amount

    @property
    def count(self) -> int:
        return len(self.rows) if self.is_group else 1


def typed(draft: IntakeDraft | None, step: int) -> dict[str, str]:
    """Return what was typed in `step`, right or wrong; empty before it was posted."""
    answers = drafts.content(draft).get("answers", {}) if draft else {}
    found: dict[str, str] = answers.get(str(step), {})
    return found


def form_for(draft: IntakeDraft | None, step: int, data: Any = None) -> WizardForm:
    """Return the form of a step: bound to `data`, else showing what the draft holds."""
    bound = {"data": data} if data is not None else {"initial": typed(draft, step)}
    if step == 1:
        photo = draft is not None and draft.files.filter(kind=EvidenceKind.PHOTO).exists()
        return WhoForm(has_photo=photo, **bound)
    if step == 2:
        return WageForm(**_with_site(draft, bound))
    if step == 3:
        return PeopleForm(roster=read_list(draft), **bound)
    return IdentityForm(**bound)


def _with_site(draft: IntakeDraft | None, bound: dict[str, Any]) -> dict[str, Any]:
    """Show the county of the site board until a place was told."""
    if "data" in bound or bound["initial"]:
        return bound
    project = project_of_site(typed(draft, 1).get("site", ""))
    if project is None or project.division is None:
        return bound
    return {"initial": {"county": project.division.code, "place": project.address}}


def keep(draft: IntakeDraft, step: int, form: WizardForm) -> None:
    """Keep what was typed in `step`."""
    data = drafts.content(draft)
    drafts.keep(draft, data | {"answers": data.get("answers", {}) | {str(step): form.raw()}})


def read_list(draft: IntakeDraft | None) -> RosterResult | None:
    """Read the uploaded list of workers again; None without one."""
    file = drafts.roster_of(draft) if draft else None
    if file is None:
        return None
    with file.file.open("rb") as handle:
        return read_roster(handle.read(), file.original_name, today=clock.today(), require_id=False)


def first_open(draft: IntakeDraft) -> int:
    """Return the first step not yet posted; 5 when all four were."""
    return next((step for step in range(1, LAST) if not typed(draft, step)), LAST)


def complete(draft: IntakeDraft) -> Answers | int:
    """Return the checked answers, or the number of the first step that is not right."""
    forms = {}
    for step in range(1, LAST):
        forms[step] = form_for(draft, step, typed(draft, step))
        if not forms[step].is_valid():
            return step
    people = forms[3]
    assert isinstance(people, PeopleForm)
    rows = people.result.rows if people.result else []
    who, wage, whom, person = (forms[step].cleaned_data for step in range(1, LAST))
    return Answers(who, wage, whom, person, rows)


def answers_of_site(code: str) -> dict[str, str]:
    """Return what the site board tells of step 1, to be changed at will; empty for a strange code."""
    project = project_of_site(code)
    if project is None:
        return {}
    firm = project.general_contractor
    return {
        "site": code, "trade": Industry.CONSTRUCTION.value, "project_name": project.name,
        "employer_name": firm.name if firm else "", "uscc": firm.uscc if firm else "",
        "role": EmployerRole.GENERAL_CONTRACTOR.value if firm else "",
    }  # fmt: skip


@dataclass(frozen=True)
class Site:
    """The project of a site board and who works there: contractor first."""

    project: ConstructionProject
    firms: list[str]


def site_of(code: str) -> Site | None:
    """Return the site of the code in step 1; None without one."""
    project = project_of_site(code) if code else None
    if project is None:
        return None
    firms = [project.general_contractor.name] if project.general_contractor else []
    takers = project.subcontracts.select_related("taker")
    return Site(project, list(dict.fromkeys([*firms, *(row.taker.name for row in takers)])))


def worked_out(form: WizardForm) -> Working | None:
    """Return the working of the amounts that stand in step 2, right or wrong elsewhere."""
    data = form.data if form.is_bound else form.initial
    again = WageForm(data=data)
    again.is_valid()
    working: Working | None = again.cleaned_data.get("working")
    return working


def summary(answers: Answers, draft: IntakeDraft, token: str) -> list[tuple[str, str, str]]:
    """Return (question, answer, link to change it) for the check page."""
    links = {step: reverse("file_step", args=[token, step]) for step in range(1, LAST)}
    who, wage, person = answers.who, answers.wage, answers.person
    owing = "，".join(x for x in (who["employer_name"], who["project_name"]) if x)
    files = draft.files.exclude(kind=EvidenceKind.ROSTER).count()
    rows = [
        (_("哪一行"), str(dict(TRADES)[who["trade"]]), links[1]),
        (_("谁欠钱"), owing or _("不知道名字"), links[1]),
        (_("哪一种单位"), str(dict(ROLES)[who["role"]]) if who["role"] else "", links[1]),
        (_("信用代码"), who["uscc"], links[1]),
        (_("在哪里"), _where(division_of(answers), wage["place"]), links[2]),
        (_("哪几个月"), _months(wage["told"]), links[2]),
        (_("欠多少"), _("%(sum)s 元") % {"sum": yuan_short(answers.amount)}, links[2]),
        (_("怎么算的"), wage["working"].text() if wage["working"] else "", links[2]),
        (_("还想说的"), wage["description"], links[2]),
        (_("照片、录音"), _("%(n)s 个") % {"n": files} if files else _("一个也没有"), links[2]),
        (_("几个人"), _("%(n)s 人") % {"n": answers.count}, links[3]),
        (_("身份"), _("匿名举报") if answers.is_anonymous else _("投诉"), links[4]),
        (_("姓名"), person["name"], links[4]),
        (_("电话"), person["phone"], links[4]),
        (_("身份证号"), mask_id(person["id_number"]), links[4]),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def doubts(answers: Answers) -> list[str]:
    """Return what does not fit together; said on the check page, refused nowhere."""
    wage, found = answers.wage, []
    if answers.is_group and wage["amount"] and wage["amount"] != answers.amount:
        found.append(
            _("名单加起来是 %(list)s 元，您写的总数是 %(typed)s 元。按名单办理；不对请修改。")
            % {"list": yuan_short(answers.amount), "typed": yuan_short(wage["amount"])}
        )
    working = wage["working"]
    if working and not answers.is_group and working.owed != answers.amount:
        found.append(
            _("您写的总数是 %(typed)s 元，算下来是 %(owed)s 元。按您写的总数办理；不对请修改。")
            % {"typed": yuan_short(answers.amount), "owed": yuan_short(working.owed)}
        )
    seems, code = wage["seems"], wage["code"]
    if seems and code and seems != code:
        names = {place.code: place for place in places().choices}
        if seems in names and code in names and names[code].city != seems:
            found.append(
                _("您选的是“%(picked)s”，写的地点像是“%(typed)s”。按选的办理；不对请修改。")
                % {"picked": names[code].name, "typed": names[seems].name}
            )
    return found


def _months(told: Months) -> str:
    if told.count:
        return _("%(text)s（共 %(n)s 个月）") % {"text": told.text, "n": told.count}
    if told.start and told.end:
        return _("%(text)s（%(start)s 至 %(end)s）") % {
            "text": told.text, "start": told.start, "end": told.end,
        }  # fmt: skip
    return told.text


def _where(place: Division | None, written: str) -> str:
    name = place.full_name if place else ""
    return written if name in written and written else f"{name} {written}".strip() or _("不知道")


def division_of(answers: Answers) -> Division | None:
    """Return the division of the work site, None when it is not known."""
    code = answers.wage["code"]
    rows = Division.objects.filter(code=code, valid_to__isnull=True).select_related("parent")
    return rows.first() if code else None
