"""Show full identity numbers once, for a reason, with a journal row in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework.access import (
    YES,
    Verdict,
    actor_for,
    may_reveal_identity,
    scope_of,
    visible_cases,
    visible_complaints,
)
from casework.journal import record as write
from casework.models import Case, Complaint, User, WageClaim
from casework.pages.frame import StaffRequest, staff_page
from casework.vocabulary import ComplaintKind, EventKind, Role

WORKER, CONTACT = "worker-claim", "complaint-contact"
HANDLERS = (Role.BODY_HEAD, Role.INSPECTOR, Role.CLERK)
PURPOSES = [
    ("contact", gettext_lazy("联系核实情况")),
    ("verify", gettext_lazy("核对身份")),
    ("payment", gettext_lazy("办理支付或核对收款账户")),
    ("document", gettext_lazy("制作或送达文书")),
    ("other", gettext_lazy("其他（请在说明中写明）")),
]


class RevealForm(forms.Form):
    """Why the numbers are needed; kept for ever beside the name of who looked."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("查看原因"), choices=PURPOSES, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("purpose") == "other" and len(data.get("note", "").strip()) < 2:
            self.add_error("note", _("选择“其他”时请写明原因。"))
        return data

    @property
    def reason(self) -> str:
        label = str(dict(PURPOSES)[self.cleaned_data["purpose"]])
        note = self.cleaned_data["note"].strip()
        return f"{label}：{note}" if note else label


@dataclass(frozen=True)
class Target:
    """Whose numbers: the dossier whose journal is written, the complaint, and the claim if any."""

    kind: str
    dossier: Complaint | Case
    complaint: Complaint
    claim: WageClaim | None

    def may_reveal(self, user: User) -> Verdict:
        """The owner office's handlers; of a report only its head and the lead inspector."""
        verdict = may_reveal_identity(user, self.dossier)
        if not verdict.ok or self.complaint.kind != ComplaintKind.REPORT:
            return verdict
        case = self.complaint.case
        leads = {self.complaint.lead_id, case.lead_id if case else None}
        if Role.BODY_HEAD in scope_of(user).roles_at(self.dossier.office_id) or user.pk in leads:
            return YES
        return Verdict(False, _("举报人信息依法保密，只有监察机构负责人和主办监察员可以查看。"))

    def numbers(self) -> list[tuple[str, str]]:
        if self.claim is None:
            contact = self.complaint
            rows = [(_("联系人"), contact.contact_name), (_("联系电话"), contact.contact_phone)]
        else:
            worker = self.claim.worker
            rows = [
                (_("姓名"), worker.name), (_("身份证号码"), worker.id_number),
                (_("手机号码"), self.claim.phone), (_("银行卡号"), self.claim.bank_card),
            ]  # fmt: skip
        return [(label, value or _("未登记")) for label, value in rows]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for the reason; on POST record it and show the numbers in this answer only."""
    target = find(request.user, kind, pk)
    verdict = target.may_reveal(request.user)
    form = RevealForm(request.POST or None)
    numbers: list[tuple[str, str]] = []
    if verdict.ok and request.method == "POST" and form.is_valid():
        verdict = _record(request.user, target, form.reason, form.cleaned_data["purpose"])
        numbers = target.numbers() if verdict.ok else []
    context = {"target": target, "form": form, "verdict": verdict, "numbers": numbers}
    response = render(
        request, "casework/pages/reveal.html", context, status=200 if verdict.ok else 403
    )
    response["Cache-Control"] = "no-store, private"
    return response


def find(user: User, kind: str, pk: int) -> Target:
    """Return what is to be revealed; 404 for what `user` may not even see."""
    related = ("office", "case__office")
    if kind == WORKER:
        claim = get_object_or_404(WageClaim.objects.select_related("worker"), pk=pk)
        complaint = get_object_or_404(
            Complaint.objects.select_related(*related), pk=claim.complaint_id
        )
        if claim.case_id:
            case = get_object_or_404(visible_cases(user).select_related("office"), pk=claim.case_id)
            return Target(kind, case, complaint, claim)
        get_object_or_404(visible_complaints(user), pk=complaint.pk)
        return Target(kind, complaint, complaint, claim)
    if kind == CONTACT:
        complaint = get_object_or_404(visible_complaints(user).select_related(*related), pk=pk)
        return Target(kind, complaint, complaint, None)
    raise Http404


def _record(user: User, target: Target, reason: str, purpose: str) -> Verdict:
    """Write the journal row under the dossier's lock; the right is asked again inside it."""
    model: Any = type(target.dossier)
    with transaction.atomic():
        locked = model.objects.select_for_update(of=("self",)).select_related("office")
        dossier = locked.get(pk=target.dossier.pk)
        verdict = Target(target.kind, dossier, target.complaint, target.claim).may_reveal(user)
        if verdict.ok:
            what = target.claim.pk if target.claim else target.complaint.pk
            write(
                dossier,
                EventKind.IDENTITY_REVEALED,
                actor=actor_for(user, dossier.office, *HANDLERS),
                facts={"what": target.kind, "id": what, "purpose": purpose},
                reason=reason,
            )
    return verdict
