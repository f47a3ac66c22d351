"""Records for tests, made only by real acts through `workflows.dispatch`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from casework import clock
from casework.law.identity import make_id_card, make_uscc
from casework.models import Case, Complaint, WageClaim
from casework.models.actor import Actor
from casework.records.complaints import Filing
from casework.records.parties import WorkerFacts
from casework.vocabulary import Channel, Finding, Industry, Role
from tests import cast
from workflows import deadlines
from workflows.dispatch import Result, act, file_complaint
from workflows.models import DeskTask
from workflows.moves import own

SHANGHAI = ZoneInfo("Asia/Shanghai")
WANG_WU_ID = make_id_card("411623", date(1985, 3, 14), 15)
WANG_WU_PHONE = "19900000001"
USCC = make_uscc("410105", 1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def worker(number: int = 0, claimed: Any = "12500.00", **over: Any) -> WorkerFacts:
    """Return the facts of one worker; number 0 is Wang Wu 王五."""
    if number == 0:
        facts: dict[str, Any] = {"name": "王五", "id_number": WANG_WU_ID, "phone": WANG_WU_PHONE}
    else:
        facts = {
            "name": f"{SURNAMES[number % len(SURNAMES)]}工{number}",
            "id_number": make_id_card("411623", date(1980, 1, 1 + number % 28), 100 + number),
            "phone": f"1990001{number:04d}",
        }
    return WorkerFacts(**{**facts, "claimed_yuan": Decimal(str(claimed)), **over})


def make_filing(**over: Any) -> Filing:
    """Return a complaint of Wang Wu about a site in 金水区; every field can be replaced.

    `workers` may be a number of people or a list of amounts in yuan, `site` a division's name.
    """
    workers = over.pop("workers", 1)
    if isinstance(workers, int):
        workers = ["12500.00"] * workers
    rows = [w if isinstance(w, WorkerFacts) else worker(n, w) for n, w in enumerate(workers)]
    site = over.pop("site", cast.JINSHUI)
    values: dict[str, Any] = {
        "workers": rows,
        "employer_name": "河南宏远建筑劳务有限公司（虚构）",
        "uscc": USCC,
        "employer_address": "郑州市金水区东风路 1 号（虚构）",
        "site_division": cast.division(site) if site else None,
        "site_address": "东风路与经三路交叉口 宏远花园工地",
        "project_name": "宏远花园三期",
        "industry": Industry.CONSTRUCTION,
        "channel": Channel.WEB,
        "contact_name": "王五",
        "contact_phone": WANG_WU_PHONE,
        **three_months(),
        "description": "干了三个月木工，工资一直没有结。",
        "requests": "支付拖欠的工资",
    }
    return Filing(**{**values, **over})


def three_months() -> dict[str, date]:
    """Return March to May 2026, or the three months past where a test lives before their end."""
    last = min(date(2026, 5, 31), clock.today().replace(day=1) - timedelta(days=1))
    first = last.replace(day=1)
    for _n in range(2):
        first = (first - timedelta(days=1)).replace(day=1)
    return {"period_start": first, "period_end": last}


def file_with_code(
    office_name: str | None = None, site_name: str | None = cast.JINSHUI, **over: Any
) -> tuple[Complaint, str]:
    """File and return (complaint, query code): at a window by its clerk, or from the web when None."""
    if office_name is None:
        return file_complaint(make_filing(site=site_name, **over), Actor.complainant())
    at = cast.office(office_name)
    over.setdefault("channel", Channel.WINDOW)
    clerk = cast.actor(cast.someone(at, Role.CLERK), Role.CLERK)
    return file_complaint(make_filing(site=site_name, **over), clerk, office=at)


def file_at(
    office_name: str | None = None, site_name: str | None = cast.JINSHUI, **over: Any
) -> Complaint:
    """File at the window of `office_name` (None: from the web) about a site in `site_name`."""
    return file_with_code(office_name, site_name, **over)[0]


# Where the matter stands, in order; `advance` walks along it.
STAGES = (
    "filed", "arrived", "assigned", "proposed", "accepted", "investigating", "found",
    "investigated", "drafted", "ordered", "served", "paid", "complied", "closed", "told",
)  # fmt: skip
# What follows when the order's term ends unpaid; `advance` then lets the days pass that the law asks.
SANCTIONS = (
    "overdue", "notice_drafted", "notice_issued", "noticed", "submitted", "reviewed", "decided",
    "decision_served", "urging_issued", "urged", "enforced",
)  # fmt: skip
SIDE = {
    "transferred": "filed", "supplement": "assigned", "closed_incomplete": "supplement",
    "rejected": "proposed", "redirected": "proposed", "withdrawn": "filed", "revoked": "investigated",
    "unsupplied": "supplement",
}  # fmt: skip
_STAGE_OF_DESK = {
    "receive": "filed", "route": "filed", "assign": "arrived", "propose": "assigned",
    "decide": "proposed", "start_up": "accepted", "investigate": "investigating",
    "dispose": "investigated", "sign": "drafted", "serve": "ordered", "watch": "served",
    "close": "complied", "tell": "closed", "after_overdue": "overdue",
    "sign_notice": "notice_drafted", "serve_notice": "notice_issued", "await_statement": "noticed",
    "review": "submitted", "decide_case": "reviewed", "serve_decision": "decided",
    "urge": "decision_served", "serve_urging": "urging_issued", "apply": "urged",
    "court": "enforced",
}  # fmt: skip


def fresh(record: Any) -> Any:
    """Return the row anew as plain Complaint or Case, with its office and its case."""
    if isinstance(record, Case):
        return Case.objects.select_related("office__division").get(pk=record.pk)
    related = ("office__division", "first_office", "case__office__division", "lead", "second")
    return Complaint.objects.select_related(*related).get(pk=record.pk)


def do(
    code: str, record: Any, who: Any, data: Mapping[str, Any] | None = None, **options: Any
) -> Result:
    """Act as `who` (a User or an Actor) on a complaint or a case."""
    actor = who if isinstance(who, Actor) else cast.actor(who)
    return act(code, record.pk, actor, data, **options)


def desks(record: Any) -> list[str]:
    """Return the names of the open desks of a complaint, a case (not its branches') or a branch."""
    rows = DeskTask.objects.filter(finished__isnull=True, **own(record))
    return list(rows.order_by("id").values_list("node", flat=True))


def stage_of(complaint: Complaint) -> str:
    """Return how far the matter has come, one of STAGES."""
    record = fresh(complaint)
    open_desks = [node for node in desks(record) if node != "answer_delay"]
    if open_desks == ["in_case"]:
        open_desks = desks(record.case)
    if not open_desks:
        return "told"
    stage = _STAGE_OF_DESK[open_desks[-1]]
    if (
        stage == "investigating"
        and not record.case.claims.filter(finding="pending", withdrawn_at=None).exists()
    ):
        return "found"
    if stage == "served" and record.case.unpaid_yuan <= 0:
        return "paid"
    return stage


def advance(complaint: Complaint, to: str = "accepted", **choices: Any) -> Complaint:
    """Take the matter on to `to` by the acts of its own office's people; return the fresh complaint.

    `to` is one of STAGES, or a side exit: transferred, supplement, closed_incomplete, rejected,
    redirected, withdrawn, revoked. `choices`: `owed` (claim id -> yuan), `term_days`, and of the
    notice `scope`, `fine_yuan`, `surcharge_rate`. To one of SANCTIONS time passes, and stays passed.
    """
    path = STAGES[: STAGES.index("served") + 1] + SANCTIONS if to in SANCTIONS else STAGES
    if to in SIDE:
        advance(complaint, SIDE[to], **choices)
        _EXITS[to](fresh(complaint))
        return fresh(complaint)
    while (stage := stage_of(complaint)) != to:
        if path.index(stage) > path.index(to):
            if to == "arrived" or to == "filed":
                break
            raise AssertionError(f"already {stage}, past {to}")
        steps = _TO_SANCTIONS if to in SANCTIONS else _STEPS
        steps[stage](fresh(complaint), choices)
    return fresh(complaint)


def findings_for(case: Case, owed: Mapping[int, Any] | None = None) -> dict[str, str]:
    """Return form data that finds every worker's claim as claimed, or as `owed` says (0: paid)."""
    data = {}
    for claim in WageClaim.objects.filter(case=case.pk, withdrawn_at__isnull=True):
        amount = Decimal(str((owed or {}).get(claim.pk, claim.claimed_yuan)))
        data[f"finding_{claim.pk}"] = Finding.OWED if amount else Finding.PAID
        data[f"verified_{claim.pk}"] = str(amount) if amount else ""
    return data


def payments_for(case: Case, amounts: Mapping[int, Any] | None = None) -> dict[str, str]:
    """Return form data that pays `amounts` (claim id -> yuan), or all that is still owed."""
    if amounts is None:
        rows = WageClaim.objects.filter(case=case.pk, withdrawn_at__isnull=True)
        amounts = {c.pk: c.unpaid_yuan for c in rows if c.unpaid_yuan > 0}
    data = {"paid_on": clock.today().isoformat(), "payer": "employer", "method": "bank"}
    return data | {f"amount_{pk}": str(amount) for pk, amount in amounts.items()}


def slip() -> dict[str, SimpleUploadedFile]:
    """Return the proof of a payment, as a form hands it in."""
    return {"proof": SimpleUploadedFile("银行回单.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}


def service(**over: Any) -> dict[str, str]:
    """Return form data of a direct service today."""
    data = {"mode": "direct", "served_on": clock.today().isoformat(), "place": "公司办公室",
            "receiver": "前台刘女士", "relation": "职工"}  # fmt: skip
    return {**data, **over}


def order(**over: Any) -> dict[str, str]:
    """Return form data of a draft order to pay."""
    return {"payer": "employer", "term_days": "7", "facts": "经查，拖欠工资属实。",
            "legal_basis": "《劳动保障监察条例》第十八条", **over}  # fmt: skip


def pair(record: Any) -> dict[str, int]:
    """Return form data naming two inspectors of the owner office."""
    lead, second = (cast.someone(record.office, Role.INSPECTOR, n) for n in (0, 1))
    return {"lead": lead.pk, "second": second.pk}


def head_of(record: Any) -> Any:
    """Return the head of the owner office."""
    return cast.someone(record.office, Role.BODY_HEAD)


def _arrive(complaint: Complaint, choices: Any) -> None:
    pending = complaint.transfers.filter(state="proposed").select_related("to_office__division")
    receiver = pending.first()
    if receiver is None:  # nothing says where the site is: the owner office keeps the matter
        do("assign_inspectors", complaint, head_of(complaint), pair(complaint))
        return
    do("accept_transfer", complaint, cast.someone(receiver.to_office, Role.BODY_HEAD))


def _assign(complaint: Complaint, choices: Any) -> None:
    do("assign_inspectors", complaint, head_of(complaint), pair(complaint))


def _propose(complaint: Complaint, choices: Any) -> None:
    do("propose_decision", complaint, complaint.lead,
       {"proposal": choices.get("proposal", "accept"), "opinion": "符合受理条件。"})  # fmt: skip


def _accept(complaint: Complaint, choices: Any) -> None:
    do("accept_complaint", complaint, head_of(complaint), {"opinion": "同意。"})


def _begin(complaint: Complaint, choices: Any) -> None:
    do("begin_investigation", complaint.case, complaint.lead, {"plan": "到工地核实考勤。"})


def _find(complaint: Complaint, choices: Any) -> None:
    do("record_findings", complaint.case, complaint.lead,
       findings_for(complaint.case, choices.get("owed")))  # fmt: skip


def _finish(complaint: Complaint, choices: Any) -> None:
    do("finish_investigation", complaint.case, complaint.lead, {"text": "调查终结。"})


def _draft(complaint: Complaint, choices: Any) -> None:
    do("draft_order", complaint.case, complaint.lead,
       order(term_days=str(choices.get("term_days", 7))))  # fmt: skip


def _issue(complaint: Complaint, choices: Any) -> None:
    do("issue_order", complaint.case, head_of(complaint), {"opinion": "同意签发。"})


def _serve(complaint: Complaint, choices: Any) -> None:
    do("serve_order", complaint.case, complaint.lead, service())


def _pay(complaint: Complaint, choices: Any) -> None:
    do(
        "record_payments",
        complaint.case,
        complaint.lead,
        payments_for(complaint.case),
        files=slip(),
    )


def _comply(complaint: Complaint, choices: Any) -> None:
    do("confirm_complied", complaint.case, complaint.lead)


def _close(complaint: Complaint, choices: Any) -> None:
    do("close_case", complaint.case, head_of(complaint), {"outcome": "工资已全部付清。"})


def _tell(complaint: Complaint, choices: Any) -> None:
    do("tell_result", complaint, complaint.lead, {"text": "您的工资已全部付清，案件办结。"})


_STEPS = {
    "filed": _arrive, "arrived": _assign, "assigned": _propose, "proposed": _accept,
    "accepted": _begin, "investigating": _find, "found": _finish, "investigated": _draft,
    "drafted": _issue, "ordered": _serve, "served": _pay, "paid": _comply, "complied": _close,
    "closed": _tell,
}  # fmt: skip


def wait_until(day: date) -> None:
    """Let it be ten o'clock on `day`, if it is earlier, for the rest of the test."""
    if clock.today() < day:
        clock._fixed.set(datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI))


def notice(**over: Any) -> dict[str, str]:
    """Return form data of a prior notice: to pay with 加付 50 %, and a fine."""
    return {"scope": "both", "facts": "责令限期支付后逾期仍未支付。", "reasons": "拖欠人数多、时间长。",
            "basis": "《劳动保障监察条例》第二十六条、第三十条", "term_days": "15",
            "surcharge_rate": "0.50", "fine_yuan": "5000", "departure": "首次违法。", **over}  # fmt: skip


def decision(**over: Any) -> dict[str, str]:
    """Return form data of a decision as announced by `notice()`."""
    return {"surcharge_rate": "0.50", "fine_yuan": "5000", "departure": "首次违法。", "term_days": "15", "reasons": "事实清楚。",
            "other_law": "《劳动保障监察条例》第十七条", **over}  # fmt: skip


def application() -> dict[str, str]:
    """Return form data of an application to the court."""
    return {"court": "郑州市金水区人民法院", "facts": "决定已生效。", "opinion": "经催告仍不履行。",
            "subject_matter": "工资及加付赔偿金、罚款。"}  # fmt: skip


def holder(record: Any, role: str) -> Any:
    """Return the person of `role` at the owner office."""
    return cast.someone(record.office, role)


def _overdue(complaint: Complaint, choices: Any) -> None:
    assert complaint.case is not None
    assert complaint.case.order_due_on is not None
    wait_until(complaint.case.order_due_on + timedelta(days=1))
    do("mark_overdue", complaint.case, Actor.system())


def _draft_notice(complaint: Complaint, choices: Any) -> None:
    given = {k: str(choices[k]) for k in ("scope", "fine_yuan", "surcharge_rate") if k in choices}
    do("draft_notice", complaint.case, complaint.lead, notice(**given))


def _issue_notice(complaint: Complaint, choices: Any) -> None:
    do("issue_notice", complaint.case, holder(complaint, Role.LEGAL), {"opinion": "同意。"})


def _serve_notice(complaint: Complaint, choices: Any) -> None:
    do("serve_notice", complaint.case, complaint.lead, service())


def _submit(complaint: Complaint, choices: Any) -> None:
    assert complaint.case is not None
    answer_by = complaint.case.prior_notices.latest("id").answer_by
    assert answer_by is not None
    wait_until(answer_by + timedelta(days=1))
    do("submit_for_review", complaint.case, complaint.lead, {"opinion": "提请审核。"})


def _review(complaint: Complaint, choices: Any) -> None:
    do("pass_review", complaint.case, holder(complaint, Role.LEGAL), {"opinion": "同意。"})


def _decide(complaint: Complaint, choices: Any) -> None:
    assert complaint.case is not None
    announced = complaint.case.prior_notices.latest("id")
    do("decide_case", complaint.case, holder(complaint, Role.DEPARTMENT_HEAD),
       decision(surcharge_rate=str(announced.surcharge_rate), fine_yuan=str(announced.fine_yuan or "")))  # fmt: skip


def _serve_decision(complaint: Complaint, choices: Any) -> None:
    do("serve_decision", complaint.case, complaint.lead, service())


def _urge(complaint: Complaint, choices: Any) -> None:
    assert complaint.case is not None
    perform_by = complaint.case.decisions.latest("id").perform_by
    assert perform_by is not None
    wait_until(perform_by + timedelta(days=1))
    do("issue_urging", complaint.case, head_of(complaint), {"obligation": "支付工资和罚款。"})


def _serve_urging(complaint: Complaint, choices: Any) -> None:
    do("serve_urging", complaint.case, complaint.lead, service())


def _apply(complaint: Complaint, choices: Any) -> None:
    assert complaint.case is not None
    ends = complaint.case.decisions.latest("id").appeal_ends_on
    assert ends is not None
    wait_until(ends)
    do("apply_enforcement", complaint.case, holder(complaint, Role.DEPARTMENT_HEAD), application())


_TO_SANCTIONS = {
    **_STEPS, "served": _overdue, "overdue": _draft_notice, "notice_drafted": _issue_notice,
    "notice_issued": _serve_notice, "noticed": _submit, "submitted": _review, "reviewed": _decide,
    "decided": _serve_decision, "decision_served": _urge, "urging_issued": _serve_urging,
    "urged": _apply,
}  # fmt: skip


def _transfer(complaint: Complaint) -> None:
    if complaint.state != "transferred_out":
        receiver = cast.office(cast.SHANGSHUI)
        do("transfer_complaint", complaint, head_of(complaint),
           {"office": receiver.pk, "reason": "用工所在地在商水县。"})  # fmt: skip


def _supplement(complaint: Complaint) -> None:
    do("require_supplement", complaint, complaint.lead, {"missing": "请提供考勤记录。"})


def let_term_pass(record: Any, rule: str) -> None:
    """Shift a running clock into the past, as if its term had ended yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    for term in deadlines.running(record, rule):
        began = term.started_on - (term.due_on - yesterday)
        type(term).objects.filter(pk=term.pk).update(started_on=began, due_on=yesterday)


def _unsupplied(complaint: Complaint) -> None:
    let_term_pass(complaint, "S-01")


def _close_incomplete(complaint: Complaint) -> None:
    let_term_pass(complaint, "S-01")
    do("close_incomplete", complaint, head_of(complaint), {"reason": "逾期没有补正。"})


REJECTION = {"reason": "违法行为已超过二年。", "ended_on": "2023-05-31", "not_continuing": "on"}
"""Form data of a rejection: the violation ended long ago and does not go on."""


def _reject(complaint: Complaint) -> None:
    do("reject_complaint", complaint, head_of(complaint), REJECTION)


def _redirect(complaint: Complaint) -> None:
    do("redirect_complaint", complaint, head_of(complaint), {"reason": "已申请劳动仲裁。"})


def _withdraw(complaint: Complaint) -> None:
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "单位已经付清。"})
    do("confirm_withdrawal", complaint, head_of(complaint), {"reason": "已电话核实，自愿。"})


def _revoke(complaint: Complaint) -> None:
    do("revoke_case", complaint.case, head_of(complaint), {"reason": "事实不能认定。"})


_EXITS = {
    "unsupplied": _unsupplied,
    "transferred": _transfer, "supplement": _supplement, "closed_incomplete": _close_incomplete,
    "rejected": _reject, "redirected": _redirect, "withdrawn": _withdraw, "revoked": _revoke,
}  # fmt: skip
