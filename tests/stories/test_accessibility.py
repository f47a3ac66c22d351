"""Every page, in both languages, on the desk and on the phone: WCAG 2.2 AA, no overflow at 360 px.

Of each address at least one page is looked at, by somebody who may read it, and of all pages of all
roles each that shows something the others do not (`Look.widths`); `make axe` looks at every page of
every role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.looks import faults_of
from tests.stories.walked import LANGUAGES, Walked, name_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ("tests.cast", "tests.stories.walked")
pytestmark = [pytest.mark.story, pytest.mark.django_db]  # django_db: so that it is set up


def test_every_page_is_accessible_and_fits_the_phone(browser: Browser, walked: Walked) -> None:
    assert faults_of(browser, walked.looks) == []
    looked = {(one.language, name_of(one.path)) for one in walked.looks}
    for language in LANGUAGES:
        assert {name for spoken, name in looked if spoken == language} == {
            name for _spoken, name in looked
        }
