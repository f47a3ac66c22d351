"""Every transition of law.md B1.1 and B1.2: allowed, in a wrong state, by a wrong person."""

from __future__ import annotations

import pytest

from casework.models import Document, OrderLine
from casework.models.actor import Actor
from casework.vocabulary import CaseState, ComplaintState, Role
from tests import cast, factories
from tests.factories import (
    REJECTION,
    STAGES,
    advance,
    desks,
    do,
    file_at,
    findings_for,
    fresh,
    order,
    pair,
    service,
)
from workflows.catalogue import ACTIONS
from workflows.dispatch import Incomplete
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, take, why_not

pytest_plugins = ("tests.cast",)

# action, stage before, who, form, state after (of the complaint, or of the case: "case:…"), desk after
ALLOWED = [
    ("assign_inspectors", "arrived", "he", "pair", "filed", "propose"),
    ("propose_decision", "assigned", "lead", {"proposal": "accept", "opinion": "符合。"}, "filed", "decide"),
    ("return_proposal", "proposed", "he", {"reason": "再核对。"}, "filed", "propose"),
    ("require_supplement", "assigned", "lead", {"missing": "考勤。"}, "supplement", "await_supplement"),
    ("receive_supplement", "supplement", "lead", {"text": "收到。"}, "filed", "propose"),
    ("close_incomplete", "unsupplied", "he", {"reason": "逾期。"}, "closed_incomplete", None),
    ("accept_complaint", "proposed", "he", {}, "accepted", "in_case"),
    ("reject_complaint", "proposed", "he", REJECTION, "rejected", None),
    ("redirect_complaint", "proposed", "he", {"reason": "已仲裁。"}, "redirected", None),
    ("transfer_complaint", "arrived", "he", "transfer", "transferred_out", "receive"),
    ("begin_investigation", "accepted", "lead", {}, "case:investigating", "investigate"),
    ("finish_investigation", "found", "lead", {"text": "终结。"}, "case:investigated", "dispose"),
    ("draft_order", "investigated", "lead", "order", "case:investigated", "sign"),
    ("return_order", "drafted", "he", {"reason": "再写。"}, "case:investigated", "dispose"),
    ("issue_order", "drafted", "he", {}, "case:ordered", "serve"),
    ("issue_order", "drafted", "department_head", {}, "case:ordered", "serve"),
    ("serve_order", "ordered", "lead", "service", "case:ordered", "watch"),
    ("confirm_complied", "paid", "lead", {}, "case:complied", "close"),
    ("close_case", "complied", "he", {"outcome": "付清。"}, "case:closed", None),
    ("tell_result", "closed", "lead", {"text": "付清。"}, "closed", None),
]  # fmt: skip


def matter(stage: str):
    """Given a matter of 金水区 that has come to `stage`."""
    return advance(file_at(), stage)


def record_of(code: str, complaint):
    return complaint.case if ACTIONS[code].machine is CaseMachine else complaint


def data_of(form, record):
    if form == "pair":
        return pair(record)
    if form == "transfer":
        return {"office": cast.office(cast.JIYUAN).pk, "reason": "工地在济源。"}
    return {"order": order, "service": service}[form]() if isinstance(form, str) else form


def actor_of(who: str, complaint) -> Actor:
    return cast.actor(complaint.lead if who == "lead" else cast.person(who))


@pytest.mark.parametrize(("code", "stage", "who", "form", "state", "desk"), ALLOWED)
def test_it_is_allowed_to_the_right_person_in_the_right_state(
    province, code, stage, who, form, state, desk
):
    complaint = matter(stage)
    record = record_of(code, complaint)
    before = record.last_seq
    do(code, record, actor_of(who, complaint), data_of(form, record))
    record = fresh(record)
    assert record.state == state.removeprefix("case:")
    assert desks(record) == ([desk] if desk else [])
    assert record.last_seq > before


def tries(complaint, stage: str, actors) -> int:
    """Every act of this stage, tried by `actors` who may not; how many were refused."""
    refused = 0
    for code, _stage, _who, form, _state, _desk in (row for row in ALLOWED if row[1] == stage):
        record = record_of(code, complaint)
        before = (record.state, record.last_seq)
        for actor in actors(code):
            with pytest.raises(Refused) as refusal:
                do(code, record, actor, data_of(form, record))
            assert str(refusal.value), code
            refused += 1
        assert (fresh(record).state, fresh(record).last_seq) == before, code
    return refused


@pytest.mark.parametrize("last", ["told", "supplement"])
def test_a_stranger_of_another_county_cannot_take_any_step(province, liu, last):
    gushi = cast.office(cast.GUSHI)
    roles = (Role.INSPECTOR, Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.CLERK)
    strangers = [Actor(role=role, user=liu, office=gushi) for role in roles]
    complaint = file_at()
    for stage in _stages_to(last):
        complaint = advance(complaint, stage)
        assert tries(complaint, stage, lambda code: strangers) >= len(strangers)


