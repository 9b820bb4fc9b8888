from courses.quizzes.aligning import aligned, differ_in_words_only, filled_up
from courses.quizzes.engine.definition import Answer as Word
from courses.quizzes.engine.definition import (
    Choice,
    Cloze,
    DragChoice,
    DragGap,
    DragWords,
    Gap,
    Match,
    MultiChoice,
    Part,
    ShortAnswer,
    Stem,
)


def choices(**texts):
    return MultiChoice(text="?", choices=tuple(Choice(id=key, text=text) for key, text in texts.items()))


def test_a_part_keeps_its_id_by_its_words_then_by_its_place():
    old = choices(x="red", y="green", z="blue")
    new = choices(a="green", b="gray", c="blue", x="new")

    assert [(each.id, each.text) for each in aligned(new, old).choices] == [("y", "green"), ("b", "gray"), ("z", "blue"), ("x2", "new")]


def test_what_refers_to_a_part_goes_with_it():
    old = Match(text="?", stems=(Stem(id="s", text="Italy", option="o"),), options=(Part(id="o", text="Rome"), Part(id="p", text="Oslo")))
    new = Match(text="?", stems=(Stem(id="a", text="Italy", option="2"),), options=(Part(id="1", text="Oslo"), Part(id="2", text="Rome")))

    changed = aligned(new, old)

    assert changed.stems == old.stems
    assert [each.id for each in changed.options] == ["p", "o"]


def test_gaps_keep_their_ids_in_the_text_as_well():
    def cloze(gap, answer):
        word = ShortAnswer(answers=(Word(id=answer, text="wet"),))
        return Cloze(text=f"Water is [[{gap}]].", gaps=(Gap(id=gap, question=word),))

    def words(gap, choice):
        return DragWords(text=f"Water is [[{gap}]].", gaps=(DragGap(id=gap, choice=choice),), choices=(DragChoice(id=choice, text="wet"),))

    assert aligned(cloze("1", "a"), cloze("wet", "w")) == cloze("wet", "w")
    assert aligned(words("1", "a"), words("wet", "w")) == words("wet", "w")


def test_another_type_is_another_question():
    old = MultiChoice(text="?", choices=())
    new = Match(text="?", stems=(), options=())

    assert aligned(new, old) is new
    assert filled_up(new, old, frozenset({"penalty"})) is new
    assert not differ_in_words_only(new, old)
