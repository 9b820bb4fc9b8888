"""The readers' search over 10,000 lessons in five languages, beside the Django page of `yardstick`: `python -m bench.finding`, also in
`make bench` after the pages. On a database of its own, and on PostgreSQL only. The passages are those of the ten lessons, dealt out to
10,000, so that words are as frequent as in what people write.

CPU of the web processes and, beside it, of the database's server: here most of the work is its own."""

import argparse
import os
import statistics
import uuid
from collections.abc import Callable
from urllib.parse import quote

LESSONS, IN_A_COURSE, SECTIONS = 10_000, 50, 2
DATABASE = "workbook_bench_finding"
FOUND_NOWHERE = "zzyzx"
ASKED = {
    "a word": ("en", "neighbours"),
    "a word in another form": ("uk", "сусідами"),
    "two words": ("cs", "dobrovolníci práce"),
    "a word that is not finished": ("bg", "доброво"),
    "a rare word": ("ru", "скамейка"),
    "a very common word": ("en", "people"),
    "a word that stands nowhere": ("en", FOUND_NOWHERE),
}
MOST = 3.0

DEALT = """
INSERT INTO finding_passage (place, source, language, is_source, page_id, course_id, module_id, lesson_id, position, block_id,
  title, heading, text, title_words, heading_words, text_words)
WITH real AS MATERIALIZED (
  SELECT p.*, row_number() OVER (PARTITION BY language ORDER BY id) - 1 AS number, count(*) OVER (PARTITION BY language) AS many
  FROM finding_passage p WHERE p.lesson_id IS NOT NULL AND p.source NOT LIKE 'bench-%%' AND p.heading <> ''
)
SELECT 'lesson-' || l.id, 'bench-' || l.id, body.language, body.is_source, body.page_id, l.course_id, l.module_id, l.id, k, body.block_id,
  top.heading, body.heading, body.text, top.heading_words, body.heading_words, body.text_words
FROM catalogue_lesson l
CROSS JOIN generate_series(0, %s) k
JOIN real body ON body.number = (l.id * 31 + k * 17) %% body.many
JOIN real top ON top.language = body.language AND top.number = (l.id * 13 + 5) %% top.many
WHERE l.slug LIKE 'found-%%'
"""


def generate() -> None:
    """Takes two minutes; does nothing where it has been done. Killed in the middle it has made nothing."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from courses.catalogue.models import Course, Lesson
    from courses.finding.models import Passage

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Passage.objects.filter(source__startswith="bench-").exists():
        if not Course.objects.filter(slug="ten-lessons").exists():
            call_command("import_course", "content/ten-lessons", verbosity=0)
        with transaction.atomic(), connection.cursor() as cursor:
            if not Lesson.objects.filter(slug__startswith="found-").exists():
                make_lessons()
            cursor.execute(DEALT, [SECTIONS - 1])
            cursor.execute("CREATE TABLE IF NOT EXISTS bench_note (id bigint PRIMARY KEY, text text NOT NULL)")
    connection.ensure_connection()
    connection.connection.autocommit = True
    connection.connection.execute("VACUUM ANALYZE finding_passage")


def make_lessons() -> None:
    from courses.catalogue.models import Course, CourseVersion, Lesson, Module, ModuleVersion

    for number in range(LESSONS // IN_A_COURSE):
        course = Course.objects.create(slug=f"course-{number}", source_language="en", translation_key=uuid.uuid4())
        CourseVersion.objects.create(of=course, language="en", title=f"Course {number}", content_hash="1")
        module = Module.objects.create(course=course, slug="module", translation_key=uuid.uuid4())
        ModuleVersion.objects.create(of=module, language="en", title="Module", content_hash="1")
        Lesson.objects.bulk_create(
            Lesson(course=course, module=module, slug=f"found-{number}-{place}", position=place, translation_key=uuid.uuid4())
            for place in range(IN_A_COURSE)
        )


def cookies() -> list[dict[str, str]]:
    """One reader for each connection."""
    from lms.accounts.models import User

    from .data import cookies as of
    from .load import CONNECTIONS

    names = [f"reader{number}@bench.example" for number in range(CONNECTIONS)]
    return [of(User.objects.get_or_create(email=name, defaults={"name": "Reader", "password": "!"})[0]) for name in names]


def in_the_database(language: str, words: str) -> Callable[[], object]:
    """The same question without the page."""
    from django.test import RequestFactory
    from django.utils import translation

    from courses.finding.asking import ask, question

    request = RequestFactory().get("/")

    def look() -> object:
        with translation.override(language):
            return ask(question(words, language), request)

    return look


def show(rounds: int, requests: int) -> None:
    from bench.quizzes import _of_database

    from .__main__ import VAR
    from .load import Target, measured
    from .servers import Server
    from .targets import PAGE, page_of_django

    environment = {name: os.environ[name] for name in os.environ if name.endswith("_URL") or name.startswith("WORKBOOK")}
    people, log = cookies(), VAR / "finding.log"
    with Server("lms.wsgi", environment, log) as site, Server("bench.yardstick.wsgi", environment, log) as yardstick:
        targets = [page_of_django(yardstick, people)]
        for name, (language, words) in ASKED.items():
            expect = 'class="empty"' if words == FOUND_NOWHERE else 'class="found__title"'
            targets.append(Target(name, site, f"/{language}/search/?q={quote(words)}", people, yardstick=PAGE, expect=expect))
        for target in targets:
            measured(target, 8)  # dictionaries and templates are read once
        taken = [{target.name: measured(target, requests) for target in targets} for _ in range(rounds)]
    page = statistics.median(each[PAGE] for each in taken)
    print(f"\n{f'Search in {LESSONS:,} lessons × 5 languages':42}{'web, ms':>9}{'× page (c)':>12}{'target':>8}{'database, ms':>14}")
    print(f"{PAGE:42}{page:9.2f}")
    for name, (language, words) in ASKED.items():
        look = in_the_database(language, words)
        look()
        begun = _of_database()
        for _ in range(20):
            look()
        in_database = 50 * (_of_database() - begun)
        web = statistics.median(each[name] for each in taken)
        print(f"{name:42}{web:9.2f}{web / page:12.2f}{f'≤ {MOST:.1f}':>8}{in_database:14.2f}")


def main() -> None:
    from .__main__ import _environment

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--requests", type=int, default=60)
    options = arguments.parse_args()
    os.environ.update(_environment(DATABASE))

    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("The search in 10,000 lessons is measured on PostgreSQL only, which cannot be reached: left out.")
        return
    print(f"Making {LESSONS:,} lessons in five languages …", flush=True)
    generate()
    show(options.rounds, options.requests)


if __name__ == "__main__":
    main()
