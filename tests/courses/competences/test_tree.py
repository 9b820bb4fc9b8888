"""The four moves of a tree: nothing is lost, nothing hangs in the air, a way back leads back."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from courses.competences.tree import MOST_DEPTH, Way, children_of, depth, height, in_order, moved, nodes


@dataclass(frozen=True)
class Row:
    pk: int
    parent_id: int | None


@st.composite
def trees(draw):
    """One to ten nodes, each under one that was there before it or at the root."""
    rows = []
    for pk in range(1, draw(st.integers(1, 10)) + 1):
        children = children_of(rows)
        places = [None, *(row.pk for row in rows if depth(children, row.pk) < MOST_DEPTH)]
        rows.append(Row(pk, draw(st.sampled_from(places))))
    return children_of(rows), draw(st.sampled_from([row.pk for row in rows]))


def everybody(children):
    return sorted(pk for ids in children.values() for pk in ids)


def shape(children):
    """Without nodes that have nothing under them."""
    return {parent: ids for parent, ids in children.items() if ids}


@given(trees(), st.lists(st.sampled_from(list(Way)), max_size=6))
def test_no_move_loses_a_node_or_makes_the_tree_too_deep(tree, ways):
    children, one = tree
    before = everybody(children)

    for way in ways:
        children = moved(children, one, way) or children

    assert everybody(children) == before
    assert all(depth(children, pk) <= MOST_DEPTH for pk in before)  # and each ends at the root
    assert height(children, one) <= MOST_DEPTH


@given(trees())
def test_up_undoes_down(tree):
    children, one = tree

    after = moved(children, one, Way.DOWN)

    assert after is None or shape(moved(after, one, Way.UP)) == shape(children)


@given(trees())
def test_out_undoes_in(tree):
    children, one = tree

    after = moved(children, one, Way.IN)

    assert after is None or shape(moved(after, one, Way.OUT)) == shape(children)


def test_numbers_are_those_of_a_table_of_contents_and_only_moves_there_are_are_offered():
    roots = nodes([Row(1, None), Row(2, 1), Row(3, 1), Row(4, None)])

    assert [(node.number, node.row.pk, node.is_leaf) for node in in_order(roots)] == [
        ("1", 1, False), ("1.1", 2, True), ("1.2", 3, True), ("2", 4, True),
    ]  # fmt: skip
    assert {node.row.pk: set(node.ways) for node in in_order(roots)} == {
        1: {Way.DOWN}, 2: {Way.DOWN, Way.OUT}, 3: {Way.UP, Way.IN, Way.OUT}, 4: {Way.UP, Way.IN},
    }  # fmt: skip
