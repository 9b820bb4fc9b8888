"""What the figures mean, in a sentence. The bounds are those of Moodle's "Quiz report statistics"
(https://docs.moodle.org/dev/Quiz_report_statistics)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .choices import MISPLACED, PLACED, Option
from .reading import PartFigures, QuestionFigures, QuizFigures

FEW = 30  # below, one person more or less changes every index


def of_few(attempts: int) -> str:
    if attempts >= FEW:
        return ""
    return ngettext(
        "There is %(count)d attempt so far. With fewer than %(few)d the figures say little: one more may turn them round.",
        "There are %(count)d attempts so far. With fewer than %(few)d the figures say little: one more may turn them round.",
        attempts,
    ) % {"count": attempts, "few": FEW}


def of_waiting(attempts: int) -> str:
    """How many are not in the figures yet. Empty where none."""
    if not attempts:
        return ""
    return ngettext(
        "%(count)d attempt waits for a person to grade an answer. It is counted here when that is done.",
        "%(count)d attempts wait for a person to grade an answer. They are counted here when that is done.",
        attempts,
    ) % {"count": attempts}


def of_consistency(quiz: QuizFigures) -> str:
    value = quiz.consistency
    if value is None:
        return _("It takes two questions and grades that differ to say how well the questions hang together.")
    if value >= 75:
        words = _("The questions hang together well: who knows one thing here mostly knows the others.")
    elif value >= 64:
        words = _("The questions hang together fairly well.")
    else:
        words = _("The questions hang together loosely: a grade is much a matter of chance, or the quiz asks about several things.")
    return words if quiz.is_same_questions else f"{words} {_('Questions are drawn at random, so this compares the places in the quiz.')}"


def of_mean(value: float | None) -> str:
    if value is None:
        return ""
    if value > 90:
        return _("Nearly everybody gets nearly everything right.")
    if value < 40:
        return _("The quiz is hard: on average less than 40 per cent is right.")
    return _("The quiz is neither too easy nor too hard.")


def of_facility(value: float | None) -> str:
    if value is None:
        return ""
    if value >= 95:
        return _("Nearly everybody gets it right: it tells little.")
    if value > 80:
        return _("Easy.")
    if value > 65:
        return _("Fairly easy.")
    if value >= 35:
        return _("About right for most.")
    if value > 20:
        return _("Rather hard.")
    if value > 5:
        return _("Hard. Look at the choices: perhaps something misleads.")
    return _("Hardly anybody gets it right. Is the key correct?")


def of_discrimination(value: float | None) -> str:
    if value is None:
        return _("No difference between people, so nothing to compare.")
    if value >= 50:
        return _("Tells those who know from those who do not very well.")
    if value >= 30:
        return _("Tells those who know from those who do not well enough.")
    if value >= 20:
        return _("Tells little about who knows the rest.")
    if value >= 0:
        return _("Tells next to nothing about who knows the rest.")
    return _("Those who know the rest get this one wrong: look for a mistake in the key or the wording.")


def of_choice(option: Option, part: PartFigures) -> str:
    """Why an editor should look at it, or nothing."""
    mine = next(each for one, each in part.choices if one.id == option.id)
    if part.part.is_typed or not mine.answered:
        return ""
    if mine.is_distractor and not mine.is_functional:
        return _("Hardly anybody takes it: it could be left out or replaced.")
    right = [each.mean_grade for _one, each in part.choices if each.fraction > 0 and each.mean_grade is not None]
    if mine.is_distractor and right and mine.mean_grade is not None and mine.mean_grade > max(right):
        return _("Those who take it do better in the quiz than those who are right here: is the key correct?")
    return ""


def of_question(question: QuestionFigures) -> str:
    """The one thing to know first."""
    if not question.is_marked:
        return _("No marks.")
    if question.discrimination is not None and question.discrimination < 0:
        return of_discrimination(question.discrimination)
    if question.facility is not None and not 5 < question.facility < 95:
        return of_facility(question.facility)
    return of_discrimination(question.discrimination)


def name_of(option: Option) -> str:
    names = {"true": _("True"), "false": _("False"), PLACED: _("In its place"), MISPLACED: _("In another place")}
    return option.text or names.get(option.id, option.id)
