from io import BytesIO
from uuid import uuid4
from zlib import crc32

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.images import get_image_model

from courses.quizzes.actions.bank import add_question, category_at, write_version
from courses.quizzes.engine.definition import Choice, Format, Hint, MultiChoice, from_json
from courses.quizzes.engine.problems import is_usable
from courses.quizzes.exporting import reads_of
from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.base import Read, Reading
from courses.quizzes.importing import LONGEST_TAG, MOST_TAGS, Fate, apply_import, plan_import
from courses.quizzes.models import Category, Question, QuestionBank, QuestionVersion
from tests.courses.quizzes.formats.strategies import reads
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GIFT = FORMATS["gift"]


@pytest.fixture
def bank():
    return QuestionBank.objects.create(name="Water")


def gift(text):
    return GIFT.read(text.encode())


def bring(bank, reading, **more):
    return apply_import(plan=plan_import(reading=reading, bank=bank, language=more.pop("language", "en"), **more))


def fates(plan):
    return [row.fate for row in plan.rows]


def png(colour="red"):
    made = BytesIO()
    Pillow.new("RGB", (4, 3), colour).save(made, "PNG")
    return made.getvalue()


def with_so(bank, **more):
    """The bank's question with the id "so"."""
    category = category_at(bank=bank, names=["Water"])
    return add_question(category=category, name="So", definition=choice_question(**more), language="en", idnumber="so")


def choice_question(**more):
    choices = (Choice(id="x1", text="yes", fraction=1.0), Choice(id="x2", text="no", feedback="Sorry"))
    return MultiChoice(**({"text": "So?", "format": Format.MOODLE, "choices": choices} | more))


WELLS = """
$CATEGORY: $course$/top/Water/Wells

// [id:deep] [tag:wells]
::Deep::How deep is a well?{=deep ~shallow#Deeper}

::Broken::How many?{#many}

So?{T}
"""


def test_a_plan_says_what_would_happen_and_changes_nothing(bank):
    plan = plan_import(reading=gift(WELLS), bank=bank, language="en")

    assert [(row.fate, row.line, row.name) for row in plan.rows] == [
        (Fate.NEW, 5, "Deep"),
        (Fate.REFUSED, 7, "many"),
        (Fate.NEW, 9, "So?"),
    ]
    assert [problem.code for problem in plan.rows[1].problems] == ["number"]
    assert not Question.objects.exists()
    assert not Category.objects.exists()


def test_what_can_be_read_goes_in(bank):
    plan = bring(bank, gift(WELLS))

    assert fates(plan) == [Fate.NEW, Fate.REFUSED, Fate.NEW]
    deep, so = Question.objects.order_by("pk")
    assert (deep.name, deep.idnumber, deep.category.path, [*deep.tags.names()]) == ("Deep", "deep", "Water / Wells", ["wells"])
    assert (so.name, so.idnumber, so.type, so.version.language) == ("So?", "", "truefalse", "en")


def test_the_same_file_again_changes_nothing(bank):
    bring(bank, gift(WELLS))

    again = bring(bank, gift(WELLS))

    assert fates(again) == [Fate.SAME, Fate.REFUSED, Fate.SAME]
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (2, 2)


def test_a_plan_that_is_applied_twice_is_applied_once(bank):
    plan = plan_import(reading=gift(WELLS), bank=bank, language="en")

    apply_import(plan=plan)
    apply_import(plan=plan)

    assert QuestionVersion.objects.count() == 2


def test_two_questions_that_say_the_same_stay_two(bank):
    twice = gift("So?{T}\n\nSo?{T}")

    assert fates(bring(bank, twice)) == [Fate.NEW, Fate.NEW]
    assert fates(bring(bank, twice)) == [Fate.SAME, Fate.SAME]


def test_an_id_lets_a_file_change_a_question_and_ids_of_choices_stay(bank):
    question = with_so(bank)

    plan = bring(bank, gift("$CATEGORY: Wells\n\n// [id:so] [tag:new]\n::So now::So?{~no#Sorry =yes, it is ~perhaps}"))

    question.refresh_from_db()
    assert fates(plan) == [Fate.CHANGED]
    assert (question.name, question.category.path, question.version.number, [*question.tags.names()]) == ("So now", "Wells", 2, ["new"])
    changed = from_json(question.version.definition)
    assert [(each.id, each.text) for each in changed.choices] == [("x2", "no"), ("b", "yes, it is"), ("c", "perhaps")]


