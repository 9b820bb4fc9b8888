import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.blocks.markdown import LESSON_HEADING, render


class Command(BaseCommand):
    help = "Print what a lesson would show for Markdown files. The page puts headings below its own; --lesson does so here as well."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a Markdown file in UTF-8; - reads standard input")
        parser.add_argument("--lesson", action="store_true", help="with headings lowered as inside a lesson")

    def handle(self, *, files, lesson, **options):
        top_heading = LESSON_HEADING if lesson else 1
        texts = [_read(name) for name in files]
        for text in texts:
            self.stdout.write(render(text, top_heading=top_heading), ending="")


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(_("%(file)s: cannot be read (%(reason)s).") % {"file": name, "reason": error.strerror}) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = _("%(file)s, line %(line)d: this is not UTF-8. Save the file as UTF-8 and try again.")
        raise CommandError(message % {"file": name, "line": line}) from error
