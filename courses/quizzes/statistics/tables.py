"""The figures as tables for spreadsheets."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.core.spreadsheet import Cell

from . import words
from .reading import Figures


def of_quiz(figures: Figures) -> list[Sequence[Cell]]:
    """A line for each figure of the quiz, then a line for each question."""
    quiz = figures.quiz
    return [
        [_("Attempts"), quiz.attempts],
        [_("Mean, %"), quiz.mean],
        [_("Median, %"), quiz.median],
        [_("Standard deviation, %"), quiz.deviation],
        [_("Skewness"), quiz.skewness],
        [_("Kurtosis"), quiz.kurtosis],
        [_("Internal consistency, %"), quiz.consistency],
        [_("Error ratio, %"), quiz.error_ratio],
        [_("Standard error, %"), quiz.standard_error],
        [],
        [
            _("Number"), _("Question"), _("Type"), _("Attempts"), _("Facility, %"), _("Standard deviation, %"), _("Blind guess, %"),
            _("Intended weight, %"), _("Effective weight, %"), _("Discrimination, %"), _("Discriminative efficiency, %"), _("In words"),
        ],
        *(
            [
                number, one.name, one.type, one.attempts, one.facility, one.deviation, one.random_guess,
                one.intended_weight, one.effective_weight, one.discrimination, one.efficiency, words.of_question(one),
            ]
            for number, one in enumerate(figures.questions, 1)
        ),
    ]  # fmt: skip


def of_choices(figures: Figures) -> list[list[Cell]]:
    """A line for each choice of each version of each question."""
    head: list[Cell] = [
        _("Number"), _("Question"), _("Version"), _("Place"), _("Choice"), _("Worth, %"), _("Taken"), _("Answered"), _("Taken, %"),
        _("Mean grade, %"), _("In words"),
    ]  # fmt: skip
    lines: list[list[Cell]] = [head]
    for number, question in enumerate(figures.questions, 1):
        for version in question.versions:
            for part in version.parts:
                for option, each in part.choices:
                    worth = None if part.part.is_typed or not question.is_marked else 100 * option.fraction
                    lines.append(
                        [
                            number, question.name, version.version.number, part.part.text or part.part.id, words.name_of(option), worth,
                            each.count, each.answered, each.share, each.mean_grade, words.of_choice(option, part),
                        ]
                    )  # fmt: skip
    return lines
