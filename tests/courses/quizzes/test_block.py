"""A quiz in a lesson, from the editor's form to the published rows."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from courses.catalogue.models import Activity, ActivityVersion
from courses.quizzes.blocks import QuizBlock
from courses.quizzes.describing import describe
from courses.quizzes.models import Quiz
from courses.quizzes.models.quiz import quiz_definition
from courses.quizzes.quiz_definition import (
    DEFAULT_REVIEW,
    DrawSlot,
    FixedSlot,
    Grading,
    Moment,
    QuizDefinition,
    QuizSettings,
    Shown,
    WhenTimeIsUp,
    from_json,
    to_json,
)
from tests.factories.pages import LessonPageFactory, body, publish, translate
from tests.factories.quizzes import category, description, question

pytestmark = pytest.mark.django_db
BLOCK = QuizBlock()


def raw(*questions, **value):
    children = [{"type": kind, "id": f"child-{number}", "value": value} for number, (kind, value) in enumerate(questions)]
    return {"title": "Check yourself", "introduction": "Try it.", "questions": children, **value}


def placed(one, **value):
    return ("question", {"question": one.pk, **value})


def drawn(of, **value):
    return ("draw", {"category": of.pk, **value})


def said(value):
    return describe(BLOCK.to_python(value))


def problems(value) -> dict:
    """What the form says, by field."""
    with pytest.raises(ValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(value))
    return caught.value.as_json_data()


class TestWhatIsKept:
    def test_the_least_that_an_import_may_write_has_the_defaults(self):
        asked = question()

        content = said({"title": "Check yourself", "questions": [{"type": "question", "value": {"question": asked.pk}}]}).content

        quiz = {"slots": [{"question": asked.pk, "mark": None, "page_break": False}]}
        assert quiz_definition(content) == from_json(quiz) == QuizDefinition(slots=(FixedSlot(question=asked.pk),))
        assert (content["introduction"], content["questions"]) == ("", 1)

    def test_minutes_become_seconds_and_per_cent_parts(self):
        settings = {
            "behaviour": "interactive",
            "attempts_allowed": 3,
            "wait_minutes": 5,
            "grading": "average",
            "pass_percent": 60,
            "time_limit_minutes": 20,
            "when_time_is_up": "graceperiod",
            "overdue_minutes": 10,
            "questions_per_page": 0,
            "navigation": "sequential",
            "shuffle_questions": True,
            "shuffle_within_questions": False,
        }

        kept = quiz_definition(said(raw(settings=settings)).content).settings

        assert kept == QuizSettings(
            behaviour="interactive",
            attempts_allowed=3,
            delay_between_attempts=300,
            grading=Grading.AVERAGE,
            pass_mark=0.6,
            time_limit=1200,
            when_time_is_up=WhenTimeIsUp.OVERDUE,
            overdue_period=600,
            questions_per_page=0,
            navigation="sequential",
            shuffle_questions=True,
            shuffle_within_questions=False,
        )

    def test_what_learners_see_and_when(self):
        review = {"during": [], "just_after": ["marks", "answers"]}

        kept = quiz_definition(said(raw(review=review)).content).settings.review

        assert kept == {**DEFAULT_REVIEW, Moment.DURING: frozenset(), Moment.JUST_AFTER: {Shown.MARKS, Shown.ANSWERS}}

    def test_the_same_quiz_is_the_same_json_in_every_process(self):
        quiz = QuizDefinition(settings=QuizSettings(review={moment: frozenset(Shown) - {Shown.MARKS} for moment in Moment}))

        review = to_json(quiz)["settings"]["review"]

        assert review["during"] == ["answers", "correctness", "general_feedback", "right_answer", "specific_feedback"]
        assert from_json(to_json(quiz)) == quiz

    def test_draws_with_their_tags_and_marks(self):
        top = category("Top")

        content = said(raw(drawn(top, count=3, tags=" final,  people ,", mark=2.0), placed(question(description())))).content

        slots = quiz_definition(content).slots
        assert slots[0] == DrawSlot(category=top.pk, count=3, tags=("final", "people"), mark=2.0)
        assert content["questions"] == 3  # a text between questions is none

    def test_a_question_whose_row_is_gone_is_left_out(self):
        gone = question()
        value = raw(placed(gone), placed(question()))
        type(gone).objects.filter(pk=gone.pk).update(version=None)
        gone.versions.all().delete()
        gone.delete()

        assert len(quiz_definition(said(value).content).slots) == 1


class TestWhatTheFormSays:
    @pytest.mark.parametrize(
        ("settings", "field", "words"),
        [
            ({"pass_percent": 101}, "pass_percent", "Nobody can reach more than 100 per cent."),
            ({"when_time_is_up": "graceperiod"}, "overdue_minutes", "Say for how many minutes it may still be handed in."),
            ({"overdue_minutes": 5}, "overdue_minutes", "These minutes are given only where it may still be handed in for a while."),
            ({"wait_minutes": 5, "attempts_allowed": 1}, "wait_minutes", "There is nothing to wait for when there is one attempt."),
        ],
    )
    def test_settings_that_cannot_be(self, settings, field, words):
        found = problems(raw(placed(question()), settings=settings))

        assert found["blockErrors"]["settings"]["blockErrors"] == {field: {"messages": [words]}}

    def test_no_questions(self):
        assert problems(raw())["blockErrors"]["questions"]["messages"] == ["A quiz needs at least one question."]

    def test_the_same_question_twice(self):
        one = question()

        found = problems(raw(placed(one), placed(question()), placed(one)))["blockErrors"]["questions"]["blockErrors"]

        said_twice = ["This question is already in the quiz."]
        assert {place: error["messages"] for place, error in found.items()} == {0: said_twice, 2: said_twice}

    def test_more_drawn_than_there_are(self):
        top = category("Top")
        question(of=top, tags=["final"])
        question(of=category("Top", "Below", bank=top.bank))

        assert BLOCK.clean(BLOCK.to_python(raw(drawn(top, count=2))))
        found = problems(raw(drawn(top, count=2, tags="final")))["blockErrors"]["questions"]["blockErrors"][0]
        assert found["blockErrors"]["count"]["messages"] == ["There is only 1 question to draw from."]

    def test_a_draft_may_wait_for_its_questions(self):
        block, value = QuizBlock(), raw(drawn(category("Top"), count=2), placed(question()), ("question", {"question": None}))

        assert block.clean_deferred(block.to_python(value))
        assert block.clean_deferred(block.to_python(raw()))


class TestPublishing:
    def test_a_published_quiz_is_an_activity_with_its_rules(self):
        asked = question()

        LessonPageFactory(body=body(("quiz", "check", raw(placed(asked), is_required=False))))

        quiz = Quiz.objects.get(block_id="check")
        assert (quiz.kind, quiz.is_required, quiz.rules.title) == ("quiz", False, "Check yourself")
        assert quiz_definition(quiz.rules.content).slots == (FixedSlot(question=asked.pk),)

    def test_publishing_again_makes_no_new_version(self):
        review = {"during": ["answers", "marks", "correctness"]}
        page = LessonPageFactory(body=body(("quiz", "check", raw(placed(question()), review=review))))

        publish(page)

        assert ActivityVersion.objects.filter(of__block_id="check").count() == 1

    def test_a_translated_page_has_its_words_and_the_rules_stay_those_of_the_source(self):
        page = LessonPageFactory(body=body(("quiz", "check", raw(placed(question())))))
        for each in page.get_ancestors().filter(depth__gte=4).specific():
            translate(each, "uk")
        theirs = body(("quiz", "check", {**raw(placed(question())), "title": "Перевірте себе", "settings": {"attempts_allowed": 9}}))

        translate(page, "uk", body=theirs)

        quiz = Quiz.objects.get(block_id="check")
        assert Activity.objects.filter(kind="quiz").count() == 1
        assert sorted(quiz.versions.current().values_list("language", "title")) == [("en", "Check yourself"), ("uk", "Перевірте себе")]
        assert quiz_definition(quiz.rules.content).settings.attempts_allowed == 0

    def test_translators_are_asked_for_title_and_introduction_alone_and_the_rest_follows(self, django_capture_on_commit_callbacks):
        value = raw(placed(question()), drawn(category("Top"), tags="final"), settings={"attempts_allowed": 3})
        page = LessonPageFactory(body=body(("quiz", "check", value)))
        uk = Locale.objects.get(language_code="uk")
        for each in page.get_ancestors().filter(depth__gte=4).specific():
            translate(each, "uk")
        source, _created = TranslationSource.get_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=uk)

        asked = StringSegment.objects.filter(source=source, context__path__startswith="body.")
        assert sorted(asked.values_list("context__path", "string__data")) == [
            ("body.check.introduction", "Try it."),
            ("body.check.title", "Check yourself"),
        ]
        assert not source.overridablesegment_set.filter(context__path__startswith="body.").exists()
        for segment in StringSegment.objects.filter(source=source):
            words = segment.string.data if segment.context.path == "slug" else f"uk: {segment.string.data}"
            StringTranslation.objects.create(translation_of=segment.string, context=segment.context, locale=uk, data=words)
        with django_capture_on_commit_callbacks(execute=True):
            Translation.objects.get(source=source).save_target(publish=True)

        translated = ActivityVersion.objects.current().get(of__block_id="check", language="uk")
        rules = Quiz.objects.get(block_id="check").rules
        assert (translated.title, translated.content["introduction"]) == ("uk: Check yourself", "uk: Try it.")
        assert translated.content["quiz"] == rules.content["quiz"]


def test_the_form_opens_with_its_choosers_and_its_table(client, settings):
    from tests.factories import UserFactory

    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(is_superuser=True))
    page = LessonPageFactory(body=body(("quiz", "check", raw(placed(question(name="Who is nearest?"))))))

    text = client.get(f"/admin/pages/{page.pk}/edit/").text

    assert "Who is nearest?" in text
    assert "In the two minutes after" in text
