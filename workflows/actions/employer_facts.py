"""What papers say of the employer beside its name: address, who represents it in law, telephone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.access import YES, Verdict
from casework.journal import record
from casework.models import Dossier, Employer
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers

FIELDS = ("address", "legal_representative", "phone")


def names_an_employer(record: Dossier) -> Verdict:
    """Is there a file of the employer to write into?"""
    if record.employer_id is not None:
        return YES
    return Verdict(False, _("本案还没有明确的用人单位，请先更正投诉信息。"))


def record_employer(
    case: CaseMachine, *, actor: Actor, address: str, legal_representative: str, phone: str
) -> Done:
    """Write into the employer's file what was found of it; an empty field changes nothing.

    A penalty decision names the address (行政处罚法 art. 59), a notice to the public the head too
    (Order 29). The journal says which facts were written, not a number.
    """
    require(by_handlers().explain(case, actor))
    require(names_an_employer(case))
    employer = Employer.objects.select_for_update().get(pk=case.employer_id)
    given = dict(zip(FIELDS, (address, legal_representative, phone), strict=True))
    changed = [name for name, new in given.items() if new and new != getattr(employer, name)]
    if not changed:
        raise Refused(_("没有改动任何内容。"))
    for name in changed:
        setattr(employer, name, given[name])
    employer.save(update_fields=changed)
    record(case, EventKind.EMPLOYER_RECORDED, actor=actor, save=False,
           facts={"employer": employer.pk, "fields": changed})  # fmt: skip
    return Done()
