from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.authoring import foreign
from courses.authoring.folder.document import CourseFolderError, in_order
from courses.authoring.importing import EditedSinceError, OnConflict, Report, import_course
from courses.authoring.planning import Fate
from courses.authoring.progress import SILENT, Lines
from courses.authoring.vocabulary import vocabulary
from lms.network.models import Organisation


class Command(BaseCommand):
    help = "Turns a course folder into pages. Importing it twice changes nothing; a folder with a mistake is not imported at all."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and change nothing.")
        parser.add_argument("--format", choices=["auto", *foreign.CONVENTIONS], default="auto", help="How the folder is written.")
        parser.add_argument("--owner", metavar="SLUG", help="The organisation that the course belongs to.")
        conflict = parser.add_mutually_exclusive_group()
        conflict.add_argument("--theirs", action="store_true", help="Where a page was edited on the site since: take the folder's text.")
        conflict.add_argument("--ours", action="store_true", help="Where a page was edited on the site since: leave the page as it is.")

    def handle(self, *args, **options):
        try:
            folder = foreign.read(options["folder"], options["format"], vocabulary())
            report = import_course(
                folder=folder,
                on_conflict=_on_conflict(options),
                owner=_owner(options["owner"]),
                dry_run=options["dry_run"],
                progress=Lines(self.stdout.write) if options["verbosity"] > 1 else SILENT,
            )
        except CourseFolderError as error:
            for mistake in error.mistakes:
                self.stderr.write(str(mistake))
            if error.is_partial:
                self.stderr.write("Because of this not everything could be looked at. More may show when it is corrected.")
            raise CommandError(f"Nothing was imported: {_count(len(error.mistakes), 'mistake')} to correct first.", returncode=1) from error
        except EditedSinceError as error:
            for page in error.pages:
                self.stderr.write(str(page))
            message = (
                "Nothing was imported: these pages, questions, rubrics and examples were edited since the last import or export. "
                "Export the course first, or say --theirs to take the folder's text or --ours to leave these pages as they are."
            )
            raise CommandError(message, returncode=2) from error
        self._say(report, is_dry=options["dry_run"])

    def _say(self, report: Report, *, is_dry: bool) -> None:
        for note in in_order(report.notes):
            self.stdout.write(str(note))
        if report.notes:
            self.stdout.write(f"{_count(len(set(report.notes)), 'place')} above could not be taken over as written.\n")
        for page in report.kept:
            self.stdout.write(f"Left as it is: {page}")
        for path in report.retired:
            self.stdout.write(f"No longer in the folder, taken off the site: {path}")
        fates = report.fates
        counts = f"{fates[Fate.NEW]} new, {fates[Fate.CHANGED]} changed, {fates[Fate.SAME]} as before"
        media = _count(report.media_added, "picture or file", "pictures or files") + " new"
        if report.questions.total():
            asked = report.questions
            media += f"; questions {asked['new']} new, {asked['changed']} changed, {asked['same']} as before"
        if report.rubrics.total():
            read_by = report.rubrics
            media += f"; rubrics {read_by['new']} new, {read_by['changed']} changed, {read_by['same']} as before"
        if report.examples.total():
            shown = report.examples
            media += f"; examples {shown['new']} new, {shown['changed']} changed, {shown['same']} as before"
        languages = ", ".join(report.folder.languages)
        start = "Would import" if is_dry else "Imported"
        self.stdout.write(f"{start} “{report.folder.slug}” ({languages}): pages {counts}; {media}.")


def _on_conflict(options) -> OnConflict:
    if options["theirs"]:
        return OnConflict.THEIRS
    return OnConflict.OURS if options["ours"] else OnConflict.REFUSE


def _owner(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    owner = Organisation.objects.filter(slug=slug).first()
    if owner is None:
        raise CommandError(f"There is no organisation “{slug}”.")
    return owner


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
