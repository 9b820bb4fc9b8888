"""HTML with holes: filled at once, or what many have in common first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.skeletons import Skeleton, hole

NAMES = ["who", "what", "when"]
pieces = st.lists(st.sampled_from([*NAMES, "<p>", "one &amp; two", "</p>"]), max_size=8)
values = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["", "Olena", "<b>x</b>"]))


def cut(parts):
    return Skeleton.cut("".join(hole(part) if part in NAMES else part for part in parts))


@given(pieces, values, values)
def test_filled_in_two_goes_it_is_what_it_is_filled_at_once(parts, shared, own):
    assert cut(parts).fill_some(shared).fill(own) == cut(parts).fill({**own, **shared})


@pytest.mark.parametrize(("values", "html"), [({}, "<a href=>!</a>"), ({"url": "/1/"}, "<a href=/1/>!</a>")])
def test_a_hole_without_a_value_stays_empty(values, html):
    assert Skeleton.cut(f"<a href={hole('url')}>!</a>").fill(values) == html


def test_what_is_shared_may_have_holes_of_its_own():
    shared = Skeleton.cut(f"{hole('url')} {hole('url')}").fill_some({"url": f"/comments/{hole('pk')}/"})

    assert [shared.fill({"pk": pk}) for pk in ("1", "2")] == ["/comments/1/ /comments/1/", "/comments/2/ /comments/2/"]
