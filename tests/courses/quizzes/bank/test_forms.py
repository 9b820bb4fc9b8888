"""Forms of questions: what goes in comes out, rows keep their ids, errors stand by their field."""

from dataclasses import replace

import pytest
from django.forms import CheckboxInput
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given, settings

from courses.quizzes.engine.definition import (
    TYPES,
    Hint,
    Match,
    Part,
    Stem,
)
from courses.quizzes.engine.problems import is_usable
from courses.quizzes.question_forms import FORMS
from courses.quizzes.question_forms.gaps import MAKE_GAPS
from tests.courses.quizzes.engine.strategies import definitions

from .browsing import sent_by
from .conftest import needs


def shown(form) -> QueryDict:
    """The form as a browser would send it back untouched."""
    return sent_by(render_to_string("quizzes/admin/question_fields.html", {"form": form}))


def values_of(form) -> QueryDict:
    """The same without the HTML, which takes long: what its widgets are given."""
    data = QueryDict(mutable=True)
    for field in form:
        value, widget = field.value(), field.field.widget
        if not isinstance(widget, CheckboxInput):
            data[field.html_name] = "" if value is None else str(value).replace("\n", "\r\n")
        elif value:
            data[field.html_name] = "on"
    for rows in form.rows.values():
        data[rows.total_name] = str(len(rows.all))
        for row in rows.all:
            data.update({**values_of(row).dict(), row.id_name: row.row_id})
    return data


def opened(definition):
    return FORMS[definition.type](definition=definition)


def sent(definition, data):
    return FORMS[definition.type](data, definition=definition)


def filled(kind, **values) -> QueryDict:
    data = shown(FORMS[kind]())
    for name, value in values.items():
        data[name.replace("__", "-")] = value
    return data


@pytest.mark.parametrize("kind", TYPES)
def test_what_a_form_shows_and_nobody_touches_comes_back_as_it_was(kind):
    @settings(max_examples=30)
    @given(definition=definitions(TYPES[kind]))
    def law(definition):
        form = sent(definition, values_of(opened(definition)))

        valid = form.is_valid()

        assert form.definition == definition, (form.errors, {name: [row.errors for row in rows.all] for name, rows in form.rows.items()})
        assert valid == is_usable(definition)

    law()


@pytest.mark.parametrize("kind", TYPES)
def test_the_page_holds_all_that_the_form_holds(kind):
    @settings(max_examples=2)
    @given(definition=definitions(TYPES[kind]))
    def law(definition):
        form = opened(definition)

        assert shown(form).dict() == values_of(form).dict()

    law()


def test_every_type_has_a_form():
    assert set(FORMS) == set(TYPES)


def test_a_new_question_of_choices_needs_only_text_and_verdicts():
    data = filled("multichoice", text="Whose needs?", choices__0__text="Ours", choices__1__text="Theirs", choices__1__verdict="right")

    form = FORMS["multichoice"](data)

    assert form.is_valid(), form.errors
    assert [(choice.text, choice.fraction) for choice in form.definition.choices] == [("Ours", 0.0), ("Theirs", 1.0)]
    assert len({choice.id for choice in form.definition.choices}) == 2


def test_of_several_right_choices_each_has_its_share_and_a_wrong_one_takes_as_much():
    data = filled("multichoice", text="Which?", single="several")
    for number, verdict in enumerate(["right", "right", "wrong"]):
        data[f"choices-{number}-text"], data[f"choices-{number}-verdict"] = f"Choice {number}", verdict

    form = FORMS["multichoice"](data)

    assert form.is_valid()
    assert [choice.fraction for choice in form.definition.choices] == [0.5, 0.5, -0.5]


def test_a_part_of_the_mark_goes_before_right_and_wrong():
    data = filled("shortanswer", text="Say", answers__0__text="yes", answers__1__text="yep", answers__1__share="0.5")

    form = FORMS["shortanswer"](data)

    assert form.is_valid()
    assert [answer.fraction for answer in form.definition.answers] == [1.0, 0.5]


@pytest.mark.parametrize(
    ("deed", "texts"),
    [
        ("choices:up:1", ["Those of the funder", "Those of the learners"]),
        ("choices:down:0", ["Those of the funder", "Those of the learners"]),
        ("choices:remove:0", ["Those of the funder"]),
        ("choices:up:0", ["Those of the learners", "Those of the funder"]),
        ("choices:up:99", ["Those of the learners", "Those of the funder"]),
        ("choices:fly:1", ["Those of the learners", "Those of the funder"]),
        ("nothing", ["Those of the learners", "Those of the funder"]),
    ],
)
def test_buttons_move_and_remove_rows_with_their_ids(deed, texts):
    ids = {choice.text: choice.id for choice in needs().choices}

    data = FORMS["multichoice"].after(shown(opened(needs())), deed)

    form = sent(needs(), data)
    form.is_valid()
    assert [(row.row_id, row["text"].value()) for row in form.rows["choices"].filled] == [(ids[text], text) for text in texts]


def test_more_rows_are_added_empty_and_change_nothing():
    data = FORMS["multichoice"].after(shown(opened(needs())), "choices:add")

    form = sent(needs(), data)

    assert form.is_valid()
    assert (form.definition, len(form.rows["choices"].all)) == (needs(), 2 + 2 + 3)


def test_a_row_that_was_emptied_is_asked_about_and_not_dropped():
    data = shown(opened(needs()))
    data["choices-1-text"] = ""

    form = sent(needs(), data)

    assert not form.is_valid()
    assert form.rows["choices"].all[1].errors == {"text": ["This line is empty. Write something, or remove it."]}


