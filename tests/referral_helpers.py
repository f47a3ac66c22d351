"""A case whose order expired unpaid, and its referral taken from step to step by real acts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from casework import clock
from casework.models import Case, Deadline, Membership, Referral, User
from casework.vocabulary import Role
from tests import cast
from tests.factories import advance, do, file_at, fresh
from workflows.dispatch import Result
from workflows.tasks import sweep_deadlines

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICE, PROCURATORATE = "金水区公安分局", "金水区人民检察院"
PERIOD = {"period_start": date(2025, 9, 1), "period_end": date(2025, 11, 30)}


def at(text: str) -> AbstractContextManager[None]:
    """Let it be this moment in Shanghai: `at("2026-02-13 17:30")`."""
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def scan(name: str = "回执.png") -> SimpleUploadedFile:
    """Return the scan of a paper of another authority."""
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png")


def expired(served_on: str, **filing: Any) -> Case:
    """Return a case at 金水区 whose order was served on that day, with 7 days, and expired unpaid."""
    with at(f"{served_on} 09:00"):
        complaint = advance(file_at(**{**PERIOD, **filing}), "served")
    after = date.fromisoformat(served_on) + timedelta(days=12)
    with at(f"{after} 09:00"):
        sweep_deadlines()
    case = fresh(complaint.case)
    assert case.state == "overdue"
    return case


def director(case: Case, *, principal: bool = True, index: int = 0) -> User:
    """Return a department head of the owner office, the principal one or a deputy."""
    user = cast.someone(case.office, Role.DEPARTMENT_HEAD, index)
    Membership.objects.filter(user=user).update(is_principal=principal)
    return user


def team(case: Case) -> Referral:
    """Form the team of the two inspectors and return the referral."""
    members = [case.lead_id, case.second_id]
    data = {"members": members, "ground": "ordered", "reason": "老板失联，账户已转空。"}
    do("open_referral", case, cast.someone(case.office, Role.BODY_HEAD), data)
    return latest(case)


def latest(case: Case) -> Referral:
    """Return the newest referral of the case, read anew."""
    found = Referral.objects.filter(case=case.pk).order_by("-id").first()
    assert found is not None
    return found


MATERIALS = (
    {"kind": "statements", "title": "王五等人询问笔录", "copies": "3"},
    {"kind": "identity", "title": "营业执照和法定代表人身份证明", "copies": "1"},
    {"kind": "items", "is_absent": "on", "copies": "1"},
)


def add_materials(referral: Referral) -> None:
    """Register what art. 6 asks for."""
    for item in MATERIALS:
        do("add_material", referral, referral.case.lead, item)


def report(case: Case) -> Referral:
    """Take a case to the report that lies with the principal head."""
    referral = team(case)
    add_materials(referral)
    do("report_referral", referral, case.lead, {
        "crime_facts": "拖欠工资，经责令支付仍不支付。", "evasion": "法定代表人逃匿，转移工程款。",
        "proposal": "建议移送公安机关。",
    })  # fmt: skip
    return latest(case)


def approve(case: Case) -> Referral:
    """Report and approve by the principal head."""
    referral = report(case)
    do("approve_referral", referral, director(case), {"reason": "同意移送。"})
    return latest(case)


def decline_to_refer(case: Case) -> Referral:
    """Let the principal head record that the case is not referred."""
    referral = report(case)
    do("refuse_referral", referral, director(case), {"reason": "期满后已付清，社会危害不大。"})
    return latest(case)


def let_the_rest_continue(case: Case) -> None:
    """Say of every proceeding still open beside the case that it goes on after the closing."""
    open_ones = case.branches.filter(ended_at__isnull=True, stands_alone=False)
    do("let_continue", fresh(case), cast.someone(case.office, Role.BODY_HEAD),
       {"branches": list(open_ones.values_list("pk", flat=True)), "reason": "另行终结。"})  # fmt: skip


def send(case: Case) -> Referral:
    """Approve and send now."""
    referral = approve(case)
    now = clock.now().astimezone(SHANGHAI)
    do("send_referral", referral, case.lead, {
        "police": POLICE, "procuratorate": PROCURATORATE, "sent_at": f"{now:%Y-%m-%dT%H:%M}",
    })  # fmt: skip
    return latest(case)


def receive(case: Case) -> Referral:
    """Send, and let the police sign the receipt now."""
    referral = send(case)
    now = clock.now().astimezone(SHANGHAI)
    reply("record_police_receipt", referral, signer="张警官", received_at=f"{now:%Y-%m-%dT%H:%M}")
    return latest(case)


def reply(code: str, referral: Referral, **data: Any) -> Result:
    """Record what another authority answered, with its scan; received today when not said."""
    data.setdefault("received_on", clock.today().isoformat())
    files: Mapping[str, Any] = {"proof": scan()}
    return do(code, referral, referral.case.lead, data, files=files)


def term(referral: Referral, rule: str) -> Deadline:
    """Return the newest clock of this rule."""
    found = Deadline.objects.filter(branch=referral.pk, rule=rule).order_by("-id").first()
    assert found is not None
    return found
