"""Recusal (Order 423 art. 16, Order 25 arts. 20-25) and another county's help (art. 29)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.access import visible_cases
from casework.models import Assistance, Case, Complaint, Document, Evidence, Recusal
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, Role
from tests import cast, factories
from tests.factories import advance, do, file_at, fresh
from tests.uploads import photo
from workflows import deadlines, documents
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

BROTHER_IN_LAW = "单位负责人是其姐夫。"


def matter(stage: str = "investigating") -> Case:
    case = advance(file_at(), stage).case
    assert case is not None
    return fresh(case)


def ask(case: Case, person, who=None, asker: str = "employer") -> Recusal:
    data = {"person": str(person.pk), "asker": asker, "reason": BROTHER_IN_LAW}
    do("ask_recusal", case, who or case.lead, data)
    return Recusal.objects.latest("id")


def third(case: Case, number: int = 2):
    return cast.someone(case.office, Role.INSPECTOR, number)


def takes_over(case: Case, stays) -> dict[str, str]:
    return {"lead": str(third(case).pk), "second": str(stays.pk), "opinion": "确有利害关系。"}


def desk(branch) -> list[tuple[str, str]]:
    rows = DeskTask.objects.filter(branch=branch.pk, finished__isnull=True)
    return [(task.node, task.office.name) for task in rows.select_related("office")]


def test_scenario_42_the_employers_brother_in_law_is_recused_in_three_days(province, he):
    """His earlier acts stay listed; from then on he loses every act on this case."""
    case = matter()
    first, second = case.lead, case.second
    do("note_case", case, first, {"text": "已到工地。"})
    recusal = ask(case, first, second)
    assert recusal.deadlines.get().due_on == (
        deadlines.calendar().add_working_days(clock.today(), 3).date
    )
    assert desk(recusal) == [("decide_recusal", case.office.name)]
    do("record_findings", case, first, factories.findings_for(case))  # the work goes on meanwhile

    do("grant_recusal", recusal, he, takes_over(case, second))

    case = fresh(case)
    assert (case.lead, case.second) == (third(case), second)
    assert case.recused == [first.pk]
    assert recusal.deadlines.get().state == "met"
    assert case.events.filter(actor=first).count() >= 3
    for code, data in (("note_case", {"text": "再记。"}), ("finish_investigation", {"text": "终结。"}),
                       ("add_evidence", {})):  # fmt: skip
        with pytest.raises((Refused, Incomplete), match=r"回避|改正"):
            do(code, case, first, data)
    task = DeskTask.objects.get(case=case, node="investigate", finished__isnull=True)
    assert task.owner == third(case)
    complaint = Complaint.objects.get(case=case)
    assert (complaint.lead, complaint.recused) == (third(case), [first.pk])
    do("finish_investigation", case, third(case), {"text": "终结。"})


def test_whoever_is_recused_cannot_come_back(province, he):
    case = matter()
    first, second = case.lead, case.second
    do("grant_recusal", ask(case, first), he, takes_over(case, second))
    with pytest.raises(Incomplete):
        do("reassign_inspectors", case, he,
           {"lead": first.pk, "second": second.pk, "reason": "人手不足。"})  # fmt: skip
    with pytest.raises(Incomplete):
        ask(case, first, second)


def test_the_investigation_does_not_begin_while_a_recusal_is_undecided(province, he):
    """law.md B1.2: no recusal pending decision."""
    case = matter("accepted")
    recusal = ask(case, case.second)
    with pytest.raises(Refused, match="回避申请还没有决定"):
        do("begin_investigation", case, case.lead, {"plan": ""})
    do("refuse_recusal", recusal, he, {"reason": "没有利害关系。"})
    do("begin_investigation", case, case.lead, {"plan": ""})
    assert fresh(case).state == "investigating"


def test_complainant_and_employer_may_ask_and_are_known_as_such(province):
    case = matter()
    data = {"person": str(case.lead_id), "reason": "有亲属关系。"}
    do("ask_recusal", case, Actor.employer(), data)
    assert Recusal.objects.latest("id").asker == "employer"
    with pytest.raises(Refused, match="正在等待决定"):
        do("ask_recusal", case, Actor.complainant(), data)
    do("ask_recusal", case, Actor.complainant(), {**data, "person": str(case.second_id)})
    assert Recusal.objects.latest("id").asker == "complainant"
    with pytest.raises(Refused):
        do("ask_recusal", case, cast.person("liu"), {**data, "asker": "officer"})


def test_the_heads_own_recusal_is_decided_by_the_department_head(province, he, department_head):
    case = matter()
    recusal = ask(case, he, case.lead, "complainant")
    assert desk(recusal) == [("decide_head", case.office.name)]
    with pytest.raises(Refused):
        do("grant_recusal", recusal, he, {"opinion": "同意。"})
    do("grant_recusal", recusal, department_head, {"opinion": "同意。"})
    with pytest.raises(Refused, match="回避"):
        do("reassign_inspectors", case, he, {**factories.pair(case), "reason": "调整。"})
    do("reassign_inspectors", case, department_head, {**factories.pair(case), "reason": "调整。"})


def test_the_department_head_does_not_stand_in_without_a_recusal(province, department_head):
    case = matter()
    with pytest.raises(Refused, match="监察机构负责人"):
        do("reassign_inspectors", case, department_head, {**factories.pair(case), "reason": "调。"})


def test_only_the_head_decides_and_nobody_on_oneself(province, he):
    case = matter()
    recusal = ask(case, case.lead)
    for other in (case.lead, case.second, cast.person("liu"), third(case)):
        with pytest.raises(Refused):
            do("grant_recusal", recusal, other, takes_over(case, case.second))
    with pytest.raises(Incomplete):
        do("grant_recusal", recusal, he, {"opinion": "同意。"})
    do("refuse_recusal", recusal, he, {"reason": "没有利害关系。"})
    with pytest.raises(Refused):
        do("refuse_recusal", recusal, he, {"reason": "没有利害关系。"})


def test_before_the_case_is_filed_the_head_puts_others_in(province, he):
    complaint = advance(file_at(), "assigned")
    first, second = complaint.lead, complaint.second
    data = {"lead": str(third(complaint).pk), "second": str(second.pk), "recused": [str(first.pk)],
            "reason": BROTHER_IN_LAW}  # fmt: skip
    do("replace_inspectors", complaint, he, data)
    with pytest.raises(Refused, match="回避"):
        do("propose_decision", complaint, first, {"proposal": "accept", "opinion": "符合。"})
    case = advance(complaint, "accepted").case
    assert case.recused == [first.pk]
    assert case.lead == third(complaint)


def test_a_complaint_whose_inspector_is_recused_is_not_accepted(province, he):
    """law.md B1.1: at least one not recused, and two officers always."""
    complaint = advance(file_at(), "proposed")
    Complaint.objects.filter(pk=complaint.pk).update(recused=[complaint.lead_id])
    with pytest.raises(Refused, match="已回避"):
        do("accept_complaint", complaint, he)


def test_scenario_43_a_record_signed_by_one_inspector_is_not_issued(province):
    """Order 423 art. 16: two sign; whoever is recused signs no more."""
    case = matter()
    said = {"began_at": "2026-11-24T09:00", "ended_at": "2026-11-24T10:00", "place": "工地项目部",
            "person": "工友", "identity": "木工", "rights": "已告知。", "questions": "问：欠薪几个月？\n答：三个月。"}  # fmt: skip
    lead, second = cast.actor(case.lead), cast.actor(case.second)
    record = documents.draft(case, DocumentKind.INTERVIEW_RECORD, lead, said)
    documents.sign(record, lead)
    with pytest.raises(Refused, match="2 名监察员签名"):
        documents.issue(record, lead)
    record.case.recused = [case.second_id]
    with pytest.raises(Refused, match="回避"):
        documents.sign(record, second)
    record.case.recused = []
    documents.sign(record, second)
    documents.issue(record, lead)
    assert Document.objects.get(pk=record.pk).number


# --- another county's help ------------------------------------------------------------------------


def request(case: Case, who=None) -> Assistance:
    office = cast.office(cast.SHANGSHUI)
    data = {"office": str(office.pk), "matter": "向两名返乡工人核实工期和工资。",
            "answer_by": str(clock.today() + timedelta(days=10))}  # fmt: skip
    do("request_assistance", case, who or case.lead, data)
    return Assistance.objects.get(case=case)


def helpers() -> dict[str, str]:
    office = cast.office(cast.SHANGSHUI)
    people = [cast.someone(office, Role.INSPECTOR, n) for n in (0, 1)]
    return {"helper": str(people[0].pk), "helper2": str(people[1].pk),
            "answer_by": str(clock.today() + timedelta(days=8))}  # fmt: skip


def test_another_county_helps_and_sees_the_case_only_from_then_on(province, shangshui_head):
    case = matter()
    assert not visible_cases(shangshui_head).filter(pk=case.pk).exists()
    branch = request(case)
    shangshui = cast.office(cast.SHANGSHUI)
    assert desk(branch) == [("answer_request", shangshui.name)]
    assert visible_cases(shangshui_head).filter(pk=case.pk).exists()

    do("accept_assistance", branch, shangshui_head, helpers())
    helper = cast.someone(shangshui, Role.INSPECTOR)
    assert DeskTask.objects.get(branch=branch.pk, finished__isnull=True).owner == helper
    assert branch.deadlines.get().due_on >= clock.today() + timedelta(days=8)

    do("add_assistance_evidence", branch, helper, {"caption": "询问录像截图"},
       files={"files": [photo()]})  # fmt: skip
    assert Evidence.objects.get(case=case).added_by == helper
    do("answer_assistance", branch, helper, {"text": "两名工人均证实工期三个月。"})
    branch = Assistance.objects.get(pk=branch.pk)
    assert branch.state == "answered"
    assert branch.ended_at is not None
    assert desk(branch) == []
    assert factories.desks(case) == ["investigate"]


def test_the_helping_office_may_do_nothing_else_on_the_case(province, shangshui_head):
    case = matter()
    branch = request(case)
    do("accept_assistance", branch, shangshui_head, helpers())
    helper = cast.someone(cast.office(cast.SHANGSHUI), Role.INSPECTOR)
    outsider = cast.someone(cast.office(cast.SHANGSHUI), Role.INSPECTOR, 2)
    for code, data in (("record_findings", factories.findings_for(case)),
                       ("finish_investigation", {"text": "终结。"}), ("note_case", {"text": "记。"})):  # fmt: skip
        with pytest.raises(Refused):
            do(code, case, helper, data)
    for person in (outsider, case.lead, shangshui_head, cast.person("liu")):
        with pytest.raises(Refused):
            do("answer_assistance", branch, person, {"text": "结果。"})


def test_the_other_office_may_say_no_with_a_reason(province, shangshui_head, liu):
    case = matter()
    branch = request(case, factories.head_of(case))
    for person in (liu, case.lead):
        with pytest.raises(Refused):
            do("refuse_assistance", branch, person, {"reason": "不便。"})
    do("refuse_assistance", branch, shangshui_head, {"reason": "工人不在本县。"})
    assert Assistance.objects.get(pk=branch.pk).state == "refused"
    assert desk(branch) == []


def test_the_letter_goes_out_under_the_number_of_the_one_and_comes_back_under_the_other(
    province, shangshui_head
):
    case = matter()
    branch = request(case)
    letter = branch.documents.get(kind="assistance_letter")
    assert (letter.office, letter.state) == (case.office, "issued")
    assert letter.facts["addressee"] == branch.office.name
    assert "返乡工人" in letter.facts["matter"]
    do("accept_assistance", branch, shangshui_head, helpers())
    helper = cast.someone(cast.office(cast.SHANGSHUI), Role.INSPECTOR)
    do("answer_assistance", branch, helper, {"text": "均证实工期三个月。"},
       files={"files": [photo("notes.jpg")]})  # fmt: skip
    reply = branch.documents.get(kind="assistance_reply")
    assert (reply.office, reply.facts["addressee"]) == (branch.office, case.office.name)
    assert reply.facts["letter"] == letter.number
    assert reply.facts["evidence"] == "notes.jpg"
    told = list(case.events.filter(kind__startswith="assistance").order_by("seq"))
    assert told[0].facts["document"] == letter.number
    assert told[-1].facts["document"] == reply.number


def test_a_refusal_is_a_letter_too(province, shangshui_head):
    branch = request(matter())
    do("refuse_assistance", branch, shangshui_head, {"reason": "工人不在本县。"})
    assert (
        "不能协助。理由：工人不在本县。"
        in branch.documents.get(kind="assistance_reply").facts["text"]
    )


def test_the_agreed_day_lies_ahead(province, shangshui_head):
    case = matter()
    office = cast.office(cast.SHANGSHUI)
    with pytest.raises(Refused, match="今天以后"):
        do("request_assistance", case, case.lead,
           {"office": str(office.pk), "matter": "核实。", "answer_by": str(clock.today())})  # fmt: skip


def test_the_pages_of_recusal_and_assistance_open(province, he, shangshui_head):
    case = matter()
    recusal, branch = ask(case, case.second), request(case)
    for user, code, record in ((he, "grant_recusal", recusal), (case.lead, "ask_recusal", case),
                               (shangshui_head, "accept_assistance", branch)):  # fmt: skip
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        page = client.get(reverse("act", args=[code, record.STREAM, record.pk]))
        assert page.status_code == 200
        assert page.context["form"] is not None, code
        text = client.get(reverse("case", args=[case.pk])).content.decode()
        assert "回避" in text


def test_the_complainant_asks_on_the_tracking_page(province):
    complaint, code = factories.file_with_code()
    case = advance(complaint, "investigating").case
    client = Client()
    client.post(reverse("track"), {"number": complaint.tracking_no, "code": code})
    url = reverse("tracking_act", args=[complaint.pk, "recusal"])
    assert url in client.get(reverse("tracking", args=[complaint.pk])).content.decode()
    page = client.get(url)
    assert "申请人" not in page.content.decode()
    answer = client.post(url, {"key": str(page.context["key"]), "person": case.lead_id,
                               "reason": "他是老板的姐夫。"})  # fmt: skip
    assert answer.status_code == 302
    assert Recusal.objects.get(case=case).asker == "complainant"
