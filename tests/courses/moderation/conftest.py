import pytest

from courses.catalogue.models import Course, LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body


class Desk:
    """A course with a lesson, and the people who make it."""

    def __init__(self):
        self.course_page = CoursePageFactory(title="Ten lessons")
        self.course = Course.objects.get(translation_key=self.course_page.translation_key)
        self.lesson = LessonPageFactory(parent=ModulePageFactory(parent=self.course_page), title="People")
        self.writer, self.reader = self.person(Role.EDITOR), self.person(Role.EDITOR)
        self.publisher, self.administrator = self.person(Role.PUBLISHER), self.person(Role.ADMINISTRATOR)

    def person(self, role, where="course", **fields):
        person = UserFactory(**fields)
        grant_role(person=person, role=role, where=self.course if where == "course" else where)
        return User.objects.get(pk=person.pk)

    def fresh(self):
        return LessonPage.objects.get(pk=self.lesson.pk)

    def write(self, by, *, text="Who lives **here**?", title="People"):
        page = self.fresh().get_latest_revision_as_object()
        page.title, page.body = title, body(("markdown", "m1", text))
        page.save_revision(user=by)

    def hand_in(self, by=None, **draft):
        by = by or self.writer
        self.write(by, **draft)
        page = self.fresh()
        state = page.current_workflow_state
        state.resume(by) if state else page.get_workflow().start(page, by)
        return self.fresh().current_workflow_task_state

    def answer(self, by, what, state=None, **kwargs):
        by = User.objects.get(pk=by.pk)
        state = state or self.fresh().current_workflow_task_state
        return state.task.specific.on_action(state, by, what, **kwargs)

    def offered(self, by):
        """The names of what the person may answer now."""
        task = self.fresh().current_workflow_task
        return [name for name, _label, _asks in task.get_actions(self.fresh(), User.objects.get(pk=by.pk))] if task else []


@pytest.fixture
def desk(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return Desk()
