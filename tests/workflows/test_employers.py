"""Integrity files of employers, projects' pages, and merging of duplicate files with exact undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from casework.journal import first_break
from casework.models import Case, Complaint, Employer, EmployerMerge
from casework.records.merging import rows_of
from tests import cast
from tests.cast import signed_in
from tests.factories import USCC, advance, do, file_at, fresh, worker
from tests.listing_helpers import at, on_list
from tests.workflows.test_payer_chain import liability, two_orders
from tests.workflows.test_projects import deposit, line, project, roster
from workflows.actions.merging import merge_employers, undo_merge
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
NAME = "河南宏远建筑劳务有限公司（虚构）"
OTHER = "宏远建筑劳务公司（虚构）"


def two_files() -> tuple[Employer, Employer]:
    """Given one firm registered twice: with its code, and by another name without one."""
    file_at()
    advance(file_at(uscc="", employer_name=OTHER, workers=2), "accepted")
    return Employer.objects.get(uscc=USCC), Employer.objects.get(name=OTHER)


def snapshot() -> dict[str, Any]:
    """Everything that names an employer, as it stands."""
    return {
        str(row.pk): (rows_of(row), row.merged_into_id) for row in Employer.objects.order_by("pk")
    }


def test_figures_are_of_all_counties_and_details_of_the_own_scope(province, li_jing, liu, chen):
    case = advance(file_at(workers=["100.00"]), "served").case
    far = advance(file_at(cast.GUSHI, cast.GUSHI, workers=[worker(7, "70.00")]), "found").case
    firm = Employer.objects.get(uscc=USCC)
    for user, own, other in ((li_jing, case, far), (liu, far, case), (chen, case, far)):
        page = signed_in(user).get(f"/employer/{firm.pk}/")
        text = page.content.decode()
        figures = page.context["file"].figures
        assert (figures.cases, figures.complaints, figures.orders) == (2, 2, 1)
        assert (str(figures.verified), str(figures.owed)) == ("170.00", "170.00")
        assert own.number in text
        assert other.number not in text
        assert "王五" not in text
        assert page.context["file"].counties[0][1] == 1


def test_the_list_finds_by_name_and_by_code(province, li_jing, administrator):
    file_at()
    client = signed_in(li_jing)
    for asked in ("宏远", USCC[:8], ""):
        assert NAME in client.get("/employers/", {"q": asked}).content.decode()
    assert NAME not in client.get("/employers/", {"q": "别家"}).content.decode()
    assert client.get("/employer/999999/").status_code == 404
    assert signed_in(administrator).get("/employers/").status_code == 200
    assert Client().get("/employers/").status_code == 302


def test_a_liable_party_sees_the_case_in_its_file(province, li_jing):
    case = advance(file_at(), "served").case
    do("add_liability", case, case.lead, liability())
    general = Employer.objects.get(name=liability()["name"])
    text = signed_in(li_jing).get(f"/employer/{general.pk}/").content.decode()
    assert case.number in text
    assert "第三十条" in text


def test_a_listing_is_shown_to_every_county_without_persons(province, liu):
    entry = on_list()
    with at("2026-04-01 09:00"):
        text = signed_in(liu).get(f"/employer/{entry.group.employer_id}/").content.decode()
    assert entry.decision_number in text
    assert "失信联合惩戒名单" in text
    assert entry.group.case.number not in text


def test_a_merge_moves_everything_and_its_undo_restores_exactly(province, sun, li_jing):
    kept, dropped = two_files()
    before = snapshot()
    actor = cast.actor(sun)
    merge = merge_employers(kept=kept, dropped=dropped, actor=actor, reason="同一家单位。")
    assert not Complaint.objects.filter(employer=dropped).exists()
    assert not Case.objects.filter(employer=dropped).exists()
    case = Case.objects.get()
    complaint = case.complaints.get()
    for dossier in (case, complaint):
        assert fresh(dossier).employer_id == kept.pk
        assert first_break(fresh(dossier)) is None
        told = dossier.events.filter(kind="employer.merged", stream=dossier.STREAM)
        assert told.count() == 1
    assert signed_in(li_jing).get(f"/employer/{dropped.pk}/").url == f"/employer/{kept.pk}/"
    assert (
        file_at(uscc="", employer_name=OTHER).employer_id == kept.pk
    )  # a new one goes to the kept

    later = Complaint.objects.latest("pk")
    undo_merge(merge, actor=actor, reason="查明是两家。")
    now = snapshot()
    assert now.pop(str(dropped.pk)) == before.pop(str(dropped.pk))
    mine, _ = now[str(kept.pk)]
    mine["casework.Complaint.employer"].remove(later.pk)
    assert now == before
    assert first_break(fresh(case)) is None
    assert case.events.filter(kind="employer.merge_undone", stream="case").count() == 1
    with pytest.raises(Refused, match="已经撤销"):
        undo_merge(merge, actor=actor, reason="再来。")


def test_two_codes_are_two_firms(province, administrator):
    kept, dropped = two_files()
    actor = cast.actor(administrator)
    with pytest.raises(Refused, match="请保留"):
        merge_employers(kept=dropped, dropped=kept, actor=actor, reason="反了。")
    Employer.objects.filter(pk=dropped.pk).update(uscc="91410105MA00000000")
    with pytest.raises(Refused, match="两家单位"):
        merge_employers(kept=kept, dropped=dropped, actor=actor, reason="同名。")
    with pytest.raises(Refused, match="另一份"):
        merge_employers(kept=kept, dropped=kept, actor=actor, reason="自己。")
    assert not EmployerMerge.objects.exists()


def test_only_administrators_and_supervisors_of_the_region_merge(province, li_jing, he, chen):
    kept, dropped = two_files()
    for who in (li_jing, he):
        with pytest.raises(Refused, match="督查员"):
            merge_employers(kept=kept, dropped=dropped, actor=cast.actor(who), reason="同一家。")
        assert signed_in(who).get(f"/employer/{dropped.pk}/merge/").status_code == 404
    file_at(cast.GUSHI, cast.GUSHI, uscc="", employer_name=OTHER)
    with pytest.raises(Refused, match="不在您督查的地区"):
        merge_employers(kept=kept, dropped=dropped, actor=cast.actor(chen), reason="同一家。")


def test_merges_are_undone_last_first(province, sun):
    kept, dropped = two_files()
    actor = cast.actor(sun)
    file_at(uscc="", employer_name="宏远劳务（虚构）")
    third = Employer.objects.get(name="宏远劳务（虚构）")
    first = merge_employers(kept=third, dropped=dropped, actor=actor, reason="一。")
    second = merge_employers(kept=kept, dropped=third, actor=actor, reason="二。")
    assert Employer.objects.get(pk=dropped.pk).merged_into_id == kept.pk
    with pytest.raises(Refused, match="先撤销后一次"):
        undo_merge(first, actor=actor, reason="一。")
    undo_merge(second, actor=actor, reason="二。")
    undo_merge(first, actor=actor, reason="一。")
    assert Case.objects.get().employer_id == dropped.pk


def test_merging_and_undoing_on_the_page(province, administrator, sun):
    kept, dropped = two_files()
    client = signed_in(administrator)
    address = f"/employer/{dropped.pk}/merge/?q=宏远"
    assert NAME in client.get(address).content.decode()
    assert client.post(address, {"kept": kept.pk}).status_code == 200  # no reason
    answer = client.post(address, {"kept": kept.pk, "reason": "同一家。"})
    assert answer.url == f"/employer/{kept.pk}/"
    merge = EmployerMerge.objects.get()
    assert merge.merged_by == administrator
    page = client.get(answer.url).content.decode()
    assert f"/employer/unmerge/{merge.pk}/" in page
    undone = signed_in(sun).post(f"/employer/unmerge/{merge.pk}/", {"reason": "弄错了。"})
    assert undone.url == f"/employer/{dropped.pk}/"
    assert Case.objects.get().employer_id == dropped.pk


def test_the_project_page_shows_chain_deposit_and_the_roster_beside_the_claims(
    province, li_jing, liu, chen, administrator
):
    case = advance(file_at(workers=2), "served").case
    do("record_project", case, li_jing, project(is_government="on"))
    case = fresh(case)
    do("record_subcontract", case, li_jing,
       {"giver": project()["general_contractor"], "taker": NAME, "work": "木工"})  # fmt: skip
    do("record_project_account", case, li_jing, deposit())
    do("import_site_roster", case, li_jing, {}, files={"roster": roster(line(0), line(7))})
    address = f"/project/{case.project_id}/"
    page = signed_in(li_jing).get(address)
    text = page.content.decode()
    for shown in ("政府投资项目", "6789", "木工班", case.number, "王五"):
        assert shown in text
    assert "62170001" not in text
    file = page.context["file"]
    assert (file.roster_count, file.missing, file.unclaimed) == (2, 1, 1)
    watched = signed_in(chen).get(address).content.decode()
    assert "王五" not in watched
    assert "王**" in watched
    stranger = signed_in(liu).get(address).content.decode()
    assert case.number not in stranger
    assert "王" not in stranger
    assert signed_in(administrator).get(address).status_code == 404


def test_the_case_page_says_who_else_must_pay_and_stays_within_its_queries(province, li_jing):
    case = two_orders()
    text = signed_in(li_jing).get(f"/cases/{case.pk}/").content.decode()
    assert "责任单位与资金" in text
    assert "同一笔工资" in text
