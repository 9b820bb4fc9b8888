"""The course board: what it shows, to whom, in how many queries; and moving lessons and modules on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now, timedelta
from wagtail.models import Comment, Locale
from wagtail_localize.models import Translation, TranslationSource

from courses.authoring.board.moving import OrderHasChanged, move, order_now, place_named
from courses.authoring.board.reading import State, read_board
from courses.authoring.board.weights import weigh_lessons
from courses.authoring.models import PageWeight
from courses.catalogue.models import Course, Lesson, LessonPage
from courses.enrolment.models import LessonPosition
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, long_text, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return CoursePageFactory(title="Ten lessons", slug="ten")


@pytest.fixture
def editor(client, course):
    return as_editor(client, Course.objects.get())


def as_editor(client, where=None):
    client.person = UserFactory()
    grant_role(person=client.person, role=Role.EDITOR, where=where)
    grant_role(person=client.person, role=Role.PUBLISHER, where=where)
    client.force_login(client.person)
    return client


def two_modules(course):
    people, money = (ModulePageFactory(parent=course, title=title, slug=title.lower()) for title in ("People", "Money"))
    lessons = [LessonPageFactory(parent=people, title=f"Lesson {name}", slug=f"lesson-{name}") for name in "ab"]
    return people, money, lessons


def send(client, course, page, where, **more):
    address = reverse("course_board_move", args=[course.pk])
    return client.post(address, {"page": page.pk, "where": where, "order": order_now(course), **more})


def order(course):
    return [(module.title, [lesson.title for lesson in module.lessons]) for module in read_board(course).modules]


def test_each_lesson_says_how_it_stands(editor, course):
    people, _money, (first, second) = two_modules(course)
    quiz = {"title": "Try", "questions": [{"type": "draw", "id": "d", "value": {"category": None, "count": 3, "tags": "", "mark": None}}]}
    second.body = body(long_text("village"), ("quiz", "q", quiz), ("assignment", "s", {"title": "Show", "brief": "Do"}))
    second.title, second.minutes = "Second now", 45
    second.save_revision()
    draft = LessonPageFactory(parent=people, title="Not yet", is_published=False)
    draft.go_live_at = now() + timedelta(days=3)
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    gone = LessonPageFactory(parent=people, title="Gone")
    gone.unpublish()
    Comment.objects.create(page=first, user=editor.person, text="?", contentpath="title")
    translate(course, "uk")
    translate(people, "uk")
    translate(first, "uk")
    weigh_lessons()

    rows = {row.title: row for row in read_board(course).lessons}

    assert {title: row.states for title, row in rows.items()} == {
        "Lesson a": {State.LIVE}, "Second now": {State.CHANGED}, "Not yet": {State.DRAFT, State.SCHEDULED}, "Gone": {State.RETIRED},
    }  # fmt: skip
    held = rows["Second now"].held
    assert (held.exercises, held.quizzes, held.questions, held.assignments, held.minutes) == (1, 1, 3, 1, 45)
    assert rows["Lesson a"].comments == 1
    assert {mark.code: mark.state for mark in rows["Lesson a"].marks} == {
        "en": "source", "uk": "alone", "ru": "missing", "bg": "missing", "cs": "missing",
    }  # fmt: skip
    assert 10 < rows["Lesson a"].kilobytes < 60
    assert rows["Not yet"].weight is None
    html = editor.get(reverse("course_board", args=[course.pk])).content.decode()
    assert "Scheduled for" in html
    assert "3 questions" in html
    narrowed = editor.get(reverse("course_board", args=[course.pk]), {"state": "changed", "language": "uk", "words": "second"})
    assert ("Second now" in narrowed.content.decode(), "Lesson a" in narrowed.content.decode()) == (True, False)


def test_the_board_tells_what_readers_see_and_what_is_on_its_way(editor, course):
    module = ModulePageFactory(parent=course)
    hour, end = now() + timedelta(days=2), now() + timedelta(days=9)
    waits, read, ends = (LessonPageFactory(parent=module, title=title) for title in ("Waits", "Is read", "Ends"))
    waits.go_live_at = hour
    waits.save_revision().publish()
    read.get_workflow().start(read, editor.person)
    ends.expire_at = end
    ends.save_revision().publish()

    rows = {row.title: row for row in read_board(course).lessons}

    at = {moment: date_format(localtime(moment), "SHORT_DATETIME_FORMAT") for moment in (hour, end)}
    assert {title: (row.states, row.words) for title, row in rows.items()} == {
        "Waits": ({State.LIVE, State.SCHEDULED}, f"Live · The draft goes live {at[hour]}"),
        "Is read": ({State.LIVE, State.MODERATION}, "Live · In moderation: Second reading"),
        "Ends": ({State.LIVE}, f"Live · Comes off the site {at[end]}"),
    }
    found = {state: editor.get(reverse("course_board", args=[course.pk]), {"state": state}).text for state in ("live", "scheduled")}
    assert [("Waits" in found[state], "Ends" in found[state]) for state in found] == [(True, True), (True, False)]


def test_weighing_leaves_alone_what_is_weighed(course):
    LessonPageFactory(parent=ModulePageFactory(parent=course))

    assert (weigh_lessons(), weigh_lessons(), PageWeight.objects.count()) == (1, 0, 1)


def test_the_board_takes_the_same_queries_for_one_lesson_and_three(editor, course):
    module = ModulePageFactory(parent=course)
    for page in (course, module, LessonPageFactory(parent=module)):
        translated_as_editors_do(page)
    address = reverse("course_board", args=[course.pk])
    editor.get(address)
    assert {mark.state for row in read_board(course).lessons for mark in row.marks} == {"source", "missing"}
    with CaptureQueriesContext(connection) as with_one:
        editor.get(address)
    for _number in range(2):
        translated_as_editors_do(LessonPageFactory(parent=module))
    with CaptureQueriesContext(connection) as with_three:
        editor.get(address)

    assert (len(with_one), len(with_three)) == (19, 19)


def translated_as_editors_do(page):
    """With wagtail-localize's rows, published in the other language."""
    source, _is_new = TranslationSource.get_or_create_from_instance(page)
    for locale in Locale.objects.exclude(pk=page.locale_id):
        Translation.objects.create(source=source, target_locale=locale).save_target(publish=True)
    return page


