"""The letters of a week for 10,000 learners in 40 cohorts: `python -m bench.weekly_letters`. Seconds and queries to post them – what is
done, the next step, who is silent – and to write them out, which sending does one by one."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from .__main__ import DATABASE, _environment

LEARNERS, COHORTS, COURSES, WRITTEN = 10_000, 40, 10, 1_000
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def main() -> None:
    os.environ.update(_environment(f"{DATABASE}_letters"))

    import django

    django.setup()
    from django.db import connection

    from courses.enrolment.weekly import WEEKLY, post_weekly_letters
    from lms.notifications import kinds
    from lms.notifications.message import compose
    from lms.notifications.models import Letter

    generate()
    for outlines in ("new", "kept"):
        Letter.objects.all().delete()
        with measured(connection) as spent:
            posted = post_weekly_letters(MONDAY)
        show(f"{posted} letters posted, outlines {outlines}", spent, posted)
    letters = list(Letter.objects.filter(kind=WEEKLY).select_related("person").order_by("pk")[:WRITTEN])
    kind = kinds.get(WEEKLY)
    with measured(connection) as spent:
        size = sum(len(compose(letter, kind).message().as_bytes()) for letter in letters)
    show(f"{len(letters)} of them written out, {size // len(letters)} bytes each", spent, len(letters))


@contextmanager
def measured(connection: Any) -> Iterator[dict[str, float]]:
    spent = {"queries": 0.0}

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        spent["queries"] += 1
        return execute(sql, *rest)

    begun, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        yield spent
    spent["seconds"], spent["cpu"] = time.perf_counter() - begun, time.process_time() - cpu


def show(what: str, spent: dict[str, float], number: int) -> None:
    per_thousand = spent["queries"] * 1000 / number
    print(f"{what}: {spent['seconds']:.1f} s, CPU {spent['cpu']:.1f} s, {per_thousand:.1f} queries per 1,000", flush=True)


def generate() -> None:
    """Does nothing where it has been done."""
    from django.core.cache import caches
    from django.core.management import call_command

    from courses.catalogue.models import Activity, Course
    from courses.enrolment.models import ActivityCompletion, Cohort, Enrolment
    from lms.accounts.models import User

    from . import data

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    caches["lessons"].clear()
    if Enrolment.objects.count() >= LEARNERS:
        return
    for number in range(COURSES):
        data._course(number)
    courses = list(Course.objects.order_by("pk"))
    cohorts = [Cohort.objects.create(course=courses[number % COURSES], name=f"Group {number}") for number in range(COHORTS)]
    languages = ["uk", "ru", "bg", "cs", "en"]
    people = User.objects.bulk_create(
        User(email=f"weekly{n}@bench.example", name=f"Learner {n}", password="!", language=languages[n % 5]) for n in range(LEARNERS)
    )
    seen = MONDAY - timedelta(days=2)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(learner=one, cohort=cohorts[place % COHORTS], last_seen_at=seen) for place, one in enumerate(people)
    )
    Enrolment.objects.update(created_at=MONDAY - timedelta(days=60))
    tasks = {one.pk: list(Activity.objects.filter(lesson__course=one).order_by("lesson__position", "position")) for one in courses}
    facts = (
        ActivityCompletion(enrolment=one, activity=each, completed_at=seen)
        for place, one in enumerate(enrolments)
        for each in tasks[one.cohort.course_id][: place % 60]
    )
    while some := list(islice(facts, 5000)):
        ActivityCompletion.objects.bulk_create(some)


if __name__ == "__main__":
    main()