def test_what_is_missing_is_said_at_its_place():
    data = filled("multichoice", choices__0__text="Alone")

    form = FORMS["multichoice"](data)

    assert not form.is_valid()
    assert form.errors["text"] == ["There is nothing to read yet. Write the question here."]
    assert form.rows["choices"].errors == [
        "Write at least 2: with fewer there is nothing to choose between.",
        "Nothing here is fully right, so nobody could get the whole mark. Mark the right answer as right.",
    ]


def test_a_doubtful_question_is_warned_about_and_taken():
    form = sent(needs(), shown(opened(replace(needs(), choices=tuple(replace(one, fraction=1.0) for one in needs().choices)))))

    assert form.is_valid()
    assert form.warnings == ["Everything that can be chosen is right, so nobody can be wrong."]


@pytest.mark.parametrize(("typed", "value"), [("3,5", 3.5), ("−2", -2.0), ("1 000", 1000.0), ("*", None)])
def test_numbers_are_read_as_people_write_them(typed, value):
    data = filled("numerical", text="How many?", answers__0__value=typed, answers__1__value="7")

    form = FORMS["numerical"](data)

    assert form.is_valid(), form.rows["answers"].all[0].errors
    assert form.definition.answers[0].value == value


def test_what_is_no_number_is_said_at_the_field():
    form = FORMS["numerical"](filled("numerical", text="How many?", answers__0__value="many"))

    assert not form.is_valid()
    assert form.rows["answers"].all[0].errors == {"value": ["“many” is not a number. Write it in digits, like 12 or 0.5."]}


def test_brackets_become_gaps_with_names_that_were_never_used():
    data = filled("multianswer", text="A [[mentor]] reads, a [[learner]] writes.")

    data = FORMS["multianswer"].after(data, MAKE_GAPS, taken=["g1"])

    form = FORMS["multianswer"](data)
    assert form.is_valid(), form.errors
    assert form.definition.text == "A [[g2]] reads, a [[g3]] writes."
    assert [(gap.id, gap.question.answers[0].text) for gap in form.definition.gaps] == [("g2", "mentor"), ("g3", "learner")]


def test_words_in_brackets_become_words_to_drag_once():
    data = filled("ddwtos", text="A [[mentor]] and a [[learner]].", choices__0__text="funder")

    data = FORMS["ddwtos"].after(data, MAKE_GAPS)

    form = FORMS["ddwtos"](data)
    assert form.is_valid(), [form.errors, form.rows["gaps"].errors]
    texts = {choice.id: choice.text for choice in form.definition.choices}
    assert sorted(texts.values()) == ["funder", "learner", "mentor"]
    assert [texts[gap.choice] for gap in form.definition.gaps] == ["mentor", "learner"]


def test_a_gap_without_its_place_is_said_and_kept():
    data = FORMS["multianswer"].after(filled("multianswer", text="A [[mentor]]."), MAKE_GAPS)
    data["text"] = "A mentor."

    form = FORMS["multianswer"](data)

    assert not form.is_valid()
    assert form.rows["gaps"].all[0].non_field_errors() == [
        "The text has no place for this gap. Write [[g1]] where it belongs, or remove the gap."
    ]


def pairs(*answers):
    options = dict.fromkeys(answers)
    return Match(
        text="Join",
        stems=tuple(Stem(id=f"s{number}", text=f"Stem {number}", option=f"o-{answer}") for number, answer in enumerate(answers)),
        options=tuple(Part(id=f"o-{answer}", text=answer) for answer in options),
    )


def test_an_answer_of_two_pairs_is_one_answer_until_one_of_them_is_changed():
    definition = pairs("a", "a", "b")
    data = shown(opened(definition))
    data["stems-1-answer"] = "c"

    form = sent(definition, data)

    assert form.is_valid()
    first, second, third = form.definition.stems
    texts = {option.id: option.text for option in form.definition.options}
    assert (first.option, texts[second.option], third.option) == ("o-a", "c", "o-b")
    assert second.option not in {"o-a", "o-b"}


def test_a_corrected_answer_of_a_pair_keeps_its_id():
    definition = pairs("a", "b")
    data = shown(opened(definition))
    data["stems-0-answer"] = "A!"

    form = sent(definition, data)

    assert form.is_valid()
    assert form.definition.options == (Part(id="o-a", text="A!"), Part(id="o-b", text="b"))


def test_hints_tell_where_they_went():
    definition = replace(needs(), hints=(Hint(text="one"), Hint(text="two")))

    form = sent(definition, FORMS["multichoice"].after(shown(opened(definition)), "hints:up:1"))

    assert form.is_valid()
    assert [hint.text for hint in form.definition.hints] == ["two", "one"]
    assert form.renumbered("hints") == {"1": "0", "0": "1"}


@pytest.mark.parametrize("total", ["-1", "99999999", "x", ""])
def test_a_form_that_somebody_tampered_with_breaks_nothing(total):
    data = shown(opened(needs()))
    data["choices-total"] = total

    assert not sent(needs(), data).is_valid()


def test_parts_of_the_mark_are_written_as_the_language_of_whoever_looks_writes_numbers():
    with override("uk"):
        html = render_to_string("quizzes/admin/question_fields.html", {"form": FORMS["multichoice"]()})

    assert "33,33\xa0%" in html or "33,33 %" in html
    assert "33.33" not in html


def test_where_gaps_will_be_the_form_says_what_makes_them():
    for kind in ("multianswer", "ddwtos"):
        assert [part["section"].title for part in FORMS[kind]().sections() if part["section"].title == "Gaps" and part["section"].help] == [
            "Gaps"
        ]
