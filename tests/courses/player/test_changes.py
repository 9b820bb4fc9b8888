"""An editor changes a lesson that somebody has read."""

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from courses.catalogue.addresses import address, lesson_url
from courses.catalogue.models import Activity, BlockChange, Course, LessonChange, LessonPage
from courses.enrolment.models import ActivityCompletion, CourseCompletion, Enrolment, LessonPosition
from courses.workbook.models import Entry
from courses.workbook.printed import whole_workbook
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text, publish, translate
from tests.factories.translations import translated

pytestmark = pytest.mark.django_db

NOTE = "has changed since you read it"
INTRO = "Whom do you help, and how do you know that they need it?"


@pytest.fixture
def page():
    return LessonPageFactory(body=body(("markdown", "intro", INTRO), long_text("village"), long_text("street")))


@pytest.fixture
def reader(client, page):
    """Has read the lesson and written in its first exercise."""
    course = Course.objects.get()
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=course))
    client.force_login(enrolment.learner)
    reader = Reader(client, enrolment, course.lessons.select_related("course", "module").get())
    reader.read()
    reader.write("village", "Older people.")
    assert reader.knows() == (reader.lesson.versions.get().pk, None)
    return reader


class Reader:
    def __init__(self, client, enrolment, lesson):
        self.client, self.enrolment, self.lesson = client, enrolment, lesson
        self.page = lesson_url(lesson, "en")

    def html(self):
        return self.client.get(self.page).text

    def plain(self, html=None):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html or self.html()))

    def told(self):
        """What the note above the lesson says."""
        return self.plain(self.html().partition('<section class="notice changed"')[2].partition("</section>")[0] or " ")

    def send(self, what, **more):
        found = re.search(r'name="version" value="(\d+)"><input type="hidden" name="change" value="(\d*)"', self.html())
        url = f"/en/my/{self.enrolment.pk}/lessons/{self.lesson.pk}/{what}/"
        return self.client.post(url, {"version": found[1], "change": found[2]} | more)

    def knows(self):
        position = LessonPosition.objects.get(enrolment=self.enrolment)
        return position.read_version_id, position.seen_change_id

    def read(self):
        return self.send("read")

    def write(self, block_id, text):
        activity = Activity.objects.get(block_id=block_id)
        version = activity.versions.current().get(language="en")
        values = {"change_id": new_ulid(), "base": 0, "version": version.pk, "value": {"text": text}}
        return self.client.post(f"/workbook/{self.enrolment.pk}/{activity.pk}/", values, content_type="application/json")


def change(page, *blocks, **fields):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = body(*blocks) if blocks else page.body
    for name, value in fields.items():
        setattr(page, name, value)
    return publish(page)


def test_of_a_typo_nobody_hears_and_nothing_is_undone(reader, page):
    done = set(ActivityCompletion.objects.values_list("activity__block_id", flat=True))

    change(page, ("markdown", "intro", INTRO.replace("need", "nead")), long_text("village"), long_text("street"))

    assert LessonChange.objects.get().change_class == "typo"
    assert NOTE not in reader.html()
    assert set(ActivityCompletion.objects.values_list("activity__block_id", flat=True)) == done
    assert "Older people." in reader.html()


def test_another_meaning_is_told_with_its_words_and_put_away(reader, page):
    change(page, ("markdown", "intro", INTRO), long_text("village", prompt="Count the people who live alone."), long_text("street"))

    assert NOTE in reader.html()
    assert '<a href="#b-village" lang="en">Who lives here?</a>' in reader.html()
    assert "Taken out: Write about your village" in reader.plain()
    assert "Added: Count the people who live alone" in reader.plain()
    assert reader.send("seen").status_code == 302
    assert NOTE not in reader.html()


def test_how_a_passage_was_typed_is_nothing_to_learners(reader, page):
    change(page, ("markdown", "intro", "Something else entirely."), long_text("village"), long_text("street"))

    assert "Text: Something else entirely." in reader.told()
    assert "Markdown" not in reader.told()