def test_what_a_format_cannot_say_stays_as_it_is(bank):
    question = with_so(bank, hints=(Hint(text="Think"),), penalty=0.5, default_mark=2.0)
    written = GIFT.write(reads_of(bank.questions.all()))

    same = bring(bank, GIFT.read(written.data))
    changed = bring(bank, GIFT.read(written.data.replace(b"yes", b"of course")))

    question.refresh_from_db()
    kept = from_json(question.version.definition)
    assert (fates(same), fates(changed)) == ([Fate.SAME], [Fate.CHANGED])
    assert (kept.hints, kept.penalty, kept.default_mark) == ((Hint(text="Think"),), 0.5, 2.0)
    assert [(each.id, each.text) for each in kept.choices] == [("x1", "of course"), ("x2", "no")]


def test_a_question_that_comes_back_from_qti_keeps_its_hints(bank):
    question = with_so(bank, format=Format.HTML, hints=(Hint(text="Think"),), penalty=0.5)
    written = FORMATS["qti30"].write(reads_of(bank.questions.all()))

    plan = bring(bank, FORMATS["qti30"].read(written.data))

    question.refresh_from_db()
    kept = from_json(question.version.definition)
    assert plan.count(Fate.REFUSED) == 0
    assert (kept.hints, kept.penalty) == ((Hint(text="Think"),), 0.5)


def test_a_format_without_categories_moves_no_question(bank):
    question = with_so(bank)
    read = Read(name="Other", idnumber="so", definition=choice_question(text="Well?"))

    plan = bring(bank, Reading(questions=(read,), silent_on=frozenset({"category", "name", "tags"})))

    question.refresh_from_db()
    assert fates(plan) == [Fate.CHANGED]
    assert (question.name, question.category.path, question.version.number) == ("So", "Water", 2)
    assert [each.path for each in Category.objects.all()] == ["Water"]


def test_without_an_id_another_content_is_another_question(bank):
    bring(bank, gift("::Q::So?{T}"))

    assert fates(bring(bank, gift("::Q::So?{F}"))) == [Fate.NEW]


def test_an_id_that_stands_twice_in_a_file_is_refused_the_second_time(bank):
    plan = bring(bank, gift("// [id:a]\nSo?{T}\n\n// [id:a]\nNo?{F}"))

    assert fates(plan) == [Fate.NEW, Fate.REFUSED]
    assert [(each.code, each.line) for each in plan.rows[1].problems] == [("idnumber_twice", 5)]


def test_a_question_that_nobody_could_answer_is_refused(bank):
    plan = bring(bank, gift("Best?{~%0%a ~%0%b}"))

    assert fates(plan) == [Fate.REFUSED]
    assert plan.rows[0].problems[0].code == "no_right_answer"
    assert "nobody could get the whole mark" in str(plan.rows[0].problems[0])


def test_words_in_another_language_are_a_translation(bank):
    question = with_so(bank)
    ukrainian = gift("$CATEGORY: Water\n\n// [id:so]\n::So::Так?{=так ~ні#Шкода}")

    plan = bring(bank, ukrainian, language="uk")
    again = bring(bank, ukrainian, language="uk")

    question.refresh_from_db()
    assert (fates(plan), fates(again)) == ([Fate.CHANGED], [Fate.SAME])
    assert from_json(question.version.definition) == choice_question()
    assert question.version.translations == {
        "uk": {"text": "Так?", "choices.x1.text": "так", "choices.x2.text": "ні", "choices.x2.feedback": "Шкода"}
    }
    assert [each.definition.text for each in reads_of(bank.questions.all(), "uk")] == ["Так?"]


def test_another_question_under_the_same_id_is_no_translation(bank):
    with_so(bank)

    plan = bring(bank, gift("// [id:so]\nТак?{T}"), language="uk")

    assert [problem.code for problem in plan.rows[0].problems] == ["other_language"]


def test_questions_go_below_a_category_that_is_named(bank):
    bring(bank, gift(WELLS), category=("Old files",))
    bring(bank, gift("So?{F}"), category=("Old files",))

    assert {question.category.path for question in Question.objects.all()} == {"Old files / Water / Wells", "Old files"}


def test_pictures_become_pictures_of_the_library_once(bank):
    files = {"well.png": png()}
    definition = choice_question(text='<img src="@@PLUGINFILE@@/well.png" alt="A well">', format=Format.HTML)
    reading = Reading(questions=tuple(Read(name=name, definition=definition, files=files) for name in ("One", "Two")))

    first, again = bring(bank, reading), bring(bank, reading)

    assert (fates(first), fates(again)) == ([Fate.NEW] * 2, [Fate.SAME] * 2)
    assert get_image_model().objects.count() == 1
    assert [each.files for each in reads_of(bank.questions.all())] == [files, files]


