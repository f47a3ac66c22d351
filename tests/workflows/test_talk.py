"""Talk of colleagues about a case: who may, whom @ reaches, and that it leaves the office by no way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.access import visible_cases
from casework.models import Case, CaseEvent, Comment, User
from casework.queries.mentions import mentions_in
from casework.queries.readers import may_talk, readers_of
from casework.queries.volumes import contents_of
from casework.vocabulary import ComplaintKind, EventKind, VolumePack
from notifications import feed
from notifications.models import Delivery, DeliveryState, Way
from notifications.recipients import Audience
from tests import cast, factories
from tests.cast import signed_in
from tests.factories import advance, do, file_at
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province")
EVERYBODY = [*cast.CAST]


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


@pytest.fixture
def case() -> Case:
    """A case of 金水区, told at the window of 商水县."""
    people = [cast.person(key) for key in EVERYBODY]
    assert people
    complaint = advance(file_at(cast.SHANGSHUI), "investigating")
    assert complaint.case is not None
    return complaint.case


@pytest.fixture
def report_case() -> Case:
    complaint = advance(file_at(cast.JINSHUI, kind=ComplaintKind.REPORT, workers=1), "accepted")
    assert complaint.case is not None
    return complaint.case


def test_readers_are_exactly_those_who_see_the_case(case: Case) -> None:
    seeing = {u.pk for u in User.objects.all() if visible_cases(u).filter(pk=case.pk).exists()}
    assert set(readers_of(case).values_list("pk", flat=True)) == seeing
    assert cast.person("qin").pk in seeing  # the window that took it in
    assert cast.person("liu").pk not in seeing
    assert cast.person("administrator").pk not in seeing


def test_of_a_report_only_its_handlers_talk(report_case: Case, wu_gang: User, chen: User) -> None:
    for key in EVERYBODY:
        user = cast.person(key)
        listed = readers_of(report_case).filter(pk=user.pk).exists()
        assert listed == may_talk(user, report_case), key
    assert {u.username for u in readers_of(report_case)} == {"lijing", "he"}
    for user in (wu_gang, chen):
        with pytest.raises(Refused, match="举报"):
            do("comment", report_case, user, {"text": "谁举报的？"})


def test_a_remark_is_kept_told_to_whom_it_names_and_never_in_the_journal(
    case: Case, li_jing: User, wu_gang: User, chen: User
) -> None:
    do("comment", case, li_jing, {"text": "@wugang 请看；@陈督查同意吗？"})
    comment = Comment.objects.get()
    assert sorted(comment.mentions) == sorted([wu_gang.pk, chen.pk])
    event = CaseEvent.objects.get(kind=EventKind.COMMENT_ADDED)
    assert "请看" not in str(event.facts) + event.reason
    told = Audience([event]).of(event)
    people = {one.user_id for one in told if one.user_id}
    assert people == {wu_gang.pk, chen.pk}  # not the author, who leads
    assert not any(one.complaint_id for one in told)
    notice = Delivery.objects.create(
        event=event, channel=Way.INBOX, user=wu_gang, state=DeliveryState.SENT,
        next_try_at=event.at,
    )  # fmt: skip
    inbox = text(signed_in(wu_gang).get(reverse("inbox")))
    assert "在讨论中提到您" in inbox
    opened = signed_in(wu_gang).get(reverse("inbox_open", args=[notice.pk]))
    assert opened["Location"] == reverse("case", args=[case.pk]) + "#talk"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("@liu 看看", "“liu”看不到本案"),
        ("@刘生请看", "“刘生”看不到本案"),
        ("@nobody 请看", "没有找到“nobody”"),
        ("@administrator 请看", "没有找到“administrator”"),
    ],
)
def test_whoever_cannot_see_the_case_cannot_be_named(
    case: Case, li_jing: User, words: str, sentence: str
) -> None:
    User.objects.filter(username="administrator").update(username="sysadmin")
    with pytest.raises(Incomplete) as refused:
        do("comment", case, li_jing, {"text": words})
    assert sentence in str(refused.value.form.errors["text"])
    assert not Comment.objects.exists()
    answer = signed_in(li_jing).post(f"/act/comment/case/{case.pk}/", {"text": words})
    assert answer.status_code == 422
    assert words in text(answer)  # nothing typed is lost


def test_a_stranger_and_the_recused_say_nothing(case: Case, liu: User, wu_gang: User) -> None:
    assert signed_in(liu).get(f"/act/comment/case/{case.pk}/").status_code == 404
    with pytest.raises(Refused):
        do("comment", case, liu, {"text": "我也想看"})
    Case.objects.filter(pk=case.pk).update(recused=[wu_gang.pk])
    with pytest.raises(Refused, match="回避"):
        do("comment", case, wu_gang, {"text": "我的意见"})
    with pytest.raises(Incomplete):
        do("comment", case, case.lead, {"text": "@wugang 请看"})


def test_it_is_taken_back_by_its_author_alone_and_stays_written(
    case: Case, li_jing: User, wu_gang: User
) -> None:
    do("comment", case, li_jing, {"text": "说错了的话"})
    comment = Comment.objects.get()
    with pytest.raises(Incomplete):
        do("retract_comment", case, wu_gang, {"comment": comment.pk})
    do("retract_comment", case, li_jing, {"comment": comment.pk})
    with pytest.raises(Incomplete):
        do("retract_comment", case, li_jing, {"comment": comment.pk})
    page = text(signed_in(wu_gang).get(reverse("case", args=[case.pk]) + "?region=talk"))
    assert "说错了的话" not in page
    assert "撤回" in page
    assert Comment.objects.get().text == "说错了的话"


@pytest.mark.parametrize("change", ["text", "mentions", "author", "delete"])
def test_the_database_keeps_a_remark_as_it_was(case: Case, li_jing: User, change: str) -> None:
    do("comment", case, li_jing, {"text": "原话"})
    rows = Comment.objects.filter(case=case.pk)
    values: dict[str, Any] = {"text": "改过", "mentions": [1], "author": cast.person("he")}
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(**{change: values[change]})


def test_it_leaves_the_office_by_no_way(case: Case, li_jing: User) -> None:
    do("comment", case, li_jing, {"text": "内部意见：材料不足"})
    assert EventKind.COMMENT_ADDED in feed.INTERNAL
    assert EventKind.COMMENT_RETRACTED in feed.INTERNAL
    for pack in VolumePack.values:
        told = str(contents_of(case, pack, li_jing).timeline)
        assert "讨论" not in told, pack
        assert "内部意见" not in told, pack


def test_it_does_not_make_a_colleague_s_form_out_of_date(
    case: Case, li_jing: User, wu_gang: User
) -> None:
    seen = Case.objects.get(pk=case.pk).last_seq
    do("comment", case, wu_gang, {"text": "顺便说一句"})
    data = factories.findings_for(case)
    do("record_findings", case, li_jing, data, seen=seen)


def test_the_page_shows_names_marked_and_words_escaped(case: Case, li_jing: User, he: User) -> None:
    client = signed_in(li_jing)
    answer = client.post(
        f"/act/comment/case/{case.pk}/", {"text": "@he <script>alert(1)</script> 看一下"}
    )
    assert answer["Location"] == reverse("case", args=[case.pk]) + "#talk"
    page = text(client.get(reverse("case", args=[case.pk])))
    assert '<b class="mention">@何队长</b> &lt;script&gt;' in page
    assert "<script>alert" not in page
    assert f'action="/act/comment/case/{case.pk}/"' in page


def test_the_list_at_the_sign_completes_readers_only(case: Case, li_jing: User, liu: User) -> None:
    url = reverse("case_readers", args=[case.pk])
    found = signed_in(li_jing).get(url, {"q": "wu"}).json()["people"]
    assert [one["username"] for one in found] == ["wugang"]
    assert signed_in(li_jing).get(url, {"q": "陈"}).json()["people"][0]["name"] == "陈督查"
    assert signed_in(li_jing).get(url, {"q": "刘生"}).json()["people"] == []
    assert signed_in(liu).get(url).status_code == 404
    assert len(signed_in(li_jing).get(url).json()["people"]) <= 8


def test_names_are_found_in_running_chinese_text() -> None:
    def user(pk: int, username: str, full_name: str) -> User:
        return User(pk=pk, username=username, full_name=full_name)

    readers = [user(1, "li", "李静"), user(2, "lijing", "李静雯"), user(3, "w.gang", "吴刚"),
               user(4, "zhao1", "赵敏"), user(5, "zhao2", "赵敏")]  # fmt: skip
    found = mentions_in(
        "@李静雯你好，请@李静也看。@li, @W.gang. ＠吴刚 a@b.com @lijingx @赵敏", readers
    )
    assert [one.pk for one in found.people] == [2, 1, 3]
    assert found.unknown == ["lijingx"]
    assert found.ambiguous == ["赵敏"]


def test_a_report_s_page_hides_the_talk_from_the_others(
    report_case: Case, li_jing: User, wu_gang: User
) -> None:
    do("comment", report_case, li_jing, {"text": "举报人说的情况"})
    url = reverse("case", args=[report_case.pk])
    assert "举报人说的情况" in text(signed_in(li_jing).get(url))
    other = text(signed_in(wu_gang).get(url))
    assert "举报人说的情况" not in other
    assert 'id="talk-text"' not in other
    assert signed_in(wu_gang).get(reverse("case_readers", args=[report_case.pk])).status_code == 404
