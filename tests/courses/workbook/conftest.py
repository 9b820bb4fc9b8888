import pytest
from django.test import RequestFactory
from django.utils.translation import override

from courses.catalogue.rendering import Slot
from courses.enrolment.slots import Reading
from lms.core.log.ulid import new_ulid
from tests.factories import ActivityFactory, ActivityVersionFactory, EnrolmentFactory, LessonFactory


class Desk:
    """A learner at an exercise, with everything a device does there."""

    def __init__(self, client, kind="long_text", content=None, enrolment=None, **activity):
        self.client = client
        self.enrolment = enrolment or EnrolmentFactory()
        course = self.enrolment.cohort.course
        lesson = activity.pop("lesson", None) or LessonFactory(module__course=course)
        self.activity = ActivityFactory(lesson=lesson, kind=kind, **activity)
        own = {"content": {"prompt": "Who lives here?", "model_answer": "", **(content or {})}}
        self.version = ActivityVersionFactory(of=self.activity, **own)
        self.url = f"/workbook/{self.enrolment.pk}/{self.activity.pk}/"
        client.force_login(self.enrolment.learner)

    def save(self, value, base=0, **more):
        return self.client.post(self.url, self.body(value, base, **more), content_type="application/json")

    def body(self, value, base=0, **more):
        return {"change_id": new_ulid(), "base": base, "version": self.version.pk, "value": value, **more}

    def post(self, **fields):
        body = {"change_id": new_ulid(), "base": 0, "version": self.version.pk, "next": "/en/courses/c/m/l/", **fields}
        return self.client.post(self.url, body)

    @property
    def entry(self):
        return self.enrolment.entries.get(activity=self.activity)

    @property
    def slot(self):
        return Slot(
            block_id=self.activity.block_id,
            kind=self.activity.kind,
            title=self.version.title,
            content=self.version.content,
            activity_id=self.activity.pk,
            version_id=self.version.pk,
            is_required=self.activity.is_required,
            is_private=self.activity.is_private,
        )

    def reading(self, *others, enrolment=True, path="/en/courses/c/m/l/"):
        request = RequestFactory().get(path)
        request.user = self.enrolment.learner
        slots = [self.slot, *(other.slot for other in others)]
        return Reading(request=request, enrolment=self.enrolment if enrolment else None, slots=slots, language="en")


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture
def desk(db, client):
    return Desk(client)


@pytest.fixture
def make_desk(db, client):
    def make(kind="long_text", content=None, **more):
        return Desk(client, kind, content, **more)

    return make
