"""The bench's data: the ten lessons as they are, 49 more courses, 1,000 learners and 200,000 entries."""

import uuid
from itertools import islice

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from courses.catalogue.models import Activity, ActivityVersion, Course, CourseVersion, Lesson, LessonVersion, Module, ModuleVersion
from courses.enrolment.models import ActivityCompletion, Cohort, Enrolment
from courses.workbook.models import Entry, EntryRevision
from lms.accounts.models import User

COURSES, LEARNERS, ENTRIES = 50, 1000, 200_000
EXERCISES = 8
BACKENDS = {"session": "lms.accounts.backends.AccountBackend", "yardstick_session": "django.contrib.auth.backends.ModelBackend"}


def generate() -> None:
    """Takes about a minute; does nothing where it has been done."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if Entry.objects.count() >= ENTRIES:
        return
    if not Course.objects.filter(slug="ten-lessons").exists():
        call_command("import_course", "content/ten-lessons", verbosity=0)
    for number in range(Course.objects.count(), COURSES):
        _course(number)
    people = learners()
    ten_lessons = Course.objects.get(slug="ten-lessons")
    left = ENTRIES
    for course in [ten_lessons, *Course.objects.exclude(pk=ten_lessons.pk).order_by("pk")]:
        left -= _answers(course, people, left)
        if left <= 0:
            break
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_note (id bigint PRIMARY KEY, text text NOT NULL)")
        cursor.executemany("INSERT INTO bench_note VALUES (%s, %s)", [(learner.pk, "") for learner in people])
        cursor.execute("ANALYZE")


def _course(number: int) -> None:
    keys = {"source_language": "en", "translation_key": uuid.uuid4()}
    course = Course.objects.create(slug=f"course-{number}", **keys)
    CourseVersion.objects.create(
        of=course, language="en", title=f"Course {number}", content_hash="1", content={"summary": "For the bench."}
    )
    module = Module.objects.create(course=course, slug="module", translation_key=uuid.uuid4())
    ModuleVersion.objects.create(of=module, language="en", title="Module", content_hash="1")
    for place in range(10):
        lesson = Lesson.objects.create(course=course, module=module, slug=f"lesson-{place}", position=place, translation_key=uuid.uuid4())
        LessonVersion.objects.create(of=lesson, language="en", title=f"Lesson {place}", content_hash="1", content={"body": []})
        activities = [Activity(lesson=lesson, block_id=f"block-{n}", kind="long_text", position=n) for n in range(EXERCISES)]
        Activity.objects.bulk_create(activities)


def learners() -> list[User]:
    """Made where they are missing."""
    found = User.objects.filter(email__endswith="@bench.example").order_by("pk")
    if found.count() < LEARNERS:
        people = [User(email=f"learner{n}@bench.example", name=f"Learner {n}", password="!") for n in range(LEARNERS)]
        User.objects.bulk_create(people, ignore_conflicts=True)
    return list(found)


def _answers(course: Course, learners: list[User], left: int) -> int:
    cohort = Cohort.objects.create(course=course, name="Bench")
    Enrolment.objects.bulk_create([Enrolment(learner=learner, cohort=cohort) for learner in learners])
    enrolments = list(Enrolment.objects.filter(cohort=cohort).values_list("pk", flat=True))
    activities = list(Activity.objects.filter(lesson__course=course, kind="long_text").values_list("pk", flat=True))
    wordings = dict(ActivityVersion.objects.current().filter(of__in=activities, language="en").values_list("of_id", "pk"))
    pairs = islice(((enrolment, activity) for enrolment in enrolments for activity in activities), left)
    written, value, at = 0, {"text": "Two hundred people live here, and a few words more, as people write. " * 4}, now()
    while batch := list(islice(pairs, 5000)):
        entries = Entry.objects.bulk_create(
            Entry(enrolment_id=e, activity_id=a, version_id=wordings.get(a), value=value, revision=1, changed_at=at) for e, a in batch
        )
        EntryRevision.objects.bulk_create(
            EntryRevision(log=entry, number=1, change_id=f"{entry.pk:026d}", base=0, value=value, created_at=at) for entry in entries
        )
        ActivityCompletion.objects.bulk_create(ActivityCompletion(enrolment_id=e, activity_id=a, completed_at=at) for e, a in batch)
        written += len(batch)
    return written


def sessions(number: int) -> list[dict[str, str]]:
    """Cookies of signed-in learners of the ten lessons: one for the site and one for the yardstick, which each know their own way of
    signing in. With the answer that they save."""
    people = User.objects.filter(email__endswith="@bench.example").order_by("pk")[:number]
    return [cookies(one) | _save_address(one) for one in people]


def cookies(person: User) -> dict[str, str]:
    return {"learner": str(person.pk)} | {name: session_of(person, backend) for name, backend in BACKENDS.items()}


def _save_address(learner: User) -> dict[str, str]:
    enrolment = Enrolment.objects.get(learner=learner, cohort__course__slug="ten-lessons")
    entry = Entry.objects.filter(enrolment=enrolment, activity__lesson__slug="whom-we-help", activity__kind="long_text").first()
    save = f"/workbook/{enrolment.pk}/{entry.activity_id}/"
    return {"enrolment": str(enrolment.pk), "save": save, "revision": str(entry.revision), "version": str(entry.version_id)}


def session_of(learner: User, backend: str) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(learner.pk), backend
    session[HASH_SESSION_KEY] = learner.get_session_auth_hash()
    session.create()
    return session.session_key
