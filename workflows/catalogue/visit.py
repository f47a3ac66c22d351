"""Acts of a visit of a site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import DocumentKind, Role
from workflows.actions import visit
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import visit as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import by_handlers

BASIS = _("《劳动保障监察条例》第十三条、第十五条、第十六条")
PLANNERS = by_handlers(Role.BODY_HEAD)
HANDLERS = by_handlers()

ACTIONS = [
    Action("plan_visit", _("安排现场检查"), K, visit.plan_visit, forms.PlanVisitForm,
           permission=PLANNERS, states=OPEN_CASE, desk=False, basis=BASIS),
    Action("move_visit", _("现场检查改期"), K, visit.move_visit, forms.MoveVisitForm,
           permission=PLANNERS, states=OPEN_CASE, desk=False),
    Action("call_off_visit", _("取消现场检查"), K, visit.call_off_visit,
           forms.CallOffVisitForm, permission=PLANNERS, states=OPEN_CASE, desk=False,
           tone="back"),
    Action("begin_visit", _("到达现场"), K, visit.begin_visit, forms.BeginVisitForm,
           permission=HANDLERS, states=OPEN_CASE, desk=False, basis=BASIS, at_counter=False),
    Action("add_site_photo", _("现场拍照"), K, visit.add_site_photo, forms.SitePhotoForm,
           permission=HANDLERS, states=OPEN_CASE, desk=False, basis=BASIS, at_counter=False),
    *(
        Action(f"site_{kind.value}", kind.label, K, visit.write_on_site,
               forms.site_record_form(kind), permission=HANDLERS, states=OPEN_CASE,
               desk=False, basis=BASIS, at_counter=False)
        for kind in (DocumentKind.INTERVIEW_RECORD, DocumentKind.INSPECTION_RECORD)
    ),
    Action("end_visit", _("结束现场检查"), K, visit.end_visit, forms.EndVisitForm,
           permission=HANDLERS, states=OPEN_CASE, desk=False, at_counter=False),
]  # fmt: skip
