"""What is true of every question, whatever it asks."""

import dataclasses
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.quizzes.engine.arranging import arranged, drawn
from courses.quizzes.engine.behaviours import apply, bounds, initial, replay
from courses.quizzes.engine.definition import MANUAL, UNMARKED, from_json, to_json
from courses.quizzes.engine.describing import as_text, right_as_text
from courses.quizzes.engine.feedback import feedback
from courses.quizzes.engine.grading import answered, grade, random_guess_score, right_response
from courses.quizzes.engine.merging import merge
from courses.quizzes.engine.problems import is_usable, problems
from courses.quizzes.engine.responses import clean, is_blank
from courses.quizzes.engine.state import RIGHT, StateName, Step, StepKind
from courses.quizzes.engine.translating import texts, translated
from courses.quizzes.statistics.choices import OTHER, parts, taken

from .strategies import behaviours, definitions, questions, responses, seeds, steps

law = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


@st.composite
def logs(draw):
    definition = draw(definitions())
    return definition, draw(behaviours), draw(steps(definition))


@st.composite
def two_answers(draw, *types):
    definition = draw(definitions(*types))
    return definition, *(draw(responses(definition)) for _ in range(3))


@law
@given(questions(), seeds, st.booleans())
def test_shuffling_never_changes_a_score(question, seed, shuffle):
    definition, response = question
    shown = arranged(definition, seed, shuffle)

    assert grade(shown, response) == grade(definition, response)
    assert answered(shown, response) == answered(definition, response)
    assert random_guess_score(shown) == random_guess_score(definition)
    assert clean(shown, response).keys() == response.keys()


@law
@given(definitions(), seeds)
def test_the_same_seed_gives_the_same_variant_and_loses_nothing(definition, seed):
    shown = arranged(definition, seed)

    assert shown == arranged(definition, seed)
    assert texts(shown) == texts(definition)


@given(st.lists(st.integers(min_value=1), unique=True, max_size=20), st.integers(min_value=0, max_value=25), seeds, st.randoms())
def test_a_draw_is_of_the_candidates_each_once_whatever_order_they_came_in(candidates, count, seed, chance):
    shuffled = chance.sample(candidates, len(candidates))

    found = drawn(candidates, count, seed)

    assert found == drawn(shuffled, count, seed)
    assert len(found) == len(set(found)) == min(count, len(candidates))
    assert set(found) <= set(candidates)


@law
@given(logs())
def test_regrading_with_an_unchanged_key_changes_nothing(log):
    definition, behaviour, steps_taken = log
    same_key = from_json(json.loads(json.dumps(to_json(definition))))

    assert replay(same_key, behaviour, steps_taken) == replay(definition, behaviour, steps_taken)


@law
@given(logs(), st.integers(min_value=0, max_value=8))
def test_a_log_taken_up_after_any_step_and_read_from_json_leads_to_the_same_state(log, cut):
    definition, behaviour, steps_taken = log
    stored = [Step(kind=StepKind(one["kind"]), response=one["response"], fraction=one["fraction"]) for one in _through_json(steps_taken)]

    state = replay(definition, behaviour, steps_taken[:cut])
    for step in steps_taken[cut:]:
        state = apply(definition, behaviour, state, step)

    assert state == replay(definition, behaviour, stored)


def _through_json(steps_taken):
    return json.loads(json.dumps([dataclasses.asdict(step) for step in steps_taken]))


@law
@given(logs())
def test_a_fraction_is_always_within_its_bounds_and_where_marks_are_given_there_is_one(log):
    definition, behaviour, steps_taken = log
    least, most = bounds(definition, behaviour)

    state = replay(definition, behaviour, steps_taken)

    assert state.fraction is None or least <= state.fraction <= most
    assert state.name.is_graded == (state.fraction is not None)
    assert state.raw_fraction is None or 0 <= state.raw_fraction <= 1
    if isinstance(definition, UNMARKED):
        assert state.fraction is None


@law
@given(logs())
def test_what_was_finished_stays_as_it_is_whatever_is_saved_afterwards(log):
    definition, behaviour, steps_taken = log
    finished = replay(definition, behaviour, [*steps_taken, Step(kind=StepKind.FINISH)])

    assert finished.name.is_finished
    for kind in (StepKind.SAVE, StepKind.CHECK, StepKind.FINISH):
        assert apply(definition, behaviour, finished, Step(kind=kind, response={"choice": "c1"})) == finished


@law
@given(questions())
def test_a_grade_is_a_part_of_the_mark_or_there_is_none(question):
    definition, response = question

    worth = grade(definition, response)

    if isinstance(definition, MANUAL + UNMARKED) or is_blank(definition, response):
        assert worth is None
    else:
        assert 0 <= worth <= 1


@law
@given(definitions())
def test_the_right_answer_is_clean_complete_and_worth_the_whole_mark(definition):
    right = right_response(definition)

    if right is not None:
        assert clean(definition, right) == right
        assert answered(definition, right) is StateName.COMPLETE
        assert grade(definition, right) > RIGHT
        assert right_as_text(definition)


