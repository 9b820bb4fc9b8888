import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from lms.notifications.bounces import take_returned

LARGEST = 20_000_000  # bytes
TRY_AGAIN = 75  # what mail servers know as EX_TEMPFAIL: they keep the report and come again


class Command(BaseCommand):
    help = "Take one letter that came back, on standard input, as the mail server pipes it (docs/letters.md)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            letters = take_returned(sys.stdin.buffer.read(LARGEST))
        except Error as error:
            self.stderr.write(str(error))
            sys.exit(TRY_AGAIN)
        for letter in letters:
            self.stdout.write(f"{letter.message_id}: {letter.get_trouble_display()}")
        if not letters:
            self.stdout.write("This is about no letter of ours.")