def test_the_list_of_courses_takes_the_same_queries_for_one_and_three(client, course):
    as_editor(client)
    address = reverse("course_boards")
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _number in range(2):
        LessonPageFactory(parent=ModulePageFactory(parent=CoursePageFactory()))
    with CaptureQueriesContext(connection) as with_three:
        html = client.get(address).content.decode()

    assert len(with_one) == len(with_three)
    assert html.count("1 lesson<") + html.count("1 lesson") >= 2


def test_editors_of_another_course_and_strangers_find_no_board(client, course):
    other = CoursePageFactory()
    _module, money, (lesson, _second) = two_modules(course)
    as_editor(client, Course.objects.get(slug=other.slug))

    answers = [client.get(reverse("course_board", args=[course.pk])), send(client, course, lesson, "down")]
    listed = client.get(reverse("course_boards")).content.decode()
    across = send(client, other, lesson, f"to:{money.pk}")
    client.logout()
    stranger = client.get(reverse("course_board", args=[course.pk]))

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (reverse("course_board", args=[other.pk]) in listed, reverse("course_board", args=[course.pk]) in listed) == (True, False)
    assert across.status_code == 404
    assert stranger.status_code == 302
    assert order(course) == [("People", ["Lesson a", "Lesson b"]), ("Money", [])]


