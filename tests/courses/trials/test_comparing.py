"""What a comparison says: laws that hold for any two reviews."""

from functools import partial
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.supervision.compared import Compared
from courses.trials.comparing import Said, Side, levels_compared
from courses.trials.definition import Definition, Reference, Remark, missing, reference_from_json, reference_to_json
from courses.trials.wording import level_words, outcome_words, summary_words

IDS = ["map", "tuesday", "sentence"]
levels = st.lists(st.sampled_from([0, 1, 2, 3]), min_size=2, max_size=4).map(
    lambda points: tuple(Level(f"l{place}", f"Level {place}", one) for place, one in enumerate(points))
)
rubrics = st.lists(levels, min_size=1, max_size=3).map(
    lambda each: RubricDefinition("R", tuple(Criterion(name, name.title(), one) for name, one in zip(IDS, each, strict=False)))
)
chosen = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["l0", "l1", "l2", "l3", "gone"]))
OPPOSITE = {Side.SAME: Side.SAME, Side.MORE: Side.LESS, Side.LESS: Side.MORE, Side.OTHER: Side.OTHER}


@given(rubrics, chosen)
def test_a_review_compared_with_itself_differs_nowhere(rubric, mine):
    both = levels_compared(rubric, mine, mine, {})

    assert {one.side for one in both} == {Side.SAME}
    assert "every criterion" in summary_words(both)


@given(rubrics, chosen, chosen)
def test_seen_from_the_other_side_it_is_the_opposite_by_as_many_levels(rubric, mine, theirs):
    here, there = levels_compared(rubric, mine, theirs, {}), levels_compared(rubric, theirs, mine, {})

    assert [(OPPOSITE[one.side], one.steps, one.mine, one.theirs) for one in here] == [
        (one.side, one.steps, one.theirs, one.mine) for one in there
    ]


@given(rubrics, chosen, chosen)
def test_every_criterion_is_there_in_its_order_and_nothing_is_a_mark(rubric, mine, theirs):
    both = levels_compared(rubric, mine, theirs, {"map": "Because."})
    said = [*map(level_words, both), summary_words(both)]

    assert [one.criterion for one in both] == list(rubric.criteria)
    assert all(words for words in said)
    assert not any(word in " ".join(said).lower() for word in ("wrong", "mark", "point", "mistake", "correct", "better"))
    assert all(one.criterion.title in said[-1] for one in both if one.side != Side.SAME)


@given(st.sampled_from(["", "accepted", "do_again"]), st.sampled_from(["accepted", "do_again"]))
def test_outcomes_are_said_in_words(mine, theirs):
    assert (outcome_words(Said(mine, theirs)) == "The same outcome.") == (mine == theirs)


@given(
    st.builds(
        Reference,
        summary=st.text(max_size=9),
        overall=st.sampled_from(["", "accepted"]),
        outcomes=st.dictionaries(st.sampled_from(["1", "2"]), st.just("accepted")),
        levels=chosen,
        reasons=chosen,
        comments=st.lists(st.builds(Remark, st.text(max_size=5), st.none() | st.integers(1, 9)), max_size=2).map(tuple),
    )
)
def test_a_reference_comes_back_from_json_as_it_went(reference):
    assert reference_from_json(reference_to_json(reference)) == reference


@given(rubrics, st.sets(st.sampled_from([1, 2])))
def test_what_says_everything_lacks_nothing_and_without_any_part_it_lacks_that(rubric, blank):
    answers = {1: {"text": "a"}, 2: {"text": "b"}}
    names = [one.id for one in rubric.criteria]
    whole = Reference(
        "Words.", "accepted", {"1": "accepted", "2": "do_again"}, {one.id: "l0" for one in rubric.criteria}, dict.fromkeys(names, "So.")
    )
    made = Definition("T", answers, "Text", whole)

    assert not missing(made, blank=blank, wants_text=True, rubric=rubric)
    assert missing(Definition("T", answers, " ", whole), blank=[], wants_text=True, rubric=rubric).text
    assert missing(Definition("T", answers, "", whole), blank=[1, 2], wants_text=False, rubric=rubric).answers
    bare = missing(Definition("T", answers), blank=[], wants_text=False, rubric=rubric)
    assert (bare.levels, bare.reasons, bare.outcomes) == (tuple(names), tuple(names), (1, 2))


@given(rubrics, st.sampled_from(["l0", "l1", "l2", "l3", "gone"]), st.sampled_from(["l0", "l1", "l2", "l3", "gone"]))
def test_a_second_review_and_a_trial_count_the_levels_between_the_same_way(rubric, mine, theirs):
    """Levels worth the same are one step; where points tell nothing, no number is said."""
    criterion = rubric.criteria[0]
    chosen = levels_compared(rubric, {criterion.id: mine}, {criterion.id: theirs}, {})[0]
    one, other = (SimpleNamespace(value={"levels": {criterion.id: level}}) for level in (mine, theirs))
    line = Compared._of_criterion(SimpleNamespace(review=one, second=other, _line=partial(Compared._line, None)), criterion)

    known = [level.id for level in criterion.levels]
    if mine in known and theirs in known:
        assert line.is_same == (chosen.side is Side.SAME)
        number = [int(word) for word in line.difference.split() if word.isdecimal()]
        assert number == ([chosen.steps] if chosen.steps else [])
