"""Forms of the talk about a case: a remark in which @ names people, and which one to take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Comment, User
from casework.queries.mentions import mentions_in
from casework.queries.readers import readers_of
from casework.templatetags.casework_format import local_minute
from workflows.forms.base import ActForm, long_text

LONGEST = 2000
MOST_NAMED = 10
START = 24


class CommentForm(ActForm):
    """A remark. Who is named with @ must be able to read the case, else it is refused."""

    text = long_text(
        _("内容"), rows=3, max_length=LONGEST,
        help_text=_("写 @用户名 或 @姓名 可以提醒同事；只能提到看得到本案的人。"),
    )  # fmt: skip
    people: list[User]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        found = mentions_in(text, readers_of(self.subject).exclude(pk__in=self.subject.recused))
        for name in found.ambiguous:
            raise ValidationError(
                gettext("有几个人都叫“%(name)s”，请写 @用户名。") % {"name": name}
            )
        for word in found.unknown:
            raise ValidationError(_why_not(word))
        if len(found.people) > MOST_NAMED:
            raise ValidationError(gettext("一次最多提到 %(most)s 个人。") % {"most": MOST_NAMED})
        self.people = [user for user in found.people if user.pk != self.actor.user_id]
        return text

    def values(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "mentions": self.people}


def _why_not(word: str) -> str:
    """Say of a name that no reader has whether somebody outside has it."""
    names = {word, word.lower(), *(word[:length] for length in (2, 3, 4))}
    outside = User.objects.filter(Q(username__in=names) | Q(full_name__in=names)).first()
    if outside is not None:
        name = outside.username if outside.username in names else outside.full_name
        return gettext("“%(name)s”看不到本案，不能提到。请去掉后再提交。") % {"name": name}
    return gettext("没有找到“%(name)s”。请从列表中选择，或者写 @用户名。") % {"name": word}


class OwnComment(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        text = obj.text if len(obj.text) <= START else f"{obj.text[:START]}…"
        return f"{local_minute(obj.written_at)} {text}"


class RetractForm(ActForm):
    comment = OwnComment(label=_("撤回哪一条"), queryset=Comment.objects.none())

    def prepare(self) -> None:
        field = self.fields["comment"]
        assert isinstance(field, forms.ModelChoiceField)
        own = Comment.objects.filter(
            case=self.subject.pk, author=self.actor.user_id, retracted_at__isnull=True
        )
        field.queryset = own.order_by("-id")
