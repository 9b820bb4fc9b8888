"""What differs between two bodies of a lesson."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue import recording
from courses.catalogue.differences import ChangeClass, Kind, compare, heaviest
from courses.catalogue.differences.content import Difference
from courses.catalogue.differences.gathering import ToldBlock, gathered

TYPO, CLEARER, MEANING, STRUCTURE = ChangeClass


def lesson(*blocks, title="Whom we help", summary="", minutes=60):
    return {
        "title": title,
        "summary": summary,
        "minutes": minutes,
        "body": [dict(zip(["type", "id", "value"], one, strict=True)) for one in blocks],
    }


def differ(old, new, language="en") -> list[Difference]:
    return compare(old, new, language=language, blocks=recording.definitions(), activities=recording.activity_types())


def told(found):
    return [(one.block_id, one.kind, one.proposed) for one in found]


def exercise(block_id="village", kind="long_text", **value):
    return (kind, block_id, {"title": "Who lives here?", "prompt": "Write about your village.", "is_required": True, **value})


def items(*pairs):
    return [{"type": "item", "id": id_, "value": text} for id_, text in pairs]


TEXT = ("markdown", "intro", "Whom do you help, and how do you know it?")
CHOICE = exercise("who", "choice", options=items(("a", "The head alone"), ("b", "The whole team")))


def test_equal_bodies_differ_in_nothing():
    assert differ(lesson(TEXT, exercise()), lesson(TEXT, exercise())) == []


def test_line_ends_of_a_browser_and_what_forms_take_off_are_no_change():
    """Whoever corrects one word of an imported lesson in the editor sends every text of it with other line ends."""
    imported = lesson(("markdown", "intro", "Whom?\n\nAnd why?\n"), exercise(prompt="Write.\n\nThen read."), summary="One.\nTwo.")
    sent = lesson(("markdown", "intro", "Whom?\r\n\r\nAnd why?"), exercise(prompt="Write.\r\n\r\nThen read."), summary="One.\r\nTwo.")

    assert differ(imported, sent) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (exercise(), exercise(prompt="Write about your vilage."), TYPO),
        (exercise(), exercise(prompt="Write a few words about your own village."), CLEARER),
        (exercise(), exercise(prompt="Count the money in the box."), MEANING),
        (exercise(), exercise(is_required=False), STRUCTURE),
        (exercise(), exercise(is_private=True), STRUCTURE),
        (exercise(rows=6), exercise(rows=8), TYPO),
        (exercise(model_answer="Stepan lives alone."), exercise(model_answer="Stepan lives alone, by the pond."), MEANING),
        (exercise(model_answer="Stepan livs alone."), exercise(model_answer="Stepan lives alone."), TYPO),
        (CHOICE, exercise("who", "choice", options=items(("a", "The head alone"))), STRUCTURE),
        (CHOICE, exercise("who", "choice", options=items(("a", "The head alone"), ("b", "The whole team"), ("c", "Nobody"))), STRUCTURE),
        (CHOICE, exercise("who", "choice", options=items(("b", "The whole team"), ("a", "The head alone"))), CLEARER),
        (CHOICE, exercise("who", "choice", options=items(("a", "The head and the board"), ("b", "The whole team"))), MEANING),
        (CHOICE, exercise("who", "choice", options=items(("a", "The haed alone"), ("b", "The whole team"))), TYPO),
        (exercise("s", "scale", min=1, max=5), exercise("s", "scale", min=1, max=4), STRUCTURE),
        (exercise("q", "quiz"), exercise("q", "quiz", settings={"attempts_allowed": 1}), MEANING),
        (("callout", "c", {"kind": "tip", "text": "Ask."}), ("callout", "c", {"kind": "warning", "text": "Ask."}), CLEARER),
        (("picture", "p", {"image": 1, "alt": "A bench"}), ("picture", "p", {"image": 2, "alt": "A bench"}), MEANING),
        (("checklist", "l", {"title": "", "items": items(("1", "Say why you came"))}),
         ("checklist", "l", {"title": "", "items": items(("1", "Say why you came"), ("2", "Say what you do next"))}), CLEARER),
        (("rich_text", "r", "<p>Ask the <b>neighbours</b>.</p>"), ("rich_text", "r", "<p>Ask <b>the</b> neighbours.</p>"), None),
        (("table", "t", {"table": {"data": [["Who", "How many"], ["Children", "12"]]}}),
         ("table", "t", {"table": {"data": [["Who", "How many"], ["Children", "14"]]}}), MEANING),
    ],
)  # fmt: skip
def test_a_block_that_changes_is_proposed_to_be(old, new, expected):
    assert [one.proposed for one in differ(lesson(old), lesson(new))] == ([expected] if expected else [])


def test_blocks_that_come_and_go_change_the_structure():
    found = differ(lesson(TEXT, exercise("one")), lesson(TEXT, exercise("two")))

    assert told(found) == [("one", Kind.REMOVED, STRUCTURE), ("two", Kind.ADDED, STRUCTURE)]


def test_a_text_that_was_cut_and_pasted_is_the_same_text_and_an_exercise_is_not():
    pasted = differ(lesson(("markdown", "one", TEXT[2])), lesson(("markdown", "two", TEXT[2] + " Ask them.")))

    assert told(pasted) == [("two", Kind.CHANGED, CLEARER)]
    assert [one.kind for one in differ(lesson(exercise("one")), lesson(exercise("two")))] == [Kind.REMOVED, Kind.ADDED]


def test_what_was_moved_is_named_and_what_stood_still_is_not():
    blocks = [exercise(name) for name in "abcde"]
    moved = [blocks[4], *blocks[:4]]

    assert told(differ(lesson(*blocks), lesson(*moved))) == [("e", Kind.MOVED, CLEARER)]


def test_another_kind_of_exercise_changes_the_structure():
    found = differ(lesson(exercise()), lesson(exercise(kind="short_text")))

    assert told(found) == [("village", Kind.REPLACED, STRUCTURE)]


def test_title_and_summary_are_compared_too():
    found = differ(lesson(title="Whom we help"), lesson(title="Whom we serve", minutes=30))

    assert [(part.path, part.was, part.now) for part in found[0].parts] == [
        (("title",), "Whom we help", "Whom we serve"),
        (("minutes",), 60, 30),
    ]


def test_another_paragraph_more_is_another_difference_to_decide_on():
    one, other = differ(lesson(TEXT), lesson((*TEXT[:2], "Whom?"))), differ(lesson(TEXT), lesson((*TEXT[:2], "Who?")))

    assert one[0].digest != other[0].digest
    assert one[0].digest == differ(lesson(TEXT), lesson((*TEXT[:2], "Whom?")))[0].digest


VALUES = st.sampled_from(["Ask ten people.", "Ask twelve people.", "Ask ten peple.", "Never ask.", "Sit down first and be silent."])
BODIES = st.dictionaries(st.sampled_from("abcdef"), VALUES, max_size=6).map(
    lambda named: [
        ("markdown" if name < "d" else "long_text", name, {"title": text, "prompt": text} if name >= "d" else text)
        for name, text in named.items()
    ]
)


@given(BODIES)
def test_a_body_never_differs_from_itself(blocks):
    assert differ(lesson(*blocks), lesson(*blocks)) == []


@given(BODIES, BODIES)
def test_every_block_that_differs_is_told_once(old, new):
    found = differ(lesson(*old), lesson(*new))

    assert len({(one.block_id, one.kind) for one in found}) == len(found)
    assert {one.block_id for one in found} <= {block[1] for block in [*old, *new]}


@given(BODIES, BODIES, st.randoms())
def test_the_weight_of_a_lesson_is_the_same_in_whatever_order_its_changes_come(old, new, random):
    classes = [one.proposed for one in differ(lesson(*old), lesson(*new))]
    shuffled = random.sample(classes, len(classes))

    assert heaviest(classes) is heaviest(shuffled)
    for more in ChangeClass:
        assert heaviest([*classes, more]).weight >= max([one.weight for one in classes], default=0)


def block(kind, was=None, now=None, weight=CLEARER, block_id="b"):
    parts = ({"path": ["prompt"], "was": was, "now": now, "leaf": "text", "proposed": weight.value},) if was != now else ()
    return ToldBlock(block_id, "long_text", kind, "A title", weight.value, parts)


def test_two_changes_that_somebody_has_missed_are_told_as_one():
    found = gathered([block(Kind.CHANGED, "a", "b"), block(Kind.CHANGED, "b", "c", MEANING)])

    assert [(one.parts[0]["was"], one.parts[0]["now"], one.weight) for one in found] == [("a", "c", MEANING)]


def test_what_was_put_back_as_it_was_is_not_told():
    assert gathered([block(Kind.CHANGED, "a", "b", MEANING), block(Kind.CHANGED, "b", "a", MEANING)]) == []
    assert gathered([block(Kind.ADDED, weight=STRUCTURE), block(Kind.REMOVED, weight=STRUCTURE)]) == []
    assert gathered([block(Kind.CHANGED, "a", "b", TYPO)]) == []
