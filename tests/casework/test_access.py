"""Who sees what: own and other county, the city above and another, province, auditor, administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from casework import clock
from casework.access import (
    actor_for,
    may_reveal_identity,
    may_see,
    scope_of,
    visible_cases,
    visible_complaints,
)
from casework.models import Complaint, Membership, User
from casework.vocabulary import Role
from tests import cast, factories
from tests.cast import JINSHUI, SHANGSHUI

pytest_plugins = ("tests.cast",)


@pytest.fixture
def accepted(province: None) -> Complaint:
    """Of Jinshui, filed at its own window, with a case."""
    return factories.advance(factories.file_at(JINSHUI), "accepted")


@pytest.fixture
def moved(province: None) -> Complaint:
    """Filed at the window of Shangshui, taken over by Jinshui, with a case."""
    return factories.advance(factories.file_at(SHANGSHUI), "accepted")


def seen(user: User, complaint: Complaint) -> tuple[bool, bool]:
    return (
        visible_complaints(user).filter(pk=complaint.pk).exists(),
        visible_cases(user).filter(pk=complaint.case_id).exists(),
    )


BOTH, NEITHER = (True, True), (False, False)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("li_jing", BOTH), ("he", BOTH), ("jinshui_clerk", BOTH), ("department_head", BOTH),
        ("chen", BOTH), ("sun", BOTH), ("auditor", BOTH),
        ("liu", NEITHER), ("qin", NEITHER), ("zhao_min", NEITHER), ("jiyuan_head", NEITHER),
        ("administrator", NEITHER),
    ],
)  # fmt: skip
def test_a_matter_of_jinshui_is_seen_by(
    accepted: Complaint, who: str, expected: tuple[bool, bool]
) -> None:
    user = cast.person(who)
    assert seen(user, accepted) == expected
    for record in (accepted, accepted.case):
        verdict = may_see(user, record)
        assert verdict.ok is expected[0]
        assert bool(verdict.reason) is not expected[0]


def test_another_city_sees_nothing(accepted: Complaint) -> None:
    kaifeng = cast.hire(cast.office("开封市"), Role.SUPERVISOR, username="kaifeng", name="汴督查")
    assert seen(kaifeng, accepted) == NEITHER


@pytest.mark.parametrize("who", ["qin", "shangshui_head"])
def test_the_first_contact_office_still_sees_it_after_transfer(moved: Complaint, who: str) -> None:
    assert moved.office == cast.office(JINSHUI)
    assert seen(cast.person(who), moved) == BOTH


def test_both_cities_see_a_matter_that_moved(moved: Complaint, chen: User) -> None:
    zhoukou = cast.hire(cast.office("周口市"), Role.SUPERVISOR, username="zhoukou", name="周督查")
    assert seen(chen, moved) == seen(zhoukou, moved) == BOTH


def test_a_receiver_sees_what_is_proposed_to_it(province: None, he: User, liu: User) -> None:
    complaint = factories.file_at(SHANGSHUI)
    assert complaint.office == cast.office(SHANGSHUI)
    assert may_see(he, complaint)
    assert not may_see(liu, complaint)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("li_jing", True), ("wu_gang", True), ("he", True), ("jinshui_clerk", True),
        ("department_head", False), ("chen", False), ("sun", False), ("auditor", False),
        ("liu", False), ("administrator", False), ("shangshui_head", False),
    ],
)  # fmt: skip
def test_identity_is_revealed_to_handlers_of_the_owner(
    moved: Complaint, who: str, allowed: bool
) -> None:
    user = cast.person(who)
    for record in (moved, moved.case):
        verdict = may_reveal_identity(user, record)
        assert verdict.ok is allowed
        assert bool(verdict.reason) is not allowed


def test_the_sender_may_reveal_until_the_receiver_has_taken_over(
    province: None, qin: User, he: User
) -> None:
    complaint = factories.file_at(SHANGSHUI)
    assert may_reveal_identity(qin, complaint)
    assert not may_reveal_identity(he, complaint)


def test_nobody_without_sign_in_sees_anything(accepted: Complaint) -> None:
    assert not visible_complaints(AnonymousUser()).exists()  # type: ignore[arg-type]


def test_a_membership_counts_from_its_first_to_its_last_day(accepted: Complaint) -> None:
    user = cast.hire(cast.office(JINSHUI), Role.INSPECTOR, username="temp", name="临时")
    today = clock.today()
    for start, end, expected in (
        (today, today, BOTH),
        (today - timedelta(days=9), today - timedelta(days=1), NEITHER),
        (today + timedelta(days=1), None, NEITHER),
    ):
        Membership.objects.filter(user=user).update(valid_from=start, valid_to=end)
        assert seen(User.objects.get(pk=user.pk), accepted) == expected


def test_an_inactive_user_sees_nothing(accepted: Complaint, li_jing: User) -> None:
    User.objects.filter(pk=li_jing.pk).update(is_active=False)
    assert seen(User.objects.get(pk=li_jing.pk), accepted) == NEITHER


def test_several_roles_add_up_and_the_asked_one_acts(province: None) -> None:
    user = cast.hire(
        cast.office(JINSHUI), Role.INSPECTOR, Role.BODY_HEAD, username="two", name="双岗"
    )
    assert scope_of(user).has(Role.BODY_HEAD)
    assert actor_for(user, cast.office(JINSHUI), Role.BODY_HEAD).role == Role.BODY_HEAD
    assert actor_for(user, cast.office(JINSHUI), Role.INSPECTOR).role == Role.INSPECTOR
    away = actor_for(user, cast.office(SHANGSHUI), Role.BODY_HEAD)
    assert away.office == cast.office(JINSHUI)


def test_the_city_oversees_its_counties_only(province: None, chen: User) -> None:
    scope = scope_of(chen)
    assert scope.oversees(cast.office(JINSHUI))
    assert not scope.oversees(cast.office(SHANGSHUI))