def test_a_lesson_moves_in_every_language_with_its_row_its_work_and_its_address(editor, course):
    people, money, (lesson, second) = two_modules(course)
    for page in (course, people, money, lesson, second):
        translate(page, "uk", title=f"{page.title} uk", slug=f"{page.slug}-uk")
    row = Lesson.objects.get(translation_key=lesson.translation_key)
    activities = list(row.activities.values_list("pk", flat=True))
    there = ["/en/courses/ten/people/lesson-a/", "/uk/courses/ten/people/lesson-a/", "/cs/courses/ten/people/lesson-a/"]
    assert [editor.get(address).status_code for address in there] == [200, 200, 200]

    answer = send(editor, course, lesson, "module", module=money.pk)

    assert order(course) == [("People", ["Lesson b"]), ("Money", ["Lesson a"])]
    ukrainian = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="uk")
    assert ukrainian.get_parent().title == "Money uk"
    row.refresh_from_db()
    assert (row.module.slug, list(row.activities.values_list("pk", flat=True)), row.retired_at) == ("money", activities, None)
    moved = [editor.get(address) for address in there]
    assert [one["Location"] for one in moved] == [address.replace("people", "money") for address in there]
    assert [editor.get(one["Location"]).status_code for one in moved] == [200, 200, 200]

    board = editor.get(answer["Location"]).content.decode()
    assert "Move it back" in board
    send(editor, course, lesson, f"in:{people.pk}:0", undo="1")
    assert order(course) == [("People", ["Lesson a", "Lesson b"]), ("Money", [])]
    assert [editor.get(address).status_code for address in there] == [200, 200, 200]


def test_up_and_down_go_on_into_the_next_module(editor, course):
    _people, money, (lesson, second) = two_modules(course)
    seen = []
    for page, where in [(lesson, "down"), (lesson, "down"), (second, "up"), (lesson, "up"), (money, "up"), (lesson, "up")]:
        send(editor, course, page, where)
        seen.append("/".join("".join(title[-1] for title in lessons) for _name, lessons in order(course)))

    assert seen == ["ba/", "b/a", "b/a", "ba/", "/ba", "/ab"]
    rows = Lesson.objects.order_by("module__position", "position").values_list("slug", "position")
    assert list(rows) == [("lesson-a", 0), ("lesson-b", 1)]


def test_whoever_publishes_the_course_moves_lessons_though_they_may_add_none(client, course):
    _people, _money, (lesson, _second) = two_modules(course)
    publisher = UserFactory()
    grant_role(person=publisher, role=Role.PUBLISHER, where=Course.objects.get())
    client.force_login(publisher)

    send(client, course, lesson, "down")
    send(client, course, lesson, "down")

    assert order(course) == [("People", ["Lesson b"]), ("Money", ["Lesson a"])]


def test_whoever_may_not_publish_moves_nothing(editor, course, monkeypatch):
    _people, _money, (lesson, _second) = two_modules(course)
    monkeypatch.setattr("courses.authoring.board.views.board.may_move_in", lambda person, page: False)

    answer = send(editor, course, lesson, "down")

    assert answer.status_code in (302, 403)
    assert order(course)[0] == ("People", ["Lesson a", "Lesson b"])
    board = editor.get(reverse("course_board", args=[course.pk])).text
    assert "moved here by whoever may publish" in board
    assert "data-drop" not in board


def test_learners_in_a_lesson_are_counted_before_it_moves(editor, course):
    _people, money, (lesson, _second) = two_modules(course)
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))
    LessonPosition.objects.create(enrolment=enrolment, lesson=Lesson.objects.get(slug="lesson-a"))

    asked = send(editor, course, lesson, f"to:{money.pk}")
    still = order(course)
    send(editor, course, lesson, f"to:{money.pk}", confirmed="1")

    assert "1 learner is in this lesson now" in asked.content.decode()
    assert still[0] == ("People", ["Lesson a", "Lesson b"])
    assert order(course)[1] == ("Money", ["Lesson a"])
    assert LessonPosition.objects.get().lesson.module.slug == "money"


def test_of_two_editors_the_later_one_sees_the_newer_order(editor, course):
    _people, money, (lesson, second) = two_modules(course)
    seen = order_now(course)
    send(editor, course, second, f"to:{money.pk}")

    answer = send(editor, course, lesson, "down", order=seen)

    assert "Somebody moved something meanwhile" in editor.get(answer["Location"]).content.decode()
    assert order(course) == [("People", ["Lesson a"]), ("Money", ["Lesson b"])]
    with pytest.raises(OrderHasChanged):
        move(course=course, page=lesson, place=place_named(course, lesson, "down"), seen=seen, by=editor.person)
