"""Forms of the papers: one field for every fact that is written by hand, from the registry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Document
from casework.papers import PAPERS, Field, How, PaperType, paper_type
from casework.vocabulary import DocumentState, ServiceMode
from workflows.actions.papers import SELF_WRITTEN, SERVED_HERE
from workflows.forms.base import ActForm, CheckedFilesField, day_field, long_text

LONG_KINDS = (How.LONG, How.ITEMS, How.QUESTIONS)
ROWS = {How.LONG: 4, How.ITEMS: 6, How.QUESTIONS: 16}
LONGEST = {How.LONG: 4000, How.ITEMS: 8000, How.QUESTIONS: 20000}


def field_of(spec: Field) -> forms.Field:
    """Return the form field of a fact. None is required yet: a draft may be incomplete."""
    told = spec.help or (_("可以先空着，签发前须填写。") if spec.required else "")
    common: dict[str, Any] = {"label": spec.label, "required": False, "help_text": told}
    if spec.how in LONG_KINDS:
        field = long_text(
            rows=ROWS[spec.how], max_length=LONGEST[spec.how], initial=spec.initial, **common
        )
        field.widget.attrs["lang"] = "zh-Hans"  # what a document says is Chinese
        return field
    if spec.how is How.DATE:
        return day_field(**common)
    if spec.how is How.YES:
        return forms.BooleanField(**common)
    if spec.how is How.MOMENT:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(widget=widget, **common)
    return forms.CharField(max_length=300, initial=spec.initial, **common)


class PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        version = f" · 第 {obj.version} 稿" if obj.version > 1 else ""
        return f"{obj.get_kind_display()} · {obj.number or obj.get_state_display()}{version}"


class PaperForm(ActForm):
    """A draft of one kind, filled with the unfinished one if there is; made by `draft_form()`."""

    paper: PaperType

    def prepare(self) -> None:
        field = self.fields["replaces"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = self.subject.documents.filter(kind=self.paper.kind, state=DocumentState.DRAFT)
        field.queryset = rows.order_by("-id")
        drafts = list(field.queryset)
        if not drafts:
            del self.fields["replaces"]
            return
        named = str(self.initial.get("replaces", ""))
        latest = next((draft for draft in drafts if str(draft.pk) == named), drafts[0])
        field.initial = latest
        for name, value in latest.facts.items():
            if name in self.fields:
                self.fields[name].initial = _shown(self.paper, name, value)

    def values(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        replaces = facts.pop("replaces", None)
        return {"kind": self.paper.kind, "facts": written(facts), "replaces": replaces}


def _shown(paper: PaperType, name: str, value: Any) -> Any:
    """A kept moment or day as the browser's own field takes it."""
    how = paper.by_name[name].how
    if how is How.MOMENT:
        return timezone.localtime(datetime.fromisoformat(value))
    return date.fromisoformat(value) if how is How.DATE else value


def draft_form(kind: str) -> type[PaperForm]:
    """Return the form class of a kind, with a field for every fact written by hand."""
    paper = paper_type(kind)
    fields: dict[str, Any] = {
        "replaces": PaperChoice(
            label=_("修改哪一份草稿"), queryset=Document.objects.none(), required=False,
            empty_label=_("不修改，另写一份"),
        )
    }  # fmt: skip
    fields |= {spec.name: field_of(spec) for spec in paper.fields if spec.by_hand}
    return type(f"{paper.kind.name.title()}Form", (PaperForm,), {**fields, "paper": paper})


def written(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was filled in; moments without seconds."""
    return {name: value for name, value in data.items() if value not in (None, "", False)}


class OnePaperForm(ActForm):
    """An act on one of the papers of the case."""

    document = PaperChoice(label=_("文书"), queryset=Document.objects.none())

    def prepare(self) -> None:
        field = self.fields["document"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = self.papers()
        field.queryset = rows.select_related("office").order_by("-id")
        field.initial = field.queryset.first()

    def papers(self) -> QuerySet[Document]:
        """Which papers the act may be about."""
        rows: QuerySet[Document] = self.subject.documents.filter(kind__in=SELF_WRITTEN)
        return rows.filter(state=DocumentState.DRAFT)

    def clean_document(self) -> Document:
        """Let the paper speak of the locked case, not of a second copy of it."""
        document: Document = self.cleaned_data["document"]
        setattr(document, self.subject.STREAM, self.subject)
        return document


class SignPaperForm(OnePaperForm):
    """Sign a record that needs two inspectors."""

    def papers(self) -> QuerySet[Document]:
        signed = [kind for kind, paper in PAPERS.items() if paper.signers]
        return super().papers().filter(kind__in=signed)


class IssuePaperForm(OnePaperForm):
    opinion = long_text(_("意见"), required=False, rows=3)


class VoidPaperForm(OnePaperForm):
    reason = long_text(_("作废理由"), rows=3, max_length=300)

    def papers(self) -> QuerySet[Document]:
        rows: QuerySet[Document] = self.subject.documents.filter(kind__in=SELF_WRITTEN)
        return rows.exclude(state=DocumentState.VOID)


class ServePaperForm(OnePaperForm):
    """Service of any issued paper that is served."""

    mode = forms.ChoiceField(label=_("送达方式"), choices=lambda: ServiceMode.choices)
    served_on = day_field(_("送达日期"))
    place = forms.CharField(label=_("送达地点"), max_length=160)
    receiver = forms.CharField(label=_("受送达人"), max_length=60)
    relation = forms.CharField(label=_("与受送达人关系"), max_length=40, required=False)
    witnesses = forms.CharField(label=_("见证人"), max_length=100, required=False)
    proofs = CheckedFilesField(label=_("送达回证、照片或录像"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.fields["served_on"].initial = clock.today()

    def papers(self) -> QuerySet[Document]:
        rows: QuerySet[Document] = self.subject.documents.filter(kind__in=SERVED_HERE)
        return rows.filter(state=DocumentState.ISSUED)


class AnswerToInquiryForm(ActForm):
    text = long_text(_("答复内容"))
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(label=_("单位提交的材料"), required=False)  # type: ignore[assignment]
