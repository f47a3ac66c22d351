"""The words of documents that the law leaves to the office: heading, contact, remark; with a preview."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import clock
from casework.models import Office
from casework.pages.manage.frame import ManageRequest, manage_page
from casework.papers.facts import chinese_day
from casework.printing.pdf import pdf_of
from casework.queries.papers import Block, Paper
from casework.queries.wordings import CONTACT, HEADING, NOTE, foot_of, paper_words
from casework.records.wordings import change_wording
from casework.vocabulary import WordingScope


class PaperWordsForm(forms.Form):
    """Free words of an office's documents; empty fields print nothing of their own."""

    heading = forms.CharField(
        label=gettext_lazy("发文机关标志"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("文书抬头的机关名称，不填则用机构名称。落款和印章始终用机构名称。"),
    )
    contact = forms.CharField(
        label=gettext_lazy("联系方式"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("印在落款之后，例如地址、电话、办公时间。"),
    )
    note = forms.CharField(
        label=gettext_lazy("附注"), max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例如办公地点附近的公交路线。不能改变文书的内容、期限和救济途径。"),
    )  # fmt: skip

    def words(self) -> dict[str, str]:
        data = self.cleaned_data
        return {name: " ".join(data[name].split()) for name in (HEADING, CONTACT, NOTE)}


@manage_page
@require_safe
def papers(request: ManageRequest) -> HttpResponse:
    """List the offices whose documents may be worded; with one only, its page at once."""
    rows = list(request.reach.offices().filter(closed_on__isnull=True))
    if len(rows) == 1:
        return redirect("manage_paper", rows[0].pk)
    return render(request, "casework/manage/papers.html", {"offices": rows})


@manage_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ManageRequest, pk: int) -> HttpResponse:
    """Change the free words of an office's documents; issued ones keep what they were issued with."""
    office = _office(request, pk)
    form = PaperWordsForm(request.POST or None, initial=paper_words(office.pk, None))
    if request.method == "POST" and form.is_valid():
        for key, text in form.words().items():
            change_wording(WordingScope.PAPER, key, text, by=request.user, office=office)
        messages.success(request, _("已保存，今后签发的文书使用新的内容。"))
        return redirect("manage_paper", pk)
    status = 422 if request.method == "POST" else 200
    context = {"office": office, "form": form}
    return render(request, "casework/manage/paper.html", context, status=status)


@manage_page
@require_POST
def preview(request: ManageRequest, pk: int) -> HttpResponse:
    """Print a sample with what was typed; nothing is saved."""
    office = _office(request, pk)
    form = PaperWordsForm(request.POST)
    if not form.is_valid():
        context = {"office": office, "form": form}
        return render(request, "casework/manage/paper.html", context, status=422)
    with override("zh-hans"):
        content = pdf_of([_sample(office, form.words())])
    return HttpResponse(content, content_type="application/pdf")


def _office(request: ManageRequest, pk: int) -> Office:
    return get_object_or_404(request.reach.offices(), pk=pk)


def _sample(office: Office, words: dict[str, str]) -> Paper:
    return Paper(
        title="样张", authority=office.name, number="", mark="样张", addressee="某某单位",
        facts=[], blocks=[Block("这里是文书的正文，由案件记录和法律规定生成，不能在这里更改。")],
        annexes=[], receipt_line="", signatures=[], is_sealed=True, is_issued=False,
        is_letter=True, day=chinese_day(clock.today()), heading=words.get(HEADING, ""),
        foot=foot_of(words),
    )  # fmt: skip
