"""Acts between complainant and office: the thread, the complaint about delay, satisfaction."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access import YES, Verdict
from casework.models import DelayComplaint
from casework.models.actor import Actor
from casework.vocabulary import Role
from workflows.actions import contact, feedback, messages
from workflows.catalogue.action import R724_10, STAFF, Action
from workflows.forms import acts
from workflows.forms import messages as forms
from workflows.machines.complaint import ComplaintMachine as C
from workflows.permissions import Allowed, by_complainant_or, by_timer, listed

SUPERIORS = (Role.SUPERVISOR, Role.BODY_HEAD, Role.DEPARTMENT_HEAD)


def _complainant_or_staff(record: Any, actor: Actor) -> Verdict:
    return YES if actor.is_complainant else STAFF.explain(record, actor)


def _superior_asked(record: Any, actor: Actor) -> Verdict:
    """The office a complaint about delay went to answers it, whoever owns the matter."""
    office = actor.office.pk if actor.office is not None and actor.role in SUPERIORS else None
    asked = DelayComplaint.objects.filter(complaint=record.pk, answered_at__isnull=True)
    if office is not None and asked.filter(office=office).exists():
        return YES
    return Verdict(False, gettext("催办由收到催办的上级机构答复。"))


COMPLAINANT_OR_STAFF = Allowed(
    _complainant_or_staff, lambda: listed((gettext("投诉人"), STAFF.who()))
)
SUPERIOR = Allowed(_superior_asked, lambda: gettext("收到催办的上级机构"))

ACTIONS = [
    Action("add_message", _("留言"), C, messages.add_message, forms.MessageForm,
           permission=by_complainant_or(), desk=False, at_counter=False),
    Action("reply", _("回复投诉人"), C, messages.reply, forms.ReplyForm, permission=STAFF,
           desk=False),
    Action("settle_messages", _("留言不需回复"), C, messages.settle_messages, forms.ThreadForm,
           permission=STAFF, desk=False, at_counter=False),
    Action("read_messages", _("查看留言"), C, messages.read_messages, acts.EmptyForm,
           permission=COMPLAINANT_OR_STAFF, desk=False, at_counter=False),
    Action("mark_unanswered", _("留言逾时没有回复"), C, messages.mark_unanswered, acts.EmptyForm,
           permission=by_timer(), desk=False, at_counter=False),
    Action("add_photo", _("补充材料"), C, contact.add_evidence, acts.FilesForm,
           permission=by_complainant_or(Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD),
           desk=False),
    Action("complain_delay", _("催办"), C, feedback.complain_delay, forms.DelayForm,
           permission=by_complainant_or(), states=feedback.COMPLAINABLE, desk=False,
           basis=R724_10, at_counter=False),
    Action("answer_delay", _("答复催办"), C, feedback.answer_delay, acts.TextForm,
           permission=SUPERIOR, basis=R724_10, tone="go"),
    Action("rate", _("评价"), C, feedback.rate, forms.RateForm,
           permission=by_complainant_or(), states=feedback.RATED, desk=False, at_counter=False),
]  # fmt: skip