@pytest.mark.parametrize("last", ["told", "supplement"])
def test_a_wrong_role_of_the_same_office_cannot_take_any_step(province, chen, jinshui_clerk, last):
    third = cast.someone(cast.office(cast.JINSHUI), Role.INSPECTOR, 2)
    other = [cast.actor(third), cast.actor(jinshui_clerk), Actor.complainant(), Actor.system()]

    def wrong(code: str) -> list[Actor]:
        if code == "require_supplement":  # law.md B1.1: the clerk may as well
            return [cast.actor(chen), cast.actor(third), Actor.complainant()]
        if code in ("receive_supplement", "transfer_complaint"):
            # The complainant may bring what is missing, and whoever files may send it on.
            return [cast.actor(chen)]
        return [cast.actor(chen), *other]

    complaint = file_at()
    for stage in _stages_to(last):
        complaint = advance(complaint, stage)
        tries(complaint, stage, wrong)


def _stages_to(last: str) -> list[str]:
    if last == "supplement":
        return ["supplement"]
    held = {row[1] for row in ALLOWED} - {"supplement", "unsupplied"}
    return [stage for stage in STAGES if stage in held]


def test_every_step_is_refused_once_the_matter_is_over(province):
    complaint = matter("told")
    for code, _stage, who, form, _state, _desk in ALLOWED:
        record = record_of(code, complaint)
        with pytest.raises(Refused):
            do(code, record, actor_of(who, complaint), data_of(form, record))


COMPLAINT_MOVES = {
    "require_supplement": {"filed"}, "supplement": {"supplement"}, "close_incomplete": {"supplement"},
    "transfer_out": {"filed"}, "arrive": {"transferred_out"}, "accept": {"filed"},
    "reject": {"filed"}, "redirect": {"filed"}, "withdraw": {"filed", "supplement", "accepted"},
    "tell_result": {"accepted"}, "close": {"result_told"},
    "dispute": {"filed"}, "come_back": {"transferred_out"}, "stay": {"transferred_out"},
    "take_up": {"filed"}, "merge": {"filed"}, "send_to_department": {"filed"},
    "return_from_department": {"transferred_out"}, "tell_department_result": {"transferred_out"},
}  # fmt: skip
BEFORE_DECISION = {
    "open", "investigating", "investigated", "ordered", "overdue", "complied", "notice_given",
    "hearing", "reviewed",
}  # fmt: skip
DECISION_STANDS = {"decided", "served", "urged", "enforcement", "performed"}
ORDER_STANDS = {"ordered", "overdue", "complied", "notice_given", "hearing", "reviewed"}
CASE_MOVES = {
    "begin_investigation": {"open"}, "extend": {"investigating"},
    "finish_investigation": {"investigating"}, "order": {"investigating", "investigated"},
    "comply": {"ordered"}, "become_overdue": {"ordered"}, "revoke": BEFORE_DECISION,
    "close": {"complied", "revoked", "performed"},
    "give_notice": {"investigated", "overdue", "notice_given", "hearing"},
    "ask_hearing": {"notice_given"}, "review": {"notice_given", "hearing"},
    "send_back": {"reviewed"}, "decide": {"reviewed"}, "serve_decision": {"decided"},
    "lose_order": ORDER_STANDS, "redo_decision": DECISION_STANDS,
    "lose_decision": DECISION_STANDS, "urge": {"served"}, "apply_enforcement": {"urged"},
    "perform": {"overdue", "served", "urged", "enforcement"},
    "close_enforced": {"served", "urged", "enforcement"},
}  # fmt: skip


@pytest.mark.parametrize("move", COMPLAINT_MOVES)
def test_a_complaint_moves_only_from_the_states_of_the_law(move):
    assert _sources(ComplaintMachine(), move, ComplaintState) == COMPLAINT_MOVES[move]


@pytest.mark.parametrize("move", CASE_MOVES)
def test_a_case_moves_only_from_the_states_of_the_law(move):
    assert _sources(CaseMachine(), move, CaseState) == CASE_MOVES[move]


def _sources(record, move, states) -> set[str]:
    """The states from which the machine knows `move`, read from its answers to a wrong state."""
    meta = getattr(record, move)._django_fsm
    return {state.value for state in states if meta.get_transition(state.value) is not None}


def test_nobody_sets_a_state_by_hand(province):
    complaint = file_at()
    with pytest.raises(AttributeError):
        complaint.state = "closed"


def test_a_step_outside_a_transaction_is_a_fault(transactional_db, province, he):
    complaint = ComplaintMachine.objects.get(pk=file_at().pk)
    with pytest.raises(RuntimeError):
        take(complaint, "reject", cast.actor(he))


def test_the_refusal_names_the_present_state(province, he):
    complaint = ComplaintMachine.objects.get(pk=matter("accepted").pk)
    verdict = why_not(complaint, "reject", cast.actor(he))
    assert not verdict.ok
    assert "已受理" in verdict.reason


def test_acceptance_files_the_case_on_the_same_day_with_two_inspectors(province):
    """B1.2: 受理即立案; two inspectors, one of them lead; D-01 met, D-07 of 60 working days runs."""
    complaint = matter("accepted")
    case = complaint.case
    assert (case.lead, case.second) == (complaint.lead, complaint.second)
    assert case.lead != case.second
    limits = set(case.deadlines.values_list("rule", "state", "length"))
    assert limits == {("D-07", "running", 60)}
    assert complaint.deadlines.get().state == "met"


