"""What the wizard's pages stand on: the answers in the draft, their forms, and sending them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.files.roster import RosterResult, RosterRow, read_roster
from casework.journal import record
from casework.law.identity import mask_id, normalise_name
from casework.law.money import total
from casework.models import Complaint, Division, DraftFile, IntakeDraft
from casework.models.actor import Actor
from casework.records import drafts
from casework.records.complaints import Filing
from casework.records.evidence import adopt_draft_file
from casework.records.parties import WorkerFacts
from casework.templatetags.casework_format import yuan_short
from casework.vocabulary import Channel, ComplaintKind, EventKind, EvidenceKind
from workflows.dispatch import file_complaint
from workflows.forms.wizard import (
    ANONYMOUS,
    GROUP,
    TRADES,
    IdentityForm,
    PeopleForm,
    WageForm,
    WhoForm,
    WizardForm,
)

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
        return WageForm(**bound)
    if step == 3:
        return PeopleForm(roster=read_list(draft), **bound)
    return IdentityForm(**bound)


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


def summary(answers: Answers, draft: IntakeDraft, token: str) -> list[tuple[str, str, str]]:
    """Return (question, answer, link to change it) for the check page."""
    links = {step: reverse("file_step", args=[token, step]) for step in range(1, LAST)}
    who, wage, person = answers.who, answers.wage, answers.person
    place = division_of(answers)
    period = wage["parsed"]
    understood = (
        _("（%(start)s 至 %(end)s）") % {"start": period.start, "end": period.end}
        if period.start and period.end
        else ""
    )
    owing = "，".join(x for x in (who["employer_name"], who["project_name"]) if x)
    files = draft.files.exclude(kind=EvidenceKind.ROSTER).count()
    rows = [
        (_("哪一行"), str(dict(TRADES)[who["trade"]]), links[1]),
        (_("谁欠钱"), owing or _("不知道名字"), links[1]),
        (_("信用代码"), who["uscc"], links[1]),
        (_("在哪里"), _where(place, wage["place"]), links[2]),
        (_("欠多少"), _("%(sum)s 元") % {"sum": yuan_short(answers.amount)}, links[2]),
        (_("哪几个月"), wage["period"] + understood, links[2]),
        (_("还想说的"), wage["description"], links[2]),
        (_("照片、录音"), _("%(n)s 个") % {"n": files} if files else _("没有"), links[2]),
        (_("几个人"), _("%(n)s 人") % {"n": answers.count}, links[3]),
        (_("身份"), _("匿名举报") if answers.is_anonymous else _("投诉"), links[4]),
        (_("姓名"), person["name"], links[4]),
        (_("电话"), person["phone"], links[4]),
        (_("身份证号"), mask_id(person["id_number"]), links[4]),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _where(place: Division | None, written: str) -> str:
    name = place.full_name if place else ""
    return written if name in written and written else f"{name} {written}".strip() or _("不知道")


def division_of(answers: Answers) -> Division | None:
    """Return the division of the work site, None when it is not known."""
    code = answers.wage["code"]
    rows = Division.objects.filter(code=code, valid_to__isnull=True).select_related("parent")
    return rows.first() if code else None


def filing_of(answers: Answers) -> Filing:
    """Turn the answers into what the core files; a report carries no name of anybody."""
    who, wage, person = answers.who, answers.wage, answers.person
    period = wage["parsed"]
    place = division_of(answers)
    filing = Filing(
        workers=[],
        employer_name=who["employer_name"],
        uscc=who["uscc"],
        industry=who["trade"],
        project_name=who["project_name"],
        site_division=place,
        site_address=wage["place"],
        channel=Channel.WEB,
        period_text=wage["period"],
        period_start=period.start,
        period_end=period.end,
        description=wage["description"],
        requests="要求支付拖欠的工资",
        worker_count=answers.count,
        claimed_yuan=answers.amount,
    )
    if answers.is_anonymous:
        filing.kind, filing.is_anonymous = ComplaintKind.REPORT, True
        return filing
    filing.contact_name, filing.contact_phone = person["name"], person["phone"]
    filing.workers = _group(answers) if answers.is_group else [_alone(answers)]
    return filing


def submit(draft: IntakeDraft, answers: Answers) -> Complaint:
    """File the complaint of the draft with its files; a second call returns the same complaint."""
    stored: list[Any] = []
    try:
        with transaction.atomic():
            locked = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
            if locked.complaint_id:
                return Complaint.objects.get(pk=locked.complaint_id)
            actor = Actor.complainant()
            complaint, code = file_complaint(filing_of(answers), actor, key=draft.token_hash)
            files = locked.files.order_by("id")
            if answers.is_anonymous:
                files = files.exclude(kind=EvidenceKind.ROSTER)
            for number, file in enumerate(files, start=1):
                stored.append(_adopt(complaint, file, number if answers.is_anonymous else 0))
            if stored:
                record(
                    complaint, EventKind.EVIDENCE_ADDED, actor=actor,
                    facts={"files": [{"id": e.pk, "kind": e.kind, "sha256": e.sha256}
                                     for e in stored]},
                )  # fmt: skip
            drafts.finish(locked, complaint, code)
    except BaseException:
        # The rows are rolled back, the files are not.
        for evidence in stored:
            evidence.file.delete(save=False)
        raise
    return complaint


def _adopt(complaint: Complaint, file: DraftFile, number: int) -> Any:
    if number:  # the name of a file may name its owner
        file.original_name = f"{number}.{file.original_name.rpartition('.')[2][:5]}"
    return adopt_draft_file(complaint, file)


def _alone(answers: Answers) -> WorkerFacts:
    person, wage = answers.person, answers.wage
    return WorkerFacts(
        name=person["name"], claimed_yuan=answers.amount, id_number=person["id_number"],
        phone=person["phone"], days=wage["days"], day_rate_yuan=wage["day_rate"],
        is_representative=True,
    )  # fmt: skip


def _group(answers: Answers) -> list[WorkerFacts]:
    person = answers.person
    own_name = normalise_name(person["name"])
    workers = []
    for row in answers.rows:
        own = person["phone"] == row.phone if row.phone else normalise_name(row.name) == own_name
        workers.append(
            WorkerFacts(
                name=row.name, claimed_yuan=row.amount,
                id_number=row.id_number or (person["id_number"] if own else ""),
                phone=row.phone, bank_card=row.bank_card, post=row.trade,
                period_start=row.period.start, period_end=row.period.end, days=row.days,
                day_rate_yuan=row.daily_wage, is_representative=own,
            )
        )  # fmt: skip
    return workers
