from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from courses.certificates.badges.keys import KeyIsMissing
from courses.certificates.badges.page_building import build_page


class Command(BaseCommand):
    help = "Write the page that checks badges without a network, with the issuers, keys and revocations that this site knows now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=Path("verify.html"))

    def handle(self, *args: object, **options: Any) -> None:
        try:
            page = build_page()
        except KeyIsMissing as missing:
            raise CommandError(str(missing)) from missing
        options["file"].write_text(page, encoding="utf-8")
        self.stdout.write(f"{options['file']}: {len(page.encode()) // 1024} kB")