def test_what_is_new_and_not_translated_is_told_in_the_language_it_stands_in(client, page, django_capture_on_commit_callbacks):
    translated(page, "uk", {"title": "Кому ми допомагаємо"})
    course = Course.objects.get()
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=course))
    lesson = course.lessons.select_related("course", "module").get()
    LessonPosition.objects.create(enrolment=enrolment, lesson=lesson, read_version=lesson.versions.get(language="uk", is_current=True))
    client.force_login(enrolment.learner)

    with django_capture_on_commit_callbacks(execute=True):
        change(page, ("markdown", "intro", INTRO), ("markdown", "new", "A new passage."), long_text("village"), long_text("street"))

    shown = client.get(lesson_url(lesson, "uk")).text.partition('<section class="notice changed"')[2].partition("</section>")[0]
    assert '<a href="#b-new" lang="en">A new passage.</a>' in shown


def test_who_has_not_read_the_lesson_is_told_nothing(reader, page, client):
    other = EnrolmentFactory(cohort=reader.enrolment.cohort)
    client.force_login(other.learner)

    change(page, ("markdown", "intro", "Something else entirely."))

    assert NOTE not in reader.html()


def test_changes_that_were_missed_are_told_as_one_and_what_was_put_back_is_not(reader, page):
    first = [long_text("village"), long_text("street")]
    change(page, ("markdown", "intro", "Something else entirely."), *first)
    change(page, ("markdown", "intro", INTRO), *first, summary="What the lesson is about.")

    assert "Something else entirely" not in reader.told()
    assert "Added: What the lesson is about." in reader.told()


def test_an_exercise_that_goes_is_told_and_its_answer_stays(reader, page):
    change(page, ("markdown", "intro", INTRO), long_text("street"))

    assert "What you wrote there stays in your workbook." in reader.plain()
    enrolment = Enrolment.objects.get(pk=reader.enrolment.pk)
    assert [one.answer.text for one in whole_workbook(enrolment, "en").retired] == ["Older people."]
    assert ActivityCompletion.objects.filter(activity__block_id="village").exists()


def test_a_page_that_lay_open_on_another_device_takes_nothing_back(reader, page):
    old, _none = reader.knows()
    change(page, ("markdown", "intro", "Something else entirely."))
    reader.send("seen")

    reader.send("read", change="", version=old)

    assert reader.knows()[1] == LessonChange.objects.get().pk


def test_what_changed_before_it_was_read_in_another_language_is_not_told_there(reader, page):
    for above in [page.get_parent().get_parent().specific, page.get_parent().specific]:
        translate(above, "uk")
    translated = translate(page, "uk", title="Кому ми допомагаємо")
    translated.title = "Про кого цей урок і навіщо він потрібен"
    publish(translated)
    uk = Reader(reader.client, reader.enrolment, reader.lesson)
    uk.page = lesson_url(reader.lesson, "uk")

    assert 'class="notice changed"' in uk.html()
    uk.send("seen")

    assert NOTE not in reader.html()


def test_a_stranger_puts_nothing_away_for_somebody_else(reader, page, client):
    change(page, ("markdown", "intro", "Something else entirely."))
    url = f"/en/my/{reader.enrolment.pk}/lessons/{reader.lesson.pk}/seen/"
    client.force_login(UserFactory())

    assert client.post(url, {"change": LessonChange.objects.get().pk}).status_code == 404
    assert LessonPosition.objects.get().seen_change is None


def test_the_model_answer_is_not_given_away_by_its_change(reader, page):
    change(page, ("markdown", "intro", INTRO), long_text("village"), long_text("street", model_answer="Stepan lives by the pond."))

    assert "Stepan" not in reader.html()
    assert "Model answerIt has changed." in reader.plain()


