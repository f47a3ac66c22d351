"""The catalogue of actions: one code, one act."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from workflows.catalogue import ACTIONS, by_code, listing, referral


def test_a_code_given_twice_is_refused_with_both_places():
    copy = SimpleNamespace(__name__="workflows.catalogue.copy", ACTIONS=listing.ACTIONS[:1])
    code = listing.ACTIONS[0].code
    with pytest.raises(ValueError, match=code) as refused:
        by_code([referral, listing, copy])
    assert "workflows.catalogue.listing" in str(refused.value)
    assert "workflows.catalogue.copy" in str(refused.value)


def test_a_code_given_twice_in_one_module_is_refused_too():
    twice = SimpleNamespace(
        __name__="workflows.catalogue.twice", ACTIONS=[*listing.ACTIONS[:1]] * 2
    )
    with pytest.raises(ValueError, match=r"twice .* and in .*twice"):
        by_code([twice])


def test_every_action_is_found_under_its_own_code():
    assert all(action.code == code for code, action in ACTIONS.items())
