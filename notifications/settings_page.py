"""What one member of staff wants to be told, by which way and when; what the law demands stays on."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework.models import User
from casework.pages.frame import StaffRequest, staff_page
from casework.vocabulary import EventKind
from notifications import senders
from notifications.models import Digest, NoticeSettings, Way
from notifications.quiet import Hours
from notifications.rules import DEMANDED, OWN_WAYS, SUBJECTS

EVENINGS = [time(hour, minute) for hour in range(17, 23) for minute in (0, 30)]
MORNINGS = [time(hour, minute) for hour in range(6, 10) for minute in (0, 30)]
"""Between these bounds a held message still comes before the working day is far on."""
WARNED = gettext_lazy("届满当日的期限预警")


def ways_of(user: User) -> list[str]:
    """Return the ways by which this user can be reached at all."""
    reached = {Way.INBOX: True, Way.EMAIL: bool(user.email) and senders.sends_mail(),
               Way.SMS: bool(user.mobile)}  # fmt: skip
    return [way for way in OWN_WAYS if reached[way]]


class SettingsForm(forms.Form):
    """Ways by subject, the digest, quiet hours. Ways the user has no address for are not offered."""

    digest = forms.ChoiceField(
        label=gettext_lazy("一般进展的邮件"), choices=Digest.choices, required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("不能关闭的事项不等汇总，到工作时间就发。"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("通知的语言"), choices=settings.LANGUAGES,
        help_text=gettext_lazy("邮件和短信用这种语言。切换页面的语言时一起改变。"),
    )  # fmt: skip
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("免打扰开始"), coerce=time.fromisoformat,
        choices=[(f"{t:%H:%M}", f"{t:%H:%M}") for t in EVENINGS],
    )  # fmt: skip
    quiet_to = forms.TypedChoiceField(
        label=gettext_lazy("免打扰结束"), coerce=time.fromisoformat,
        choices=[(f"{t:%H:%M}", f"{t:%H:%M}") for t in MORNINGS],
        help_text=gettext_lazy(
            "夜间和休息日不发邮件和短信，留到下一个工作日的这个时间。按小时计算的时限和突发事件除外。"
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, ways: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        labels = dict(Way.choices)
        for name, (label, _prefixes) in SUBJECTS.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=str(label), required=False, choices=[(way, labels[way]) for way in ways],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        if Way.EMAIL not in ways:
            del self.fields["digest"]
        self.order_fields([*SUBJECTS, "digest", "language", "quiet_from", "quiet_to"])

    @property
    def subjects(self) -> list[forms.BoundField]:
        """The fields of ways, one a subject."""
        return [self[name] for name in SUBJECTS]

    @property
    def others(self) -> list[forms.BoundField]:
        """Digest and hours."""
        return [self[name] for name in self.fields if name not in SUBJECTS]

    def changed_choices(self, before: dict[str, bool]) -> dict[str, bool]:
        """Return the choices to keep: ways that were not offered stay as they were."""
        kept = {key: on for key, on in before.items() if key.partition(":")[2] not in self.ways}
        for name in SUBJECTS:
            off = set(self.ways) - set(self.cleaned_data[name])
            kept |= {f"{name}:{way}": False for way in sorted(off)}
        return kept


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: StaffRequest) -> HttpResponse:
    """Show and keep one's own choices."""
    user = request.user
    own = NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)
    ways = ways_of(user)
    initial = _initial(own, ways) | {"language": user.language}
    form = SettingsForm(request.POST or None, initial=initial, ways=ways)
    if request.method == "POST" and form.is_valid():
        own.choices = form.changed_choices(own.choices)
        own.digest = form.cleaned_data.get("digest", own.digest)
        own.quiet_from = form.cleaned_data["quiet_from"]
        own.quiet_to = form.cleaned_data["quiet_to"]
        own.save()
        User.objects.filter(pk=user.pk).update(language=form.cleaned_data["language"])
        messages.success(request, _("通知设置已保存。"))
        return redirect("inbox_settings")
    context = {"form": form, "demanded": _demanded(), "has_mail": Way.EMAIL in ways,
               "has_mobile": Way.SMS in ways}  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/settings.html", context, status=status)


def _initial(own: NoticeSettings, ways: list[str]) -> dict[str, Any]:
    house = Hours.parse(settings.NOTICES["quiet_staff"]) or Hours(time(20), time(8, 30))
    ways_on = {
        name: [way for way in ways if own.choices.get(f"{name}:{way}", True)] for name in SUBJECTS
    }
    return {
        **ways_on, "digest": own.digest,
        "quiet_from": f"{own.quiet_from or house.begin:%H:%M}",
        "quiet_to": f"{own.quiet_to or house.end:%H:%M}",
    }  # fmt: skip


def _demanded() -> list[tuple[str | Promise, list[str | Promise]]]:
    """Return each reason with the events that it keeps on."""
    found: dict[str | Promise, list[str | Promise]] = {}
    for kind, why in DEMANDED.items():
        found.setdefault(why, []).append(EventKind(kind).label)
    found[DEMANDED[EventKind.DEADLINE_PASSED]].insert(0, WARNED)
    return list(found.items())
