import pytest
from hypothesis import given

from courses.authoring.folder.document import CourseFolderError
from courses.authoring.folder.questions import identity
from courses.authoring.folder.questions.composing import compose
from courses.authoring.folder.questions.document import QuestionFile, QuestionText
from courses.authoring.folder.questions.reader import parse_questions
from courses.authoring.folder.questions.writer import write_question
from courses.authoring.folder.reader import read_folder
from courses.quizzes.engine import definition as d
from tests.courses.authoring.folders import FILES, NEEDS, TRANSLATED, write
from tests.courses.authoring.questions import QUESTIONS, SAMPLE
from tests.courses.quizzes.engine.strategies import definitions

QUIZ = """
::: quiz {#check title="Check yourself" attempts="3" pass="60" .optional}
Two questions.

- people#everyone
- draw 1 from people tagged final (2)
:::
"""


def parsed(text: str) -> QuestionFile:
    mistakes = []
    file = parse_questions(QuestionFile("questions/people.md", "en", text), lambda line, reason: mistakes.append(f"{line}: {reason}"))
    assert mistakes == []
    return file


def mistakes_of(text: str) -> list[str]:
    found: list[str] = []
    parse_questions(
        QuestionFile("questions/people.md", "en", f"---\ntitle: People\n---\n{text}"),
        lambda line, reason: found.append(f"{line}: {reason}"),
    )
    return found


def one(question: QuestionText) -> str:
    return f"---\ntitle: People\n---\n\n{write_question(question)}\n"


def test_every_type_is_read():
    file = parsed(QUESTIONS)

    assert [(question.id, question.definition.type) for question in file.questions] == [
        ("everyone", "multichoice"),
        ("multi", "multichoice"),
        ("tf", "truefalse"),
        ("m", "match"),
        ("o", "ordering"),
        ("s", "shortanswer"),
        ("n", "numerical"),
        ("c", "multianswer"),
        ("dw", "ddwtos"),
        ("e", "essay"),
        ("f", "file"),
        ("d", "description"),
        ("sc", "scale"),
    ]
    assert file.questions[0] == QuestionText(
        "everyone",
        d.MultiChoice(
            text="What is wrong with the answer “we help everyone”?",
            choices=(
                d.Choice(
                    id="nearest",
                    text="Help goes to those who are nearest and boldest.",
                    fraction=1.0,
                    feedback="Yes: nobody decided it, so it was decided by who lives next door.",
                ),
                d.Choice(id="kind", text="Nothing, it is kind.", feedback="Kind, but there is not enough strength.\n\nSecond paragraph."),
                d.Choice(id="forbidden", text="It is forbidden."),
            ),
            general_feedback="Read “Who gets the help” again.",
            hints=(d.Hint(text="Think."),),
        ),
        tags=("final",),
    )


def test_right_ones_share_the_mark_and_wrong_ones_take_away_as_much():
    multi = parsed(QUESTIONS).question("multi").definition

    assert [choice.fraction for choice in multi.choices] == [0.5, 0.5, -0.5]


def test_numbers_are_read_with_what_is_around_them():
    answers = parsed(QUESTIONS).question("n").definition.answers

    assert [(answer.value, answer.tolerance, answer.fraction) for answer in answers] == [(12.0, 0.5, 1.0), (12.0, 2.0, 0.5)]


def test_partners_too_many_are_options_of_no_line():
    match = parsed(QUESTIONS).question("m").definition

    assert [(stem.id, stem.option) for stem in match.stems] == [("post", "streets"), ("b", "health")]
    assert [option.id for option in match.options] == ["streets", "health", "weather"]


@given(definitions())
def test_whatever_a_question_says_is_written_so_that_it_reads_back_as_the_same(definition):
    question = QuestionText("q", definition)

    assert parsed(one(question)).questions == [question]


@pytest.mark.parametrize("question", parsed(QUESTIONS).questions, ids=lambda question: question.id)
def test_what_is_written_reads_back_as_the_same_question(question):
    assert parsed(one(question)).questions == [question]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("::: single-choice {#a}\nWhich?\n\n- [ ] A\n- [ ] B\n:::\n", "4: no line is right: mark one with [x]"),
        ("::: single-choice\nWhich?\n\n- [x] A\n- [ ] B\n:::\n", "4: `single-choice` needs an id: {#short-name}"),
        ("::: single-choice {#a}\nWhich?\n\n- [maybe] A\n- [x] B\n:::\n", "7: `[maybe]` must be [x], [ ] or a part of the mark like [50%]"),
        ("::: single-choice {#a}\nW?\n\n- [x] A {#one}\n- [ ] B {#one}\n:::\n", "8: the id `one` is taken by another line"),
        ("::: true-false {#a}\nSo?\n\n- [x] true\n:::\n", "4: `true-false` needs two lines, {#true} and {#false}"),
        ("::: numerical {#a}\nHow many?\n\n- [x] twelve\n:::\n", "7: `twelve` is not a number: write 12, 12 ± 0.5, 10..14"),
        ("::: cloze {#a}\nThe [[who]].\n:::\n", "4: the gap [[who]] has no container: ::: gap {#who}"),
        ("::: riddle {#a}\nWhat?\n:::\n", "4: there is no question `riddle`; there are "),
        ("::: description {#a}\n:::\n", "4: `description` asks nothing: write the question before its list"),
        ("::: scale {#a min=\"3\" max=\"2\"}\nHow?\n:::\n", "4: the scale goes from 3 to 2: max must be more than min"),
        ("Words between.\n", "4: text between questions: use a `description`, or a comment in the front matter"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text, mistake):
    assert any(found.startswith(mistake) for found in mistakes_of(text)), mistakes_of(text)


