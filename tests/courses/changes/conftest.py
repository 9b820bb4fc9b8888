import pytest
from django.urls import reverse

from courses.catalogue.models import Activity, Course, LessonPage
from courses.enrolment.models import LessonPosition
from courses.workbook.models import Entry
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text

INTRO = ("markdown", "intro", "Whom do you help, and how do you know that they need it?")


class Course_:
    """A lesson that one cohort is at work on, and its editor."""

    def __init__(self, client):
        self.page = LessonPageFactory(body=body(INTRO, long_text("village"), long_text("street")))
        self.row = Course.objects.get()
        self.lesson = self.row.lessons.get()
        self.cohort = CohortFactory(course=self.row, name="Autumn")
        self.url = reverse("lesson_changes", args=[self.page.pk])
        self.client, self.editor = client, UserFactory(is_superuser=True, name="Editor Marta")

    def learner(self, *, has_read=True, has_written=False, cohort=None):
        enrolment = EnrolmentFactory(cohort=cohort or self.cohort)
        version = self.lesson.versions.current().get()
        if has_read:
            LessonPosition.objects.create(enrolment=enrolment, lesson=self.lesson, read_version=version)
        if has_written:
            activity = Activity.objects.get(block_id="village")
            Entry.objects.create(enrolment=enrolment, activity=activity, version=activity.versions.get(), revision=1, value={"text": "x"})
        return enrolment

    def draft(self, *blocks, **fields):
        page = LessonPage.objects.get(pk=self.page.pk)
        page.body = body(*blocks)
        for name, value in fields.items():
            setattr(page, name, value)
        return page.save_revision()

    def form(self, **values):
        """What the page offers, as it stands on the screen."""
        answer = self.client.get(self.url)
        form = answer.context["form"]
        fields = {name: form[name].value() for name in form.fields}
        fields.pop("is_confirmed", None)
        return fields | values

    def send(self, **values):
        return self.client.post(self.url, values)

    @property
    def live(self):
        return [block["id"] for block in self.lesson.versions.current().get().content["body"]]


@pytest.fixture
def course(db, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    course = Course_(client)
    client.force_login(course.editor)
    return course
