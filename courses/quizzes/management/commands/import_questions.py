import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.formats import FORMATS, read_file
from courses.quizzes.formats.base import MAX_BYTES, Problem, Reading, too_big
from courses.quizzes.formats.dump import dumped
from courses.quizzes.formats.moodle import category_names
from courses.quizzes.importing import Fate, Plan, Row, apply_import, plan_import
from courses.quizzes.models import QuestionBank


class Command(BaseCommand):
    help = (
        "Reads question files into a bank, or (--dump) prints what is in them without a database. Each question that cannot be read is "
        "named with its line and the reason, the others go in. Importing a file twice changes nothing."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        target = parser.add_mutually_exclusive_group(required=True)
        target.add_argument("--bank", metavar="NAME", help="The bank that the questions go to; made if there is none of this name.")
        target.add_argument("--dump", action="store_true", help="Print one JSON object per file and touch no database.")
        parser.add_argument("--category", metavar="PATH", default="", help="Where in the bank: names with / between them.")
        parser.add_argument("--language", metavar="CODE", choices=[code for code, _name in settings.LANGUAGES], help="Of the questions.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and change nothing.")
        parser.add_argument("--format", choices=[*FORMATS], help="Else each file's format is known by what is in it.")

    def handle(self, *args, **options):
        if options["dump"]:
            for file in options["files"]:
                self.stdout.write(json.dumps(dumped(str(file), read_path(file, options["format"])), ensure_ascii=False))
            return
        bank = QuestionBank.objects.filter(name=options["bank"]).select_related("course").first() or QuestionBank(name=options["bank"])
        language = options["language"] or (bank.course.source_language if bank.course else settings.LANGUAGE_CODE)
        unread = 0
        for file in options["files"]:
            plan = plan_import(
                reading=read_path(file, options["format"]), bank=bank, language=language, category=category_names(options["category"])
            )
            if not options["dry_run"]:
                plan = apply_import(plan=plan)
            self._say(file, plan, is_dry=options["dry_run"])
            unread += not any(row.read for row in plan.rows) and bool(plan.rows)
        if unread:
            raise CommandError(f"Nothing could be read from {unread} of {len(options['files'])} files.")

    def _say(self, file: Path, plan: Plan, *, is_dry: bool) -> None:
        for row in plan.rows:
            self._say_row(file, row)
        for problem in plan.warnings:
            self.stdout.write(_where(file, problem))
        counts = ", ".join(
            [f"{plan.count(Fate.NEW)} new, {plan.count(Fate.CHANGED)} changed, {plan.count(Fate.SAME)} as before"]
            + ([f"{plan.count(Fate.REFUSED)} not taken"] if plan.count(Fate.REFUSED) else [])
        )
        start = "Would import" if is_dry else "Imported"
        self.stdout.write(f"{start} {file} into “{plan.bank.name}” ({plan.language}): questions {counts}.")

    def _say_row(self, file: Path, row: Row) -> None:
        for problem in row.problems:
            note = "" if row.fate == Fate.REFUSED else " (taken)"
            (self.stderr if row.fate == Fate.REFUSED else self.stdout).write(_where(file, problem, row) + note)


def read_path(file: Path, key: str | None) -> Reading:
    """A file that is not there ends the command; one that cannot be read has a problem that says so."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Reading(problems=(too_big(size),))
        with file.open("rb") as stream:  # a pipe or a device does not say its size
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        return Reading(problems=(too_big(len(data)),))
    return read_file(data, file.name, key)


def _where(file: Path, problem: Problem, row: Row | None = None) -> str:
    line = problem.line or (row.line if row else None)
    place = ":".join(str(part) for part in (file, problem.source, line) if part)
    text = f" [{problem.excerpt}]" if problem.excerpt else ""
    return f"{place}: {problem}{text}"