@law
@given(questions())
def test_an_answer_has_one_form(question):
    definition, response = question

    assert clean(definition, response) == response
    assert clean(definition, json.loads(json.dumps(response))) == response
    assert is_blank(definition, response) == (answered(definition, response) in (StateName.TODO,) or definition.type == "description")


@law
@given(definitions())
def test_a_definition_survives_json(definition):
    assert from_json(json.loads(json.dumps(to_json(definition)))) == definition


@law
@given(definitions())
def test_a_translation_changes_every_text_and_nothing_else_and_back_again(definition):
    words = texts(definition)
    upper = {place: f"«{text}»" for place, text in words.items()}

    other = translated(definition, upper)

    assert texts(other) == upper
    assert translated(other, words) == definition


@law
@given(questions())
def test_every_answer_can_be_told_and_counted(question):
    definition, response = question

    said, counted = as_text(definition, response), list(taken(definition, response))

    assert bool(said) == (not is_blank(definition, response))
    assert all(option and option != OTHER for _part, option in counted)
    if is_blank(definition, response):
        assert counted == []


@law
@given(logs())
def test_feedback_can_be_had_of_every_state(log):
    definition, behaviour, steps_taken = log
    state = replay(definition, behaviour, steps_taken)

    told = feedback(definition, state)

    assert state.checked is not None or told.parts == ()
    assert told.general == (definition.general_feedback if state.name.is_finished else "")
    assert not (told.hint and state.name.is_finished)


@law
@given(definitions())
def test_the_strategies_make_usable_questions_only(definition):
    assert is_usable(definition), problems(definition)


@law
@given(two_answers())
def test_an_answer_that_one_side_left_alone_is_the_other_sides(answers):
    definition, base, ours, theirs = answers

    assert merge(definition, base, ours, ours).value == ours
    assert not merge(definition, base, ours, ours).loses
    assert merge(definition, base, ours, base).value == ours
    assert merge(definition, base, base, theirs).value == theirs
    assert not merge(definition, base, base, theirs).loses


@law
@given(two_answers())
def test_a_merge_is_clean(answers):
    definition, base, ours, theirs = answers

    for start in (base, None):
        value = merge(definition, start, ours, theirs).value
        assert definition.type in ("essay", "file") or clean(definition, value) == value


@law
@given(two_answers())
def test_a_merge_never_loses_in_silence(answers):
    """What of ours is new is in what comes of it, or it says so."""
    definition, base, ours, theirs = answers

    merged = merge(definition, base, ours, theirs)

    if not merged.loses:
        new = _atoms(ours) - _atoms(base)
        assert {atom for atom in new if atom[0] != "text"} <= _atoms(merged.value)
        words = {word for key, word in new if key == "text" for word in str(word).split()}
        words -= set(str(base.get("text", "")).split())  # the other side may have taken those out
        assert all(word in str(merged.value.get("text", "")) for word in words)


def _atoms(response):
    found = set()
    for key, value in response.items():
        if key in ("pairs", "gaps"):
            found |= {(f"{key}.{place}", json.dumps(one)) for place, one in value.items() if not isinstance(one, list)}
            found |= {(f"{key}.{place}", each) for place, one in value.items() if isinstance(one, list) for each in one}
        elif key in ("choices", "files"):
            found |= {(key, each) for each in value}
        else:
            found.add((key, json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value))
    return found


@law
@given(st.data(), logs(), st.sampled_from([StepKind.SAVE, StepKind.CHECK]))
def test_of_several_saves_the_last_is_enough(data, log, kind):
    definition, behaviour, steps_taken = log
    earlier, later = data.draw(responses(definition)), data.draw(responses(definition))
    last = Step(kind=kind, response=later)

    state = replay(definition, behaviour, [*steps_taken, Step(kind=StepKind.SAVE, response=earlier), last])

    assert state == replay(definition, behaviour, [*steps_taken, last])


@law
@given(logs(), definitions())
def test_a_log_can_be_read_with_any_other_question(log, corrected):
    """A regrade asks the corrected question, whose lines and even whose type may be others."""
    _definition, behaviour, steps_taken = log
    least, most = bounds(corrected, behaviour)

    state = replay(corrected, behaviour, [*steps_taken, Step(kind=StepKind.FINISH)])

    assert state.name.is_finished
    assert state.fraction is None or least <= state.fraction <= most
    assert isinstance(as_text(corrected, state.response), str)
    assert {part for part, _option in taken(corrected, state.response)} <= {part.id for part in parts(corrected)}
    assert feedback(corrected, state).hint == ""


@law
@given(logs())
def test_a_question_starts_with_nothing_and_a_log_of_nothing_leaves_it_there(log):
    definition, behaviour, _steps = log

    assert replay(definition, behaviour, []) == initial(definition, behaviour)
