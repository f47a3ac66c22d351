"""Templates of short messages: the shipped text or an administrator's, with preview and count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from casework.pages.manage.frame import ManageRequest, whole_page
from casework.queries.wordings import wordings
from casework.records.wordings import change_wording
from casework.vocabulary import EventKind, WordingScope
from notifications import texts

SAMPLE = {
    "no": "9012", "place": "某某某某市某某某某某区"[: texts.MOST_PLACE], "code": "482913",
    "minutes": "10", "what": "移送公安机关", "number": "郑金水劳监案〔2026〕第0001号",
    "due": "2026-12-31",
}  # fmt: skip
PLACEHOLDERS = {
    "no": gettext_lazy("受理编号后四位"), "place": gettext_lazy("承办地区"),
    "code": gettext_lazy("短信验证码"), "minutes": gettext_lazy("几分钟内有效"),
    "what": gettext_lazy("办什么"), "number": gettext_lazy("案号或者投诉尾号"),
    "due": gettext_lazy("期限"),
}  # fmt: skip
OTHERS = {texts.CODE: gettext_lazy("短信验证码"), texts.STAFF: gettext_lazy("给工作人员的短信")}
LINKS = re.compile(r"https?:|www\.|[a-z0-9-]+\.(?:cn|com|net|org)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """One template in one language: what is sent now, whether it was changed, how long it gets."""

    language: str
    name: str
    shipped: str
    now: str
    changed: bool

    @property
    def preview(self) -> str:
        return texts.SIGNATURE + self.now % SAMPLE

    @property
    def length(self) -> int:
        return len(self.preview)


class TextForm(forms.Form):
    """The words of one message; the placeholders stay, one message is never cut in two."""

    text = forms.CharField(
        label=gettext_lazy("内容"), max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("签名自动加在前面。清空后保存，恢复系统自带的内容。"),
    )  # fmt: skip
    language = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shipped: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shipped = shipped
        # What is sent is in its own language, whatever that of the page.
        language = self.initial.get("language", "")
        self.fields["text"].widget.attrs |= {"lang": language, "translate": "no"}
        # Two forms of one page, a language each.
        self.auto_id = f"id_{language}_%s".replace("-", "_")

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        if not text:
            return ""
        needed = placeholders_in(self.shipped)
        sample = {name: SAMPLE[name] for name in allowed(self.shipped)}
        if missing := [f"%({name})s" for name in needed if f"%({name})s" not in text]:
            raise forms.ValidationError(
                _("缺少占位符 %(names)s。") % {"names": _("、").join(missing)}
            )
        try:
            said = texts.SIGNATURE + text % sample
        except (KeyError, ValueError, TypeError) as error:
            raise forms.ValidationError(
                _("占位符不对，只能用 %(names)s。")
                % {"names": _("、").join(f"%({name})s" for name in sample)}
            ) from error
        if len(said) > texts.MOST_CHARACTERS:
            raise forms.ValidationError(
                _("连同签名和最长的地名有 %(n)s 个字，一条短信最多 %(most)s 个字。")
                % {"n": len(said), "most": texts.MOST_CHARACTERS}
            )
        if LINKS.search(text):
            raise forms.ValidationError(_("短信里不能有网址，运营商会拦截。"))
        return text


def placeholders_in(text: str) -> list[str]:
    """Return the placeholders that stand in these words."""
    return [name for name in PLACEHOLDERS if f"%({name})s" in text]


def allowed(shipped: str) -> list[str]:
    """Return the placeholders an administrator may use: of a step its number and its place."""
    found = placeholders_in(shipped)
    return ["no", "place"] if "no" in found else found


@whole_page
@require_safe
def sms_texts(request: ManageRequest) -> HttpResponse:
    """List every message with what is sent now, in the language of the page."""
    changed = wordings(WordingScope.SMS)
    language = "en" if request.LANGUAGE_CODE.startswith("en") else "zh-hans"
    rows = [(kind, _label(kind), _text(kind, language, changed)) for kind in texts.SHIPPED]
    return render(request, "notifications/texts.html", {"rows": rows})


@whole_page
@require_http_methods(["GET", "HEAD", "POST"])
def sms_text(request: ManageRequest, key: str) -> HttpResponse:
    """Change the words of one message in one language; what is sent from now on uses them."""
    if key not in texts.SHIPPED:
        raise Http404
    changed = wordings(WordingScope.SMS)
    pairs, status = [], 200
    for language, _name in settings.LANGUAGES:
        text = _text(key, language, changed)
        mine = request.method == "POST" and request.POST.get("language") == language
        initial = {"text": text.now, "language": language}
        form = TextForm(request.POST if mine else None, initial=initial, shipped=text.shipped)
        if mine and form.is_valid():
            new = form.cleaned_data["text"]
            change_wording(
                WordingScope.SMS, key, "" if new == text.shipped else new, by=request.user,
                language=language,
            )  # fmt: skip
            messages.success(request, _("已保存，从现在起发出的短信使用新的内容。"))
            return redirect("manage_text", key)
        status = 422 if mine else status
        pairs.append((text, form))
    names = [(name, PLACEHOLDERS[name]) for name in allowed(pairs[0][0].shipped)]
    context = {"label": _label(key), "pairs": pairs, "placeholders": names,
               "most": texts.MOST_CHARACTERS}  # fmt: skip
    return render(request, "notifications/text.html", context, status=status)


def _label(key: str) -> Any:
    return OTHERS.get(key) or EventKind(key).label


def _text(kind: str, language: str, changed: dict[tuple[str, str], str]) -> Text:
    with override(language):
        shipped = str(texts.SHIPPED[kind])
    own = changed.get((kind, language), "")
    name = dict(settings.LANGUAGES)[language]
    return Text(language, name, shipped, own or shipped, bool(own))
