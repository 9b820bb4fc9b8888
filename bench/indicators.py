"""A programme of a region: 100,000 consultations held with some thousand people and visitors, and days of practice that add up to 1,000,000
minutes. `python -m bench.indicators` measures its page alone, on a database of its own."""

import argparse
import os
import random
import statistics
import time
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

PROGRAMME, EMAIL = "Bench: a region", "coordinator@figures.example"
CONSULTATIONS, MINUTES, COHORTS, VISITORS = 100_000, 1_000_000, 12, 4000
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DISTRICTS = [f"District {number}" for number in range(25)]
DAY = 240  # minutes of practice
BATCH = 10_000


def generate(learners: list) -> None:
    """Does nothing where it has been done."""
    from django.db import connection

    from courses.catalogue.models import Course
    from courses.consultations.models import Consultation, Visitor
    from courses.enrolment.models import Cohort, Enrolment
    from lms.accounts.actions import grant_role
    from lms.accounts.models import About, Role, User
    from lms.indicators.models import Programme
    from lms.network.models import Organisation

    if Programme.objects.filter(name=PROGRAMME).exists():
        return
    chance = random.Random(1)
    owner = Organisation.objects.create(name=PROGRAMME, slug="bench-region")
    course = Course.objects.create(slug="bench-region", source_language="en", translation_key=uuid.uuid4(), owner=owner)
    cohorts = [Cohort.objects.create(course=course, name=f"Group {number}", owner=owner) for number in range(COHORTS)]
    told = [About(person=one, **_told(chance)) for one in learners]
    About.objects.bulk_create(told, ignore_conflicts=True)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(learner=one, cohort=cohorts[place % COHORTS]) for place, one in enumerate(learners)
    )
    made = Visitor.objects.bulk_create(
        Visitor(cohort=cohorts[place % COHORTS], name=f"Visitor {place}", **_told(chance)) for place in range(VISITORS)
    )
    people = [("learner_id", one.learner_id, one.cohort_id) for one in enrolments]
    people += [("visitor_id", one.pk, one.cohort_id) for one in made]
    begun = datetime(FIRST.year, FIRST.month, FIRST.day, 9, tzinfo=ZoneInfo("Europe/Kyiv"))
    hours = (LAST - FIRST).days * 24
    for start in range(0, CONSULTATIONS, BATCH):
        Consultation.objects.bulk_create(
            Consultation(
                **{kind: pk}, cohort_id=cohort, state="held", minutes=45, starts_at=begun + timedelta(hours=chance.randrange(hours))
            )
            for kind, pk, cohort in (people[(start + place) % len(people)] for place in range(BATCH))
        )
    _practice(chance, cohorts, enrolments)
    programme = Programme.objects.create(
        name=PROGRAMME, owner=owner, first_on=FIRST, last_on=LAST, rule={"confirmed_hours": 20}, consultations_wanted=90_000
    )
    programme.cohorts.set(cohorts)
    coordinator, _ = User.objects.get_or_create(email=EMAIL, defaults={"name": "Coordinator", "language": "en"})
    grant_role(person=coordinator, role=Role.COORDINATOR, where=owner)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _told(chance: random.Random) -> dict:
    """One in five tells nothing."""
    if chance.random() < 0.2:
        return {}
    return {"sex": chance.choice(["female", "male"]), "born": chance.randrange(1940, 2012), "district": chance.choice(DISTRICTS)}


def _practice(chance: random.Random, cohorts: list, enrolments: list) -> None:
    from courses.internships.models import Participation, Placement, PracticeEntry
    from lms.core.log.ulid import new_ulid

    placements = {
        cohort.pk: [Placement.objects.create(cohort=cohort, host=f"Library {n}", starts_on=FIRST, ends_on=LAST) for n in range(5)]
        for cohort in cohorts
    }
    joined = Participation.objects.bulk_create(
        Participation(placement=placements[one.cohort_id][place % 5], enrolment=one) for place, one in enumerate(enrolments)
    )
    days = (LAST - FIRST).days
    entries = (
        PracticeEntry(
            participation=joined[number % len(joined)],
            made_id=new_ulid(),
            state="confirmed",
            day=FIRST + timedelta(chance.randrange(days)),
            minutes=min(DAY, MINUTES - number * DAY),
        )
        for number in range(-(-MINUTES // DAY))
    )
    PracticeEntry.objects.bulk_create(entries, batch_size=5000)


def sessions(number: int) -> list[dict[str, str]]:
    """Of the coordinator, once the figures are counted: that is what a page shows until something changes."""
    from lms.accounts.models import User

    from . import data

    seconds(1)
    programme = str(_programme().pk)
    return [data.cookies(User.objects.get(email=EMAIL)) | {"programme": programme} for _ in range(number)]


def _programme():
    from lms.indicators.models import Programme

    return Programme.objects.get(name=PROGRAMME)


def seconds(rounds: int) -> float:
    """CPU of counting all of it anew, as the task does; that of the database's server as well."""
    from lms.indicators import kept
    from lms.indicators.models import KeptFigures
    from lms.indicators.periods import ALL, Period
    from lms.indicators.scope import of_programme

    from .quizzes import _seconds

    programme = _programme()
    scope = of_programme(programme, programme.cohorts.order_by("name", "pk"), Period(ALL, programme.first_on, programme.last_on))
    taken = []
    for _ in range(rounds):
        KeptFigures.objects.all().delete()
        taken.append(_seconds(lambda: kept.count_again(scope)))
    found = KeptFigures.objects.get().tables["facts"]
    if (found["consultations"]["all"][1], found["practice"]["all"][1]) != (CONSULTATIONS, MINUTES):
        raise SystemExit("The figures have lost something.")
    return statistics.median(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=100)
    chosen = options.parse_args()
    environment = _own_environment()
    os.environ.update(environment)
    import django

    django.setup()
    from django.core.management import call_command

    from . import counting, data, report
    from .load import measured
    from .servers import Server
    from .targets import figures, page_of_django

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begun, worked = time.monotonic(), time.process_time()
    generate(data.learners() or data.learners())
    print(f"The data took {time.monotonic() - begun:.0f} s, {time.process_time() - worked:.0f} of them this process.")
    log = Path(environment["WORKBOOK_VAR"]) / "server.log"
    with Server("lms.wsgi", environment, log) as site, Server("bench.yardstick.wsgi", environment, log) as yardstick:
        coordinators = sessions(4)
        pages = [page_of_django(yardstick, coordinators), figures(site, coordinators)]
        rounds = [{page.name: measured(page, chosen.requests) for page in pages} for _ in range(chosen.rounds)]
        queries = {"figures of a programme": counting.figures(coordinators[0])}
    report.show(pages, rounds, queries, {})
    print(f"{'counting all of it':42}{seconds(3):8,.2f} s")


def _own_environment() -> dict[str, str]:
    from .__main__ import _environment

    return _environment("workbook_bench_figures")


if __name__ == "__main__":
    main()
