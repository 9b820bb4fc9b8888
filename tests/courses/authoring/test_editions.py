"""A new edition of a course: another course of drafts in all languages, whose learners, rows and words never mix with the old one's."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.authoring.board import editions
from courses.authoring.board.editions import run, start_edition
from courses.authoring.models import Edition, Folder
from courses.catalogue.models import Activity, Course, CoursePage, Lesson, LessonPage, ModulePage
from courses.competences.models import Practises
from courses.enrolment.models import ActivityCompletion, Enrolment
from courses.mentorship.models import Rubric
from courses.quizzes.models import Question, QuestionBank
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.competences import competence
from tests.factories.mentorship import rubric
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, long_text, publish
from tests.factories.quizzes import QuestionBankFactory, category, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    """A course in two languages with a rule, a competence, a bank and a rubric of its own, and somebody who has finished an exercise."""
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    course = Course.objects.get()
    asked = question(of=category("People", bank=QuestionBankFactory(course=course)))
    read_by = rubric(course=course)
    quiz = {"title": "Try", "questions": [{"type": "question", "id": "p", "value": {"question": asked.pk, "mark": None}}]}
    handed_in = {"title": "Show", "brief": "Do", "rubric": read_by.pk}
    blocks = body(long_text("village"), ("quiz", "q", quiz), ("assignment", "s", handed_in))
    lesson = LessonPageFactory(parent=ModulePageFactory(parent=page, slug="people"), slug="whom", body=blocks)
    for each in (page, lesson.get_parent().specific, lesson):
        source, _is_new = TranslationSource.get_or_create_from_instance(each)
        Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="uk")).save_target(publish=True)
    activity = Activity.objects.get(block_id="village")
    Course.objects.update(completion_rule={"all": [{"activity": activity.pk}, {"all_required": True}]})
    Practises.objects.create(competence=competence(), activity=activity)
    ActivityCompletion.objects.create(
        enrolment=EnrolmentFactory(cohort=CohortFactory(course=course)), activity=activity, completed_at="2026-01-01T00:00Z"
    )
    segment = source.stringsegment_set.filter(string__data__contains="Write about your village").first()
    StringTranslation.objects.create(
        translation_of=segment.string, locale=Locale.objects.get(language_code="uk"), context=segment.context, data="Напишіть про село."
    )
    return page


def rows_of(course):
    return [
        list(model.objects.filter(**{path: course}).order_by("pk").values())
        for model, path in [(Lesson, "course"), (Activity, "lesson__course"), (Enrolment, "cohort__course")]
    ]


def test_an_edition_is_a_course_of_drafts_with_rows_of_its_own(editor, old, django_capture_on_commit_callbacks):
    course = Course.objects.get()
    before = rows_of(course), course.completion_rule

    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("new_edition", args=[old.pk]), {"title": "Ten lessons 2027"})

    made = Edition.objects.get()
    arrived = editor.get(answer["Location"], follow=True)
    html = arrived.content.decode()
    new = Course.objects.get(edition_of=course)
    assert arrived.redirect_chain[-1][0] == reverse("course_board", args=[made.page_id])
    assert "This course began as a new edition of “Ten lessons”." in html
    pages = [(page.title, page.live) for page in CoursePage.objects.filter(translation_key=new.translation_key).order_by("pk")]
    assert pages == [("Ten lessons 2027", False), ("Ten lessons", False)]
    lessons = LessonPage.objects.filter(slug="whom").exclude(live=True)
    assert {(page.locale.language_code, page.body[0].id) for page in lessons} == {("en", "village"), ("uk", "village")}
    assert new.retired_at is not None
    course.refresh_from_db()
    assert (rows_of(course), course.completion_rule) == before

    for kind in (CoursePage, ModulePage, LessonPage):
        for page in kind.objects.filter(live=False, locale__language_code="en"):
            publish(page)
    new.refresh_from_db()
    activity = Activity.objects.live().get(lesson__course=new, block_id="village")
    assert (new.retired_at, new.slug, Lesson.objects.live().filter(course=new).count()) == (None, "ten-lessons-2027", 1)
    assert new.completion_rule == {"all": [{"activity": activity.pk}, {"all_required": True}]}
    assert Practises.objects.live().in_course(new).get().activity == activity
    assert not ActivityCompletion.objects.filter(activity=activity).exists()
    assert rows_of(course) == before[0]
    assert "This is a new edition of" in editor.get("/en/courses/ten-lessons-2027/").content.decode()


def test_an_edition_takes_no_address_that_the_folder_of_another_course_came_with(old):
    course = Course.objects.get()
    Folder.objects.create(slug="ten-lessons-2027", course=course)

    run(edition_id=start_edition(of=old, title="Ten lessons 2027", has_own_questions=False, by=UserFactory()).pk)

    assert sorted(Course.objects.values_list("slug", flat=True)) == ["ten", "ten-lessons-2027-2"]


def test_translators_go_on_where_they_were(old):
    made = start_edition(of=old, title="2027", has_own_questions=False, by=UserFactory())
    run(edition_id=made.pk)

    lesson = LessonPage.objects.get(slug="whom", live=False, locale__language_code="en")
    translation = Translation.objects.get(source__object_id=lesson.translation_key)
    translation.save_target(publish=False)
    ukrainian = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="uk")
    assert ukrainian.get_latest_revision_as_object().body[0].value["prompt"] == "Напишіть про село."


def test_with_questions_and_rubrics_of_its_own(old):
    made = start_edition(of=old, title="2027", has_own_questions=True, by=UserFactory())
    run(edition_id=made.pk)

    new = Course.objects.get(edition_of__isnull=False)
    lesson = LessonPage.objects.get(slug="whom", live=False, locale__language_code="en")
    twin, own = Question.objects.get(bank__course=new), Rubric.objects.get(course=new)
    blocks = {block.block_type: block.value for block in lesson.body}
    assert blocks["quiz"]["questions"][0].value["question"] == twin
    assert lesson.body.raw_data[2]["value"]["rubric"] == own.pk
    assert QuestionBank.objects.count() == 2


def test_a_killed_worker_leaves_nothing_that_another_would_make_twice(old):
    made = start_edition(of=old, title="2027", has_own_questions=False, by=UserFactory())
    editions._advance(made.pk)
    editions._advance(made.pk)
    half = LessonPage.objects.count(), ModulePage.objects.count()

    run(edition_id=made.pk)
    run(edition_id=made.pk)

    made.refresh_from_db()
    assert (half, made.state, made.done) == ((2, 4), Edition.State.READY, 2)
    assert (CoursePage.objects.count(), ModulePage.objects.count(), LessonPage.objects.count(), Course.objects.count()) == (4, 4, 4, 2)


def test_twice_makes_one_and_a_title_is_taken_once(editor, old, django_capture_on_commit_callbacks):
    person = UserFactory()
    one, other = (start_edition(of=old, title=title, has_own_questions=False, by=person) for title in ("2027", "2028"))
    run(edition_id=one.pk)

    answer = editor.post(reverse("new_edition", args=[old.pk]), {"title": "2027"})

    assert one == other
    assert "Another course is called that already." in answer.content.decode()
    assert Edition.objects.count() == 1


def test_only_editors_of_the_whole_site_make_editions(client, old, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=Course.objects.get())
    client.force_login(person)

    answer = client.post(reverse("new_edition", args=[old.pk]), {"title": "2027"})

    assert answer.status_code == 302
    assert not Edition.objects.exists()