def test_another_picture_under_the_same_name_is_a_change(bank):
    def reading(colour):
        definition = choice_question(text='<img src="@@PLUGINFILE@@/well.png" alt="">', format=Format.HTML)
        return Reading(questions=(Read(name="One", idnumber="one", definition=definition, files={"well.png": png(colour)}),))

    bring(bank, reading("red"))

    assert fates(bring(bank, reading("blue"))) == [Fate.CHANGED]
    assert [each.files for each in reads_of(bank.questions.all())] == [{"well.png": png("blue")}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.html", png()),
        ("a.png", png()[:40]),
        ("a.png", b""),
    ],
)
def test_a_question_whose_picture_is_none_is_refused_and_the_others_go_in(bank, name, content):
    reading = Reading(
        questions=(Read(name="Bad", definition=choice_question(), files={name: content}), Read(name="Good", definition=choice_question()))
    )

    plan = bring(bank, reading)

    assert {row.name: row.fate for row in plan.rows} == {"Bad": Fate.REFUSED, "Good": Fate.NEW}
    assert not get_image_model().objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused(bank):
    bomb = bytearray(png())
    bomb[16:24] = (50_000).to_bytes(4) * 2  # its width and height
    bomb[29:33] = crc32(bomb[12:29]).to_bytes(4)
    read = Read(name="So", definition=choice_question(), files={"well.png": bytes(bomb)})

    plan = plan_import(reading=Reading(questions=(read,)), bank=bank, language="en")

    assert [problem.code for row in plan.rows for problem in row.problems] == ["picture"]


def test_tags_are_cut_to_what_the_bank_has_room_for(bank):
    read = Read(name="So", definition=choice_question(), tags=("t" * 300, *(f"t{number}" for number in range(1000))))

    for fate in (Fate.NEW, Fate.SAME):
        plan = bring(bank, Reading(questions=(read,)))
        assert fates(plan) == [fate]

    tags = {tag.name for tag in bank.questions.get().tags.all()}
    assert (len(tags), max(map(len, tags))) == (MOST_TAGS, LONGEST_TAG)


def test_a_mistake_in_the_middle_takes_all_back(bank, monkeypatch):
    stored = []
    definition = choice_question()
    reading = Reading(questions=tuple(Read(name=f"Q{n}", definition=definition, files={"a.png": png()}) for n in range(2)))
    plan = plan_import(reading=reading, bank=bank, language="en")

    def failing(**kwargs):
        if stored:
            raise RuntimeError
        stored.append(kwargs)
        return add_question(**kwargs)

    monkeypatch.setattr("courses.quizzes.importing.add_question", failing)
    with pytest.raises(RuntimeError):
        apply_import(plan=plan)

    assert not Question.objects.exists()
    assert not get_image_model().objects.exists()


def test_a_plan_asks_the_database_the_same_for_one_and_for_many(bank):
    def queries(count):
        reading = gift("\n\n".join(f"Question {n}?{{T}}" for n in range(count)))
        bring(bank, reading)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert {*fates(plan_import(reading=reading, bank=bank, language="en"))} == {Fate.SAME}
        return len(captured)

    assert queries(1) == queries(3)


def test_it_is_written_down_who_imported(bank):
    editor = UserFactory()

    apply_import(plan=plan_import(reading=gift("So?{T}"), bank=bank, language="en"), by=editor)

    assert QuestionVersion.objects.get().created_by == editor


usable = reads.filter(lambda read: is_usable(read.definition))


@settings(max_examples=15)
@given(st.lists(usable, min_size=1, max_size=4, unique_by=lambda read: read.idnumber or id(read)))
def test_a_bank_that_is_exported_and_imported_again_is_the_same(questions):
    one, other = (QuestionBank.objects.create(name=f"{name} {uuid4()}") for name in ("One", "Other"))
    first = bring(one, Reading(questions=tuple(questions)))
    written = GIFT.write(reads_of(one.questions.all()))

    again, elsewhere = bring(one, GIFT.read(written.data)), bring(other, GIFT.read(written.data))

    assert [*fates(first), *fates(elsewhere)] == [Fate.NEW] * 2 * len(questions)
    assert fates(again) == [Fate.SAME] * len(questions)
    assert [*reads_of(other.questions.all())] == [*reads_of(one.questions.all())]


def test_a_later_version_is_what_is_compared(bank):
    bring(bank, gift("// [id:so]\n::So::So?{T}"))
    question = Question.objects.get()
    write_version(question=question, definition=choice_question(), language="en", translations={})

    assert fates(bring(bank, gift("// [id:so]\n::So::So?{T}"))) == [Fate.CHANGED]
