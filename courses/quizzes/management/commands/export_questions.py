from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.actions.bank import normal_path
from courses.quizzes.exporting import reads_of
from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.moodle import category_names
from courses.quizzes.models import Category, QuestionBank


class Command(BaseCommand):
    help = "Writes the questions of a bank to a file. What the format cannot hold is named. Retired questions are left out."

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT", help="The file to write.")
        parser.add_argument("--bank", required=True, metavar="NAME")
        parser.add_argument("--format", required=True, choices=[*FORMATS])
        parser.add_argument("--category", metavar="PATH", default="", help="Only this category and those below it: names with / between.")
        parser.add_argument("--language", metavar="CODE", choices=[code for code, _name in settings.LANGUAGES], help="Else their own.")

    def handle(self, *args, **options):
        bank = QuestionBank.objects.filter(name=options["bank"]).first()
        if bank is None:
            raise CommandError(f"There is no question bank “{options['bank']}”.")
        questions = bank.questions.live()
        if options["category"]:
            names = category_names(options["category"])
            category = Category.objects.filter(bank=bank, path=normal_path(bank, names)).first()
            if category is None:
                raise CommandError(f"There is no category “{options['category']}” in this bank.")
            questions = questions.within(category)
        reads = list(reads_of(questions, options["language"]))
        written = FORMATS[options["format"]].write(reads)
        for problem in written.problems:
            self.stderr.write(str(problem))
        options["out"].write_bytes(written.data)
        left_out = sum(problem.severity == "error" for problem in written.problems)
        self.stdout.write(f"Wrote {len(reads) - left_out} of {len(reads)} questions to {options['out']}.")
