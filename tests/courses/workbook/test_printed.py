import pytest
from django.utils.timezone import now

from courses.workbook.printed import whole_workbook
from tests.factories import CourseVersionFactory, LessonVersionFactory, ModuleVersionFactory, UserFactory


@pytest.fixture
def course(make_desk):
    desk = make_desk(content={"prompt": "Whom do **you** help?"})
    lesson = desk.activity.lesson
    CourseVersionFactory(of=lesson.course)
    ModuleVersionFactory(of=lesson.module)
    LessonVersionFactory(of=lesson)
    desk.address = f"/en/my/{desk.enrolment.pk}/workbook/"
    return desk


def test_the_whole_workbook_has_every_prompt_and_every_answer(course, make_desk):
    make_desk("drawing", enrolment=course.enrolment, lesson=course.activity.lesson)
    course.save({"text": "Older people."})

    workbook = whole_workbook(course.enrolment, "en")

    assert [[(exercise.answer.text, exercise.is_blank) for exercise in lesson.exercises] for lesson in workbook.lessons] == [
        [("Older people.", False), ("", True)]
    ]
    assert workbook.empty_count == 1


def test_an_exercise_that_is_no_longer_there_keeps_its_answer(course):
    course.save({"text": "Older people."})
    course.activity.retired_at = now()
    course.activity.save()
    course.enrolment.cohort.course.stamp += 1  # as publishing does: what is kept of the course is kept by it

    workbook = whole_workbook(course.enrolment, "en")

    assert [exercise.answer.text for exercise in workbook.retired] == ["Older people."]


def test_the_page_links_to_each_exercise_and_marks_the_empty(course):
    html = course.client.get(course.address).content.decode()

    assert f"#b-{course.activity.block_id}" in html
    assert "Whom do <strong>you</strong> help?" in html
    assert "1 exercise is still empty." in html


def test_a_stranger_finds_no_workbook(course, client):
    client.force_login(UserFactory())

    assert client.get(course.address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_answers_there_are(course, make_desk, count, django_assert_num_queries):
    for _ in range(count):
        make_desk(enrolment=course.enrolment, lesson=course.activity.lesson).save({"text": "x"})
    whole_workbook(course.enrolment, "en")

    with django_assert_num_queries(4):
        whole_workbook(course.enrolment, "en")
