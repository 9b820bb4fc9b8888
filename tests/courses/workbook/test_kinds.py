import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import escape
from wagtail.blocks import StreamBlock

from courses.workbook import blocks
from courses.workbook.kinds import KINDS, NotAccepted
from lms.core.log.merge import Merged

OPTIONS = {"options": [{"id": "head", "text": "The head"}, {"id": "team", "text": "The team"}], "several": False}
ITEMS = {"items": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}]}
SCALE = {"min": 1, "max": 5, "low": "No", "high": "Yes"}
TABLE = {
    "columns": [{"id": "who", "text": "Who"}, {"id": "many", "text": "How many"}],
    "rows": [{"id": "old", "cells": ["Older people", ""]}],
    "blank_rows": 2,
}


def stream(name, value):
    """A block as a lesson holds it, saved once, so that its items have ids."""
    body = StreamBlock([(kind.key, kind.block()) for kind in KINDS.values()])
    return body.to_python([{"type": name, "value": value, "id": "x"}])[0].value


@pytest.mark.parametrize(
    ("kind", "value", "content", "clean"),
    [
        ("long_text", {"text": "a\r\nb\rc"}, {}, {"text": "a\nb\nc"}),
        ("short_text", {"text": "a\nb"}, {}, {"text": "a b"}),
        ("choice", {"chosen": ["team"]}, OPTIONS, {"chosen": ["team"]}),
        ("choice", {"chosen": ["team", "head", "team"]}, OPTIONS | {"several": True}, {"chosen": ["head", "team"]}),
        ("tick_list", {"ticked": ["b", "a"]}, ITEMS, {"ticked": ["a", "b"]}),
        ("scale", {"level": 5}, SCALE, {"level": 5}),
        ("scale", {"level": None}, SCALE, {"level": None}),
        ("fill_table", {"cells": {"+2:who": "x", "old:many": "", "+1:many": " "}}, TABLE, {"cells": {"+1:many": " ", "+2:who": "x"}}),
        ("drawing", {"done": True}, {}, {"done": True}),
        ("file_upload", {"files": [3, 1, 3]}, {}, {"files": [3, 1]}),
    ],
)
def test_an_answer_is_brought_into_its_one_form(kind, value, content, clean):
    assert KINDS[kind].clean(value, content) == clean


@pytest.mark.parametrize(
    ("kind", "value", "content"),
    [
        ("long_text", {"text": "x" * 100_001}, {}),
        ("choice", {"chosen": ["nobody"]}, OPTIONS),
        ("choice", {"chosen": ["head", "team"]}, OPTIONS),
        ("choice", {"chosen": "head"}, OPTIONS),
        ("choice", {"chosen": [["head"]]}, OPTIONS),
        ("tick_list", {"ticked": ["c"]}, ITEMS),
        ("tick_list", {}, ITEMS),
        ("scale", {"level": 6}, SCALE),
        ("scale", {"level": True}, SCALE),
        ("scale", {"level": "3"}, SCALE),
        ("scale", {"level": 2.5}, SCALE),
        ("fill_table", {"cells": {"old:who": "written over a label"}}, TABLE),
        ("fill_table", {"cells": {"+3:who": "below the last row"}}, TABLE),
        ("fill_table", {"cells": {"+1:who": "x" * 60_000, "+1:many": "x" * 60_000}}, TABLE),
        ("fill_table", {"cells": ["x"]}, TABLE),
        ("drawing", {"done": "yes"}, {}),
        ("file_upload", {"files": ["1"]}, {}),
        *[(kind, None, {}) for kind in KINDS],
    ],
)
def test_what_the_exercise_does_not_ask_is_refused_in_words(kind, value, content):
    with pytest.raises(NotAccepted) as refusal:
        KINDS[kind].clean(value, content)

    assert len(refusal.value.message) > 20


@pytest.mark.parametrize(
    ("kind", "post", "content", "value"),
    [
        ("long_text", "text=a", {}, {"text": "a"}),
        ("choice", "chosen=head&chosen=team", OPTIONS, {"chosen": ["head", "team"]}),
        ("tick_list", "", ITEMS, {"ticked": []}),
        ("scale", "level=3", SCALE, {"level": 3}),
        ("scale", "", SCALE, {"level": None}),
        ("scale", "level=x", SCALE, {"level": "x"}),
        ("scale", "level=٣", SCALE, {"level": "٣"}),
        ("fill_table", "cell:old:many=3&cell:%2B1:who=x&base=1", TABLE, {"cells": {"old:many": "3", "+1:who": "x"}}),
        ("drawing", "done=on", {}, {"done": True}),
        ("drawing", "", {}, {"done": False}),
    ],
)
def test_a_plain_form_says_the_same_as_a_script(kind, post, content, value):
    assert KINDS[kind].from_post(QueryDict(post), content) == value


