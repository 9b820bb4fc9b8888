from collections import Counter

import pytest

from courses.quizzes.engine.arranging import arranged, drawn, mixed
from courses.quizzes.engine.definition import Choice, Cloze, DragChoice, DragGap, DragWords, Gap, Match, MultiChoice, Ordering, Part, Stem
from courses.quizzes.engine.grading import right_response
from courses.quizzes.engine.translating import translated

LETTERS = "abcde"
CHOICES = tuple(Choice(id=name, text=name) for name in LETTERS)
PARTS = tuple(Part(id=name, text=name) for name in LETTERS)
CHOICE = MultiChoice(choices=CHOICES)
PAIRS = Match(stems=tuple(Stem(id=name, option=name) for name in LETTERS), options=PARTS)
ORDER = Ordering(items=PARTS)
DRAG = DragWords(gaps=(DragGap(id="g", choice="a"),), choices=tuple(DragChoice(id=name, text=name) for name in LETTERS))
CLOZE = Cloze(gaps=(Gap(id="g1", question=CHOICE), Gap(id="g2", question=CHOICE)))


def ids(parts):
    return "".join(part.id for part in parts)


def test_a_seed_shows_the_same_order_for_ever():
    """These orders are in learners' attempts: a change here changes what they saw."""
    assert ids(arranged(CHOICE, 1).choices) == "dbcea"
    assert ids(arranged(CHOICE, 2).choices) == "adceb"
    assert ids(arranged(PAIRS, 1).stems) == "dceab"
    assert ids(arranged(PAIRS, 1).options) == "ecbda"
    assert ids(arranged(ORDER, 1).items) == "ecbda"
    assert ids(arranged(DRAG, 1).choices) == "dbcea"
    assert [ids(gap.question.choices) for gap in arranged(CLOZE, 1).gaps] == ["dcbae", "bdace"]
    assert drawn(range(1, 21), 5, 1) == [9, 19, 11, 18, 8]


def test_a_quiz_or_a_question_that_is_not_shuffled_stands_as_written_but_for_what_gives_the_answer_away():
    assert arranged(CHOICE, 1, shuffle=False) == CHOICE
    assert arranged(MultiChoice(choices=CHOICES, shuffle=False), 1).choices == CHOICES
    assert arranged(DRAG, 1, shuffle=False) == DRAG
    assert arranged(CLOZE, 1, shuffle=False) == CLOZE
    assert arranged(PAIRS, 1, shuffle=False).stems == PAIRS.stems
    assert arranged(PAIRS, 1, shuffle=False).options == arranged(PAIRS, 1).options != PAIRS.options
    assert arranged(ORDER, 1, shuffle=False) == arranged(ORDER, 1)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_an_order_is_never_shown_in_the_right_one_and_still_knows_it(count):
    definition = Ordering(items=PARTS[:count])

    for seed in range(200):
        shown = arranged(definition, seed)
        assert ids(shown.items) != LETTERS[:count]
        assert right_response(shown) == right_response(definition)
        assert arranged(shown, seed) == shown


def test_an_arranged_question_is_translated_like_any_other():
    shown = translated(arranged(ORDER, 1), {"items.a.text": "А"})

    assert next(item.text for item in shown.items if item.id == "a") == "А"
    assert right_response(shown) == {"order": list(LETTERS)}


def test_every_order_is_about_as_likely():
    orders = Counter(ids(arranged(MultiChoice(choices=CHOICES[:3]), seed).choices) for seed in range(6000))

    assert len(orders) == 6
    assert all(850 < times < 1150 for times in orders.values())  # 1000 ± 5 standard deviations


def test_two_gaps_of_the_same_choices_have_orders_of_their_own():
    together = sum(arranged(CLOZE, seed).gaps[0].question == arranged(CLOZE, seed).gaps[1].question for seed in range(500))

    assert together < 20  # 1 of 120


def test_a_line_that_is_added_leaves_the_others_in_their_order():
    before = ids(arranged(CHOICE, 7).choices)
    after = ids(arranged(MultiChoice(choices=(*CHOICES, Choice(id="f"))), 7).choices)

    assert after.replace("f", "") == before


def test_a_draw():
    assert drawn([], 3, 1) == []
    assert drawn([5, 5, 6], 3, 1) in ([5, 6], [6, 5])
    assert drawn(range(10), 0, 1) == drawn(range(10), -1, 1) == []
    assert sorted(drawn(range(10), 10, 1)) == list(range(10))
    assert len({tuple(drawn(range(10), 3, seed)) for seed in range(100)}) > 90
    assert mixed("abc", 1) == mixed("cba", 1)
