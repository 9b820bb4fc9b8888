import re

import pytest
from django.utils import translation

from courses.catalogue.addresses import address, lesson_url
from courses.catalogue.models import Activity, Course
from courses.enrolment.models import ActivityCompletion, Enrolment, LessonPosition
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text, publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson_page():
    return LessonPageFactory(body=body(("markdown", "intro", "Whom do you help?"), *(long_text(f"village-{n}") for n in range(3))))


@pytest.fixture
def enrolment(lesson_page):
    return EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))


@pytest.fixture
def lesson(enrolment):
    return enrolment.cohort.course.lessons.select_related("course", "module").get()


@pytest.fixture
def learner(client, enrolment):
    client.force_login(enrolment.learner)
    return client


def test_a_visitor_reads_everything_and_is_told_how_to_enrol(client, lesson):
    text = client.get(lesson_url(lesson, "en")).text

    assert "Whom do you help?" in text
    assert "How to enrol" in text
    assert "data-autosave" not in text


def test_a_learner_writes_in_the_lesson(learner, lesson):
    text = learner.get(lesson_url(lesson, "en")).text

    assert text.count("data-autosave") == 3
    assert "Done with this page" in text


def test_the_lesson_is_not_kept_by_anything_on_the_way(learner, lesson):
    assert "no-store" in learner.get(lesson_url(lesson, "en"))["Cache-Control"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_lesson_costs_the_same_however_much_there_is(client, lesson_page, django_assert_max_num_queries, number, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"  # in production sessions come from the cache
    lesson_page.body = body(*(long_text(f"exercise-{n}") for n in range(number * 4)))
    publish(lesson_page)
    cohort = CohortFactory(course=Course.objects.get())
    enrolments = [EnrolmentFactory(cohort=cohort) for _ in range(number)]
    url = lesson_url(Course.objects.get().lessons.select_related("course", "module").get(), "en")
    client.force_login(enrolments[0].learner)
    client.get(url)

    with django_assert_max_num_queries(4):
        assert client.get(url).status_code == 200


def test_a_lesson_without_translation_is_shown_in_its_own_language_and_says_so(learner, lesson):
    text = learner.get(lesson_url(lesson, "uk")).text

    assert '<html lang="uk"' in text
    assert '<article class="lesson measure" lang="en"' in text


def test_a_course_and_a_module_without_translation_say_so(client, lesson):
    note = '<p class="untranslated__note" lang="uk">Ще не перекладено. Мова: англійська</p>'

    for slugs in ([lesson.course.slug], [lesson.course.slug, lesson.module.slug]):
        assert note in client.get(address(*slugs, language="uk")).text
        assert "untranslated__note" not in client.get(address(*slugs, language="en")).text


def test_a_translated_lesson_has_the_same_answers(learner, lesson_page, lesson):
    for above in [lesson_page.get_parent().get_parent().specific, lesson_page.get_parent().specific]:
        translate(above, "uk")
    translate(lesson_page, "uk", title="Кому ми допомагаємо")

    text = learner.get(lesson_url(lesson, "uk")).text

    assert "Кому ми допомагаємо" in text
    assert f'data-item="{Activity.objects.get(block_id="village-0").pk}"' in text


def test_done_with_this_page_is_a_fact_and_leads_on(learner, enrolment, lesson):
    url = f"/en/my/{enrolment.pk}/lessons/{lesson.pk}/read/"

    assert [learner.post(url).status_code for _ in range(2)] == [302, 302]

    assert ActivityCompletion.objects.get().activity.kind == "read"
    assert "Go on" in learner.get(lesson_url(lesson, "en")).text or "See how far you are" in learner.get(lesson_url(lesson, "en")).text


def test_the_lesson_remembers_where_the_learner_stopped(learner, enrolment, lesson):
    answer = learner.post(f"/en/my/{enrolment.pk}/lessons/{lesson.pk}/position/", {"block": "village-1"})

    assert answer.status_code == 204
    assert 'href="#b-village-1" data-stopped-at' in learner.get(lesson_url(lesson, "en")).text
    enrolment.refresh_from_db()
    assert enrolment.last_lesson == lesson


@pytest.mark.parametrize("block", ["", "x" * 5000, "<script>", "b-\x00"])
def test_a_strange_position_does_no_harm(learner, enrolment, lesson, block):
    answer = learner.post(f"/en/my/{enrolment.pk}/lessons/{lesson.pk}/position/", {"block": block})

    assert answer.status_code == 204
    assert "<script>" not in learner.get(lesson_url(lesson, "en")).text.replace('<script type="module"', "")


def test_who_read_an_earlier_wording_is_told(learner, enrolment, lesson_page, lesson):
    version = lesson.versions.current().get()
    learner.post(f"/en/my/{enrolment.pk}/lessons/{lesson.pk}/read/", {"version": version.pk})
    assert "has changed since you read it" not in learner.get(lesson_url(lesson, "en")).text

    lesson_page.title = "Whom we serve"
    publish(lesson_page)

    assert "has changed since you read it" in learner.get(lesson_url(lesson, "en")).text


@pytest.mark.parametrize("path", ["lessons/{lesson}/read/", "lessons/{lesson}/position/"])
def test_a_stranger_cannot_read_for_somebody_else(client, enrolment, lesson, path):
    url = f"/en/my/{enrolment.pk}/" + path.format(lesson=lesson.pk)
    assert client.post(url).status_code == 302

    client.force_login(UserFactory())

    assert client.post(url).status_code == 404
    assert not LessonPosition.objects.exists()


def test_a_lesson_of_another_course_cannot_be_read_into_this_one(learner, enrolment):
    other = LessonPageFactory().row

    assert learner.post(f"/en/my/{enrolment.pk}/lessons/{other.pk}/read/").status_code == 404


def test_why_not_yet_is_nobody_elses(client, enrolment):
    client.force_login(UserFactory())

    assert client.get(f"/en/my/{enrolment.pk}/why-not-yet/").status_code == 404


def test_why_not_yet_lists_each_missing_step_with_a_link_to_it(learner, enrolment, lesson):
    text = learner.get(f"/en/my/{enrolment.pk}/why-not-yet/").text

    assert [f"{lesson_url(lesson, 'en')}#b-village-{n}" in text for n in range(3)] == [True] * 3
    assert "Done with this page" in text


@pytest.mark.parametrize("number", [1, 3])
def test_my_learning_costs_the_same_however_many_courses(client, lesson_page, django_assert_num_queries, number):
    learner = UserFactory()
    for course in [lesson_page.row.course, *(LessonPageFactory().row.course for _ in range(number - 1))]:
        EnrolmentFactory(learner=learner, cohort=CohortFactory(course=course))
    client.force_login(learner)
    client.get("/en/my/")

    with django_assert_num_queries(9):  # four of them: what mentors answered, which consultations are ahead, who practises, what changed
        assert client.get("/en/my/").text.count("Start lesson 1") == number


def test_my_learning_of_a_newcomer_says_what_will_be_here(client):
    client.force_login(UserFactory())

    assert "You are not enrolled in any yet" in client.get("/en/my/").text


def test_who_has_left_reads_what_they_wrote_and_cannot_write(learner, enrolment, lesson):
    Enrolment.objects.update(state="withdrawn")

    text = learner.get(lesson_url(lesson, "en")).text
    assert "You have left this course" in text
    assert "data-autosave" not in text


def test_the_course_page_shows_the_road_and_the_next_step(learner, enrolment):
    with translation.override("en"):
        text = learner.get(f"/en/courses/{enrolment.cohort.course.slug}/").text

    assert "Your next step" in text
    assert "Start lesson 1" in text


def test_the_course_page_offers_what_is_open(client, enrolment):
    course = enrolment.cohort.course

    text = client.get(f"/en/courses/{course.slug}/").text
    assert f'href="/en/enrol/{enrolment.cohort.pk}/"' in text

    enrolment.cohort.seats = enrolment.cohort.seats_taken
    enrolment.cohort.save()
    text = client.get(f"/en/courses/{course.slug}/").text
    assert "All places in this group are taken." in text
    assert "/en/enrol/" not in text

    enrolment.cohort.policy = "invitation"
    enrolment.cohort.save()
    assert "No group is open at the moment" in client.get(f"/en/courses/{course.slug}/").text


def test_headings_leave_no_level_out_also_before_the_first_section(learner, lesson_page, lesson):
    lesson_page.body = body(long_text("first"), ("section", "one", {"heading": "Who lives here"}), long_text("second"))
    publish(lesson_page)

    text = learner.get(lesson_url(lesson, "en")).text
    main = text[text.index("<h1") : text.index("</main>")]

    levels = [int(level) for level in re.findall(r"<h(\d)", main)]
    assert levels[:4] == [1, 2, 2, 3]
    assert (main.count("</h2>"), main.count("</h3>")) == (levels.count(2), levels.count(3))