def test_one_inspector_alone_is_not_enough(province, he, li_jing):
    complaint = matter("arrived")
    with pytest.raises(Incomplete):
        do("assign_inspectors", complaint, he, {"lead": li_jing.pk, "second": li_jing.pk})


def test_an_inspector_of_another_county_cannot_be_assigned(province, he, li_jing, liu):
    complaint = matter("arrived")
    with pytest.raises(Incomplete):
        do("assign_inspectors", complaint, he, {"lead": li_jing.pk, "second": liu.pk})


def test_without_a_definite_employer_it_is_not_accepted(province, he):
    """Order 25 art. 18 (2)."""
    complaint = advance(file_at(employer_name="", uscc="", project_name=""), "proposed")
    with pytest.raises(Refused, match="用人单位"):
        do("accept_complaint", complaint, he)


def test_the_investigation_does_not_end_before_every_worker_has_a_finding(province, li_jing):
    complaint = advance(file_at(workers=3), "investigating")
    findings = findings_for(complaint.case)
    last = max(findings)
    some = {k: v for k, v in findings.items() if k.split("_")[1] != last.split("_")[1]}
    do("record_findings", complaint.case, li_jing, some)
    with pytest.raises(Refused, match="1"):
        do("finish_investigation", complaint.case, li_jing, {"text": "终结。"})


def test_nothing_owed_means_no_order_but_revocation(province, he, li_jing):
    complaint = advance(file_at(), "investigating")
    nothing = {claim.pk: 0 for claim in complaint.claims.all()}
    complaint = advance(complaint, "investigated", owed=nothing)
    with pytest.raises(Refused, match="没有尚欠"):
        do("draft_order", complaint.case, li_jing, order())
    do("revoke_case", complaint.case, he, {"reason": "事实不能认定。"})
    assert fresh(complaint.case).state == "revoked"


def test_a_case_with_money_owed_cannot_be_revoked(province, he):
    complaint = matter("investigated")
    with pytest.raises(Refused, match="12,500"):
        do("revoke_case", complaint.case, he, {"reason": "轻微。"})


def test_a_returned_order_can_be_drafted_anew(province, he, li_jing):
    complaint = matter("drafted")
    do("return_order", complaint.case, he, {"reason": "写明月份。"})
    do("draft_order", complaint.case, li_jing, order(term_days="10"))
    do("issue_order", complaint.case, he)
    issued = Document.objects.get(case=complaint.case, kind="pay_order", state="issued")
    assert issued.term_days == 10
    assert OrderLine.objects.filter(document=issued).count() == 1


def test_posting_without_a_photo_does_not_serve(province, li_jing):
    """The term does not start; what posting needs is in tests/workflows/test_evasion.py."""
    complaint = matter("ordered")
    with pytest.raises(Refused, match="照片"):
        do("serve_order", complaint.case, li_jing, service(mode="posted"))
    assert fresh(complaint.case).order_due_on is None


def test_it_is_not_complied_before_everything_is_paid(province, li_jing):
    complaint = matter("served")
    with pytest.raises(Refused, match="12,500"):
        do("confirm_complied", complaint.case, li_jing)


def test_an_order_is_made_at_any_time_once_every_worker_is_found(province, li_jing):
    """Law.md B1.2, INVESTIGATING -> ORDERED: the investigation need not have ended."""
    complaint = matter("investigating")
    case, head = complaint.case, factories.head_of(complaint)
    with pytest.raises(Refused, match="还有 1 名工人没有认定"):
        do("draft_order", case, li_jing, order())
    do("record_findings", case, li_jing, factories.findings_for(case))
    do("draft_order", case, li_jing, order())
    do("return_order", case, head, {"reason": "再核对。"})
    assert (fresh(case).state, factories.desks(case)) == ("investigating", ["investigate"])
    do("draft_order", case, li_jing, order())
    do("issue_order", case, head, {})
    assert (fresh(case).state, factories.desks(case)) == ("ordered", ["serve"])
    assert list(case.deadlines.filter(rule="D-07").values_list("state", flat=True)) == ["met"]


def test_what_was_slight_and_complied_with_is_revoked(province):
    """Law.md B1.2, COMPLIED: if slight -> REVOKED, else CLOSED."""
    complaint = factories.advance(factories.file_at(workers=["900.00"]), "complied")
    case, head = complaint.case, factories.head_of(complaint)
    do("revoke_case", case, head, {"reason": "情节轻微，已按期改正。"})
    assert (fresh(case).state, factories.desks(case)) == ("revoked", ["close"])
    with pytest.raises(Refused):
        do("revoke_case", case, head, {"reason": "再撤一次。"})
    do("close_case", case, head, {"outcome": "撤销立案。"})
    assert fresh(case).state == "closed"


def test_the_result_is_told_only_after_the_case_is_closed(province, li_jing):
    complaint = matter("complied")
    with pytest.raises(Refused):
        do("tell_result", complaint, li_jing, {"text": "办完了。"})