def test_two_questions_of_one_id_are_a_mistake():
    twice = "::: description {#a}\nOne.\n:::\n\n::: description {#a}\nTwo.\n:::\n"

    assert mistakes_of(twice) == ["8: the id `a` is taken by another question of this file"]


def test_a_question_that_changed_changes_its_own_lines_only():
    file = parsed(QUESTIONS)
    changed = list(file.questions)
    changed[3] = QuestionText("m", d.Match(**{**vars(changed[3].definition), "text": "Match them."}))

    text = compose(file, "Whom we help", changed)

    assert text == QUESTIONS.replace("Match.\n", "Match them.\n")


def test_questions_move_come_and_go_and_the_rest_stays_as_it_is():
    file = parsed(QUESTIONS)
    new = QuestionText("new", d.Description(text="New."))

    text = compose(file, "Another title", [file.questions[1], file.questions[0], new])

    read = parsed(text)
    assert (read.front["title"], [question.id for question in read.questions]) == ("Another title", ["multi", "everyone", "new"])
    assert read.questions == [file.questions[1], file.questions[0], new]


def test_a_line_without_an_id_keeps_the_one_it_had_when_another_comes_before_it():
    before = d.to_json(parsed("---\ntitle: x\n---\n::: single-choice {#q}\nWhich?\n\n- [x] A\n- [ ] B\n:::\n").questions[0].definition)
    after = parsed("---\ntitle: x\n---\n::: single-choice {#q}\nWhich?\n\n- [ ] New\n- [x] A\n- [ ] B\n:::\n").questions[0].definition

    names = identity.kept_names(after, before)

    assert [(choice.id, choice.text) for choice in identity.renamed(after, names).choices] == [("c", "New"), ("a", "A"), ("b", "B")]


def test_a_line_that_was_reworded_keeps_its_id():
    before = d.to_json(parsed("---\ntitle: x\n---\n::: single-choice {#q}\nWhich?\n\n- [x] A\n- [ ] B\n:::\n").questions[0].definition)
    after = parsed("---\ntitle: x\n---\n::: single-choice {#q}\nWhich?\n\n- [x] A, of course\n- [ ] B\n:::\n").questions[0].definition

    assert identity.kept_names(after, before) == {}


def test_a_quiz_names_its_questions_and_says_its_settings(tmp_path):
    folder = read_folder(write(tmp_path, FILES | {SAMPLE: QUESTIONS, "en/01-people/02-needs.md": NEEDS + QUIZ}))

    quiz = folder.pages["en"]["01-people/02-needs.md"].blocks[-1]
    assert (quiz.kind, quiz.id) == ("quiz", "check")
    assert quiz.value | {"slots": [item.value for item in quiz.value["slots"]]} == {
        "title": "Check yourself",
        "introduction": "Two questions.",
        "slots": ["people#everyone", "draw 1 from people tagged final (2)"],
        "settings": {"attempts": 3, "pass": 60},
        "is_required": False,
    }


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("- people#nobody", "there is no question `people#nobody` in en/questions/"),
        ("- draw 1 from nowhere", "there is no file of questions `nowhere`"),
        ("- draw 2 from people tagged final", "2 questions are to be drawn, and only 1 is there"),
        ("- anything", "`anything` names no question: write - file#id, or - draw 3 from file tagged word"),
    ],
)
def test_a_quiz_that_names_what_is_not_there_is_a_mistake(tmp_path, line, mistake):
    quiz = QUIZ.replace("- people#everyone", line)

    with pytest.raises(CourseFolderError) as caught:
        read_folder(write(tmp_path, FILES | {SAMPLE: QUESTIONS, "en/01-people/02-needs.md": NEEDS + quiz}))

    assert mistake in {str(found.reason) for found in caught.value.mistakes}


def test_a_translation_changes_words_and_nothing_else(tmp_path):
    words = {"Help goes": "Помощь идёт", "The [[who]]": "Этот [[who]]", "How many?": "Сколько?"}
    russian = QUESTIONS
    for before, after in words.items():
        russian = russian.replace(before, after)

    folder = read_folder(write(tmp_path, FILES | TRANSLATED | {SAMPLE: QUESTIONS, "ru/questions/people.md": russian}))

    assert folder.questions["ru"]["questions/people.md"].question("n").definition.text == "Сколько?"


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ("- [x] Help goes", "- [ ] Help goes", "no line is right: mark one with [x]"),
        ("- [x] 12 ± 0.5", "- [x] 13", "`n` has other lines, ids, numbers or right answers here than in en/questions/people.md:65"),
        ("{#kind}", "{#other}", "`everyone` has other lines, ids, numbers or right answers here than in en/questions/people.md:5"),
        ("{#d}", "{#dd}", "the source language has no question `dd` in en/questions/people.md"),
    ],
)
def test_a_translation_that_says_otherwise_is_a_mistake(tmp_path, before, after, mistake):
    files = FILES | TRANSLATED | {SAMPLE: QUESTIONS, "ru/questions/people.md": QUESTIONS.replace(before, after)}

    with pytest.raises(CourseFolderError) as caught:
        read_folder(write(tmp_path, files))

    assert mistake in {str(found.reason) for found in caught.value.mistakes}
