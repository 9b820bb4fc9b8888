"""A browser test waits for what it looks at. What answers at once for the page that is just being left lets a test pass or fail by the load
of the machine: use `expect(…)`, `wait_for_url` or `with page.expect_navigation()`."""

import re

import pytest

from tests.support.order import ROOT

HASTY = re.compile(r"assert .*\.title\(\)|\.wait_for_load_state\(\)")
JOURNEYS = sorted((ROOT / "tests" / "e2e").glob("*.py"))


@pytest.mark.parametrize("line", ['    assert page.title().startswith("Error:")', "    page.wait_for_load_state()"])
def test_a_line_that_does_not_wait_is_found(line):
    assert HASTY.search(line)


def test_no_journey_looks_before_the_page_has_come():
    found = [
        f"{file.name}:{number}" for file in JOURNEYS for number, line in enumerate(file.read_text().splitlines(), 1) if HASTY.search(line)
    ]

    assert (len(JOURNEYS) > 20, found) == (True, [])