@pytest.mark.parametrize("number", [1, 3])
def test_nothing_more_is_asked_of_the_database_while_there_is_nothing_to_tell(
    reader, page, number, django_assert_max_num_queries, settings
):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    reader.client = Client()  # the other one has its sessions elsewhere
    reader.client.force_login(reader.enrolment.learner)
    for place in range(number):
        change(page, ("markdown", "intro", f"Something else entirely: {place}."), long_text("village"), long_text("street"))
    reader.html()

    with django_assert_max_num_queries(4):
        assert NOTE in reader.html()

    reader.send("seen")
    reader.html()
    with django_assert_max_num_queries(4):
        assert NOTE not in reader.html()


def test_the_road_says_which_lesson_means_something_else_now(reader, page):
    course = address(reader.lesson.course.slug, language="en")
    assert "Changed since you read it" not in reader.client.get(course).text

    change(page, ("markdown", "intro", "Something else entirely."), long_text("village"), long_text("street"))

    assert "Changed since you read it" in reader.client.get(course).text
    assert "Changed since you read them:" in reader.client.get("/en/my/").text
    reader.send("seen")
    assert "Changed since you read it" not in reader.client.get(course).text


def test_a_new_step_takes_nothing_back_from_who_has_finished(reader, page):
    reader.write("street", "Families.")
    completion = CourseCompletion.objects.get()

    change(page, ("markdown", "intro", INTRO), long_text("village"), long_text("street"), long_text("bridge", "The bridge"))

    reader.enrolment.refresh_from_db()
    assert reader.enrolment.state == Enrolment.State.COMPLETED
    assert CourseCompletion.objects.get().proof == completion.proof
    assert "1 step in this lesson is new since you finished the course." in reader.plain()
    assert "New since you finished" in reader.client.get(address(reader.lesson.course.slug, language="en")).text


def test_an_answer_is_read_with_the_prompt_it_answered(reader, page):
    change(page, ("markdown", "intro", INTRO), long_text("village", prompt="Count the people who live alone."), long_text("street"))

    entry = Entry.objects.get()
    pages = [f"/en/my/{reader.enrolment.pk}/workbook/", f"/en/my/{reader.enrolment.pk}/workbook/{entry.activity_id}/", reader.page]
    for path in pages:
        text = reader.client.get(path).text
        assert "You answered an earlier wording" in text
        assert "Write about your village." in text

    reader.client.post(
        f"/workbook/{reader.enrolment.pk}/{entry.activity_id}/",
        {"change_id": new_ulid(), "base": 1, "version": entry.activity.versions.current().get().pk, "value": {"text": "Twelve."}},
        content_type="application/json",
    )
    assert "You answered an earlier wording" not in reader.client.get(pages[0]).text


def test_clearer_words_leave_the_answer_as_it_is(reader, page):
    change(
        page, ("markdown", "intro", INTRO), long_text("village", prompt="Write a few words about your own village."), long_text("street")
    )

    assert BlockChange.objects.get().change_class == "clarification"
    assert "You answered an earlier wording" not in reader.client.get(f"/en/my/{reader.enrolment.pk}/workbook/").text


def test_going_back_to_the_words_of_before_makes_them_the_present_ones(reader, page):
    blocks = [("markdown", "intro", INTRO), long_text("village"), long_text("street")]
    change(page, blocks[0], long_text("village", prompt="Count the people who live alone."), blocks[2])
    assert "You answered an earlier wording" in reader.html()

    change(page, *blocks)

    assert "You answered an earlier wording" not in reader.html()


def test_what_was_read_before_changes_were_written_down_is_still_said_to_have_changed(reader, page):
    change(page, ("markdown", "intro", "Something else entirely."), long_text("village"), long_text("street"))
    LessonChange.objects.all().delete()
    reader.lesson.course.stamp += 1
    from courses.catalogue.addresses import forget_pages

    forget_pages()

    assert NOTE in reader.html()
    reader.send("seen")
    assert NOTE not in reader.html()


def test_a_lesson_that_is_published_for_the_first_time_has_not_changed(reader):
    assert not LessonChange.objects.exists()
    assert Activity.objects.filter(asked_since__gt=now()).count() == 0
