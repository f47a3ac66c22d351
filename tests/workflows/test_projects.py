"""Projects: chain, deposit, real-name roster; advances with recourse; government projects (scenario 46)."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from casework import clock
from casework.models import Deadline, ProjectAccount, RosterEntry, Subcontract
from casework.queries.accounts import balance_of
from casework.queries.payers import recourses_of
from casework.vocabulary import Role
from tests import cast
from tests.factories import advance, decision, do, file_at, fresh, payments_for, worker
from tests.papers_helpers import pdf_text, print_document
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)


def project(**over) -> dict[str, str]:
    return {"name": "宏远花园三期", "developer": "金水区城建投资公司（虚构）",
            "general_contractor": "中原建工集团有限公司（虚构）", "address": "东风路", **over}  # fmt: skip


def deposit(amount: str = "5000.00", **over) -> dict[str, str]:
    return {"kind": "deposit", "bank": "中原银行金水支行", "account_no": "6217 0001 2345 6789",
            "lodged": amount, "since": "2026-01-05", **over}  # fmt: skip


def on_site(amounts=("3000.00", "4000.00"), stage="served", **over):
    case = advance(file_at(workers=list(amounts)), stage).case
    do("record_project", case, case.lead, project(**over))
    return fresh(case)


def roster(*rows, name="名册.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.append(["金水区宏远花园三期实名制名册"])
    sheet.append(["姓名", "身份证号码", "班组", "工种", "进场日期", "退场日期", "出勤天数"])
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def line(number: int, team="木工班", days=60):
    facts = worker(number)
    name = facts.name if number == 0 else f"赵{'甲乙丙丁戊己庚辛'[number]}"
    return [name, facts.id_number, team, "木工", "2026-03-01", "2026-05-31", days]


def test_the_case_gets_its_project_and_its_chain(province, li_jing):
    case = on_site()
    assert case.project.general_contractor.name == "中原建工集团有限公司（虚构）"
    link = {"giver": "中原建工集团有限公司（虚构）", "taker": "豫东劳务（虚构）", "work": "木工",
            "is_unlawful": "on"}  # fmt: skip
    do("record_subcontract", case, li_jing, link)
    row = Subcontract.objects.get()
    assert (row.giver, row.is_unlawful) == (case.project.general_contractor, True)
    with pytest.raises(Refused, match="已经登记"):
        do("record_subcontract", case, li_jing, link)
    with pytest.raises(Refused, match="同一家"):
        do("record_subcontract", case, li_jing, {**link, "giver": link["taker"]})


def test_without_a_project_nothing_of_it_can_be_recorded(province, li_jing):
    case = advance(file_at(), "served").case
    for code, data in (("record_project_account", deposit()), ("import_site_roster", {})):
        with pytest.raises(Refused, match="先登记"):
            do(code, case, li_jing, data)


def test_two_cases_of_one_site_share_the_project(province):
    first, second = on_site(), on_site(["10.00"])
    assert first.project_id == second.project_id


def test_a_payment_from_the_deposit_lowers_its_balance_and_opens_recourse(province, li_jing):
    case = on_site()
    do("record_project_account", case, li_jing, deposit())
    account = ProjectAccount.objects.get()
    assert account.last_digits == "6789"
    assert "6789" not in str(case.events.get(kind="project.account_recorded").facts)
    first, second = case.claims.order_by("position")
    from_deposit = payments_for(case, {first.pk: "3000.00"}) | {"payer": "deposit"}
    do("record_payments", case, li_jing, from_deposit)
    assert balance_of(case.project_id, "deposit").left == Decimal("2000.00")
    (row,) = recourses_of([case])
    assert (row.recourse.article, row.left) == ("第三十二条", Decimal("3000.00"))
    assert row.way == "限期补足保证金"
    with pytest.raises(Refused, match="2,000"):
        do("record_payments", case, li_jing,
           payments_for(case, {second.pk: "2000.01"}) | {"payer": "deposit"})  # fmt: skip
    assert fresh(case).paid_yuan == Decimal("3000.00")


@pytest.mark.parametrize(
    ("payer", "article", "debtor"),
    [
        ("emergency_fund", "第六十三条", "employer"),
        ("special_account", "第三十一条", "employer"),
        ("developer", "第二十九条", "employer"),
    ],
)
def test_an_advance_is_paid_once_and_comes_back_by_its_article(province, payer, article, debtor):
    case = on_site()
    do("record_payments", case, case.lead, payments_for(case) | {"payer": payer})
    case = fresh(case)
    assert case.paid_yuan == Decimal("7000.00")
    (row,) = recourses_of([case])
    assert (row.recourse.article, row.recourse.debtor_kind) == (article, debtor)
    assert row.advanced == Decimal("7000.00")


def test_the_roster_of_the_site_is_read_whole_or_not_at_all(province, li_jing):
    case = on_site(stage="investigating")
    good, twice = line(0), line(0)
    bad = line(1)
    bad[1] = bad[1][:-1] + ("1" if bad[1][-1] != "1" else "2")
    with pytest.raises(Incomplete) as refusal:
        do("import_site_roster", case, li_jing, {}, files={"roster": roster(good, twice, bad)})
    said = " ".join(refusal.value.form.non_field_errors())
    assert "第 4 行" in said
    assert "第 5 行" in said
    assert not RosterEntry.objects.exists()

    do("import_site_roster", case, li_jing, {}, files={"roster": roster(line(0), line(7))})
    assert RosterEntry.objects.count() == 2
    assert RosterEntry.objects.filter(worker__claims__case=case.pk).count() == 1
    do("import_site_roster", case, li_jing, {}, files={"roster": roster(line(0, days=58))})
    assert RosterEntry.objects.get(worker__name="王五").days == Decimal("58.0")
    assert RosterEntry.objects.count() == 2


def test_the_employer_is_described_by_an_act_and_papers_take_it_from_there(province, li_jing):
    case = advance(file_at(employer_address=""), "investigating").case
    told = {"address": "郑州市金水区文化路 9 号", "legal_representative": "钱老板", "phone": ""}
    with pytest.raises(Refused):
        do("record_employer", case, cast.person("he"), told)
    do("record_employer", case, li_jing, told)
    employer = fresh(case).employer
    assert (employer.address, employer.legal_representative) == (
        "郑州市金水区文化路 9 号",
        "钱老板",
    )
    event = case.events.get(kind="employer.recorded")
    assert event.facts == {"employer": employer.pk, "fields": ["address", "legal_representative"]}
    with pytest.raises(Refused, match="没有改动"):
        do("record_employer", case, li_jing, told)


def test_a_penalty_is_not_decided_without_the_address_of_the_party(province):
    """行政处罚法 art. 59 (1)."""
    case = advance(file_at(employer_address=""), "reviewed").case
    head = cast.someone(case.office, Role.DEPARTMENT_HEAD)
    with pytest.raises(Refused, match="地址"):
        do("decide_case", case, head, decision())
    do("record_employer", case, case.lead, {"address": "文化路 9 号"})
    do("decide_case", case, head, decision())
    assert "文化路9号" in pdf_text(print_document(case.documents.get(kind="penalty_decision")))


def test_scenario_46_report_countdown_and_summons_by_the_superior(
    province, li_jing, department_head, chen, sun
):
    case = on_site(is_government="on")
    report = {
        "government": "金水区人民政府",
        "days": 30,
        "text": "项目资金不到位，请责令足额拨付。",
    }
    for who in (li_jing, cast.person("he"), cast.person("liu")):
        with pytest.raises(Refused):
            do("report_to_government", case, who, report)
    with pytest.raises(Refused, match="还没有向政府"):
        do("summon_by_superior", case, chen,
           {"summoned": "城建投", "summoned_on": clock.today(), "text": "约谈。"})  # fmt: skip
    do("report_to_government", case, department_head, report)
    term = Deadline.objects.get(case=case.pk, rule="M-02")
    assert (term.due_on - clock.today()).days >= 30
    assert case.documents.get(kind="government_report").number
    summons = {"summoned": "城建投资公司负责人", "summoned_on": clock.today(), "text": "限期到位。"}
    with pytest.raises(Refused, match="尚未届满"):
        do("summon_by_superior", case, chen, summons)
    part = {"allocated": "1000.00", "allocated_on": clock.today(), "text": "先拨一部分。"}
    do("record_government_answer", case, li_jing, part)
    assert Deadline.objects.get(pk=term.pk).state == "running"
    with clock.at(clock.now() + timedelta(days=45)):
        sweep_deadlines()
        assert case.events.filter(kind="deadline.passed", facts__rule="M-02").exists()
        for who in (li_jing, department_head, cast.person("liu")):
            with pytest.raises(Refused):
                do("summon_by_superior", case, who, summons)
        do("summon_by_superior", case, chen, summons)
        event = case.events.get(kind="government.summoned")
        assert event.actor == chen
        do("record_government_answer", case, li_jing, part | {"is_full": "on"})
        assert Deadline.objects.get(pk=term.pk).state in ("met", "met_late")
        with pytest.raises(Refused):
            do("summon_by_superior", case, sun, summons)
    assert fresh(case).paid_yuan == 0  # allocated is not yet paid to the workers


def test_a_private_project_is_not_reported_to_the_government(province, department_head):
    case = on_site()
    with pytest.raises(Refused, match="政府投资"):
        do("report_to_government", case, department_head,
           {"government": "区政府", "days": 30, "text": "报告。"})  # fmt: skip
