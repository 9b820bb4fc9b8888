"""What tests are made of. Each factory documents the least that a row needs."""

import uuid

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from courses.catalogue.models import Activity, ActivityVersion, Course, CourseVersion, Lesson, LessonVersion, Module, ModuleVersion
from courses.certificates.models import Certificate
from courses.certificates.numbers import new_number
from courses.enrolment.models import Cohort, CourseCompletion, Enrolment
from courses.workbook.models import Entry
from lms.accounts.models import User
from lms.notifications import kinds
from lms.notifications.models import Letter

PASSWORD = "a-long-enough-password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = "Олена Ґудзь"
    password = factory.django.Password(PASSWORD)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    translation_key = factory.LazyFunction(uuid.uuid4)
    slug = factory.Sequence(lambda n: f"course-{n}")
    source_language = "en"
    hours = 40


class CourseVersionFactory(DjangoModelFactory):
    class Meta:
        model = CourseVersion

    of = factory.SubFactory(CourseFactory)
    language = "en"
    title = "Ten lessons"
    content_hash = factory.Sequence(lambda n: f"course-hash-{n}")


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    translation_key = factory.LazyFunction(uuid.uuid4)
    slug = factory.Sequence(lambda n: f"module-{n}")
    course = factory.SubFactory(CourseFactory)


class ModuleVersionFactory(DjangoModelFactory):
    class Meta:
        model = ModuleVersion

    of = factory.SubFactory(ModuleFactory)
    language = "en"
    title = "People"
    content_hash = factory.Sequence(lambda n: f"module-hash-{n}")


class LessonFactory(DjangoModelFactory):
    class Meta:
        model = Lesson

    translation_key = factory.LazyFunction(uuid.uuid4)
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    module = factory.SubFactory(ModuleFactory)
    course = factory.SelfAttribute("module.course")


class LessonVersionFactory(DjangoModelFactory):
    class Meta:
        model = LessonVersion

    of = factory.SubFactory(LessonFactory)
    language = "en"
    title = "Whom we help"
    content_hash = factory.Sequence(lambda n: f"lesson-hash-{n}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    lesson = factory.SubFactory(LessonFactory)
    block_id = factory.Sequence(lambda n: f"block-{n}")
    kind = "long_text"


class ActivityVersionFactory(DjangoModelFactory):
    class Meta:
        model = ActivityVersion

    of = factory.SubFactory(ActivityFactory)
    language = "en"
    title = "Who lives here?"
    content_hash = factory.Sequence(lambda n: f"activity-hash-{n}")
    content = factory.LazyFunction(lambda: {"prompt": "Who lives here?", "model_answer": "", "rows": 6})


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    course = factory.SubFactory(CourseFactory)
    name = "Spring"


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    learner = factory.SubFactory(UserFactory)
    cohort = factory.SubFactory(CohortFactory)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    activity = factory.SubFactory(ActivityFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, cohort__course=factory.SelfAttribute("...activity.lesson.course"))
    value = factory.LazyFunction(lambda: {"text": "Two hundred people."})
    revision = 1
    changed_at = factory.LazyFunction(now)


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    kind = "welcome"
    person = factory.SubFactory(UserFactory)
    subject_key = factory.Sequence(lambda n: f"subject-{n}")
    message_id = factory.Sequence(lambda n: f"letter-{n}@workbook.example")
    due_at = factory.LazyFunction(now)
    priority = factory.LazyAttribute(lambda letter: kinds.get(letter.kind).priority if kinds.is_known(letter.kind) else kinds.TIMELY)


class CompletionFactory(DjangoModelFactory):
    class Meta:
        model = CourseCompletion

    enrolment = factory.SubFactory(EnrolmentFactory, state="completed")
    proof = factory.LazyFunction(lambda: {"rule": {}, "met_by": {}})
    completed_at = factory.LazyFunction(now)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    enrolment = factory.SubFactory(EnrolmentFactory, state="completed")
    number = factory.LazyFunction(new_number)
    holder_name = "Олена Ґудзь"
    course_title = "Ten lessons"
    title_language = "en"
    issuer_name = "Workbook"
    hours = 40
    language = "uk"
    completed_on = factory.LazyFunction(lambda: now().date())