@pytest.mark.parametrize(
    ("kind", "blank", "answered"),
    [
        ("long_text", {"text": " \n"}, {"text": "x"}),
        ("choice", {"chosen": []}, {"chosen": ["a"]}),
        ("tick_list", {"ticked": []}, {"ticked": ["a"]}),
        ("scale", {"level": None}, {"level": 0}),
        ("fill_table", {"cells": {"a:b": " "}}, {"cells": {"a:b": "x"}}),
        ("drawing", {"done": False}, {"done": True}),
        ("file_upload", {"files": []}, {"files": [1]}),
    ],
)
def test_each_kind_knows_what_is_no_answer(kind, blank, answered):
    assert [KINDS[kind].is_blank(value) for value in ({}, blank, answered)] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "base", "ours", "theirs", "merged"),
    [
        ("long_text", {"text": "a b"}, {"text": "a b c"}, {"text": "x a b"}, Merged({"text": "x a b c"})),
        ("long_text", {}, {"text": "a"}, {"text": "b"}, Merged({"text": "a b"})),
        ("long_text", {}, {"text": "a" * 60_000}, {"text": "b" * 60_000}, Merged({"text": "b" * 60_000}, loses=True)),
        ("choice", {}, {"chosen": ["head"]}, {"chosen": ["team"]}, Merged({"chosen": ["team"]}, loses=True)),
        ("choice", {"chosen": ["a", "b"]}, {"chosen": ["a", "b", "c"]}, {"chosen": ["b"]}, Merged({"chosen": ["b", "c"]})),
        ("tick_list", {"ticked": ["a"]}, {"ticked": ["a", "b"]}, {"ticked": []}, Merged({"ticked": ["b"]})),
        ("scale", {"level": 1}, {"level": 2}, {"level": 3}, Merged({"level": 3}, loses=True)),
        ("scale", {"level": 1}, {"level": 2}, {"level": 1}, Merged({"level": 2})),
        ("fill_table", {}, {"cells": {"a:b": "x"}}, {"cells": {"a:c": "y"}}, Merged({"cells": {"a:b": "x", "a:c": "y"}})),
        ("drawing", {}, {}, {"done": True}, Merged({"done": True})),
        ("file_upload", {"files": [1]}, {"files": [1, 2]}, {"files": [1, 3]}, Merged({"files": [1, 2, 3]})),
        *[(kind, None, {}, empty, Merged(empty)) for kind, empty in [("long_text", {"text": ""}), ("tick_list", {"ticked": []})]],
    ],
)
def test_two_answers_become_one(kind, base, ours, theirs, merged):
    assert KINDS[kind].merge(base, ours, theirs) == merged


def test_answers_read_as_text():
    texts = [
        KINDS["long_text"].shown({"text": " a\n"}, {}).as_text(),
        KINDS["choice"].shown({"chosen": ["team"]}, OPTIONS).as_text(),
        KINDS["scale"].shown({"level": 4}, SCALE).as_text(),
        KINDS["fill_table"].shown({"cells": {"old:many": "31", "+2:who": "Teenagers"}}, TABLE).as_text(),
        KINDS["drawing"].shown({"done": True}, {}).as_text(),
        KINDS["file_upload"].shown({"files": [1, 2]}, {"names": {1: "map.jpg"}}).as_text(),
    ]

    assert texts == ["a", "- The team", "4 of 5", "Who | How many\nOlder people | 31\nTeenagers | ", "Drawn on paper", "- map.jpg"]


def test_a_version_keeps_what_the_block_asks_and_the_ids_answers_refer_to():
    value = stream(
        "choice",
        {
            "title": "Who decides?",
            "prompt": "Who **decides**?",
            "options": [{"type": "item", "value": "The head", "id": "head"}, {"type": "item", "value": "The team", "id": "team"}],
            "model_answer": "Nobody.",
            "is_required": False,
            "is_private": True,
        },
    )

    described = KINDS["choice"].describe(value)

    assert (described.title, described.is_required, described.is_private) == ("Who decides?", False, True)
    assert described.content == {
        "prompt": "Who **decides**?",
        "model_answer": "Nobody.",
        "options": [{"id": "head", "text": "The head"}, {"id": "team", "text": "The team"}],
        "several": False,
    }


def test_a_version_keeps_a_table_with_its_labels_and_its_empty_cells():
    value = stream(
        "fill_table",
        {
            "title": "Map",
            "prompt": "Fill in.",
            "columns": [{"type": "item", "value": "Who", "id": "who"}, {"type": "item", "value": "How many", "id": "many"}],
            "rows": [
                {
                    "type": "item",
                    "id": "old",
                    "value": [{"type": "item", "value": "Older people", "id": "1"}, {"type": "item", "value": "", "id": "2"}],
                }
            ],
            "blank_rows": 2,
        },
    )

    content = KINDS["fill_table"].describe(value).content

    assert {key: content[key] for key in TABLE} == TABLE


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_exercise_has_a_preview_that_can_be_shown(kind, db):
    block = kind.block()
    block.set_name(kind.key)
    value = block.get_preview_value()

    html = block.render(value)

    assert escape(value["title"]) in html
    assert "disabled" in html
    assert "<form" not in html


@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        (blocks.ScaleBlock(), {"title": "t", "prompt": "p", "min": 5, "max": 5}),
        (blocks.FillTableBlock(), {"title": "t", "prompt": "p", "columns": ["One"], "rows": [["a", "b"]]}),
        (blocks.ChoiceBlock(), {"title": "t", "prompt": "p", "options": ["The only one"]}),
    ],
    ids=["scale", "table", "choice"],
)
def test_an_exercise_that_nobody_could_answer_is_refused_to_the_editor(block, wrong):
    value = block.normalize(wrong)

    with pytest.raises(ValidationError):
        block.clean(value)
