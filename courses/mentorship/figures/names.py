"""What can be counted, by the name in the address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .waiting import SILENT_DAYS


class Figure(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    OVERDUE = "overdue", _("Handed in and overdue")
    OFFERED = "offered", _("Waiting for one mentor")
    HELD = "held", _("Being read")
    THIS_WEEK = "this-week", _("Answered this week")
    FIRST_ANSWERS = "first-answers", _("First answers")
    ROUNDS = "rounds", _("Accepted work, by rounds")
    SILENT = "silent", _("Returned, and silent since")
    NEVER = "never", _("Never handed in though due")
    ASLEEP = "asleep", _("Asleep")

    @property
    def means(self) -> str:
        return str(MEANS[self]) % {"days": SILENT_DAYS}


MEANS = {
    Figure.WAITING: _("Handed in, and nobody has answered yet."),
    Figure.OVERDUE: _("The day that was promised first is over, whatever was promised since."),
    Figure.OFFERED: _("Offered to one mentor, who has two working days to take it."),
    Figure.HELD: _("A mentor has it in hand now."),
    Figure.THIS_WEEK: _("Returned or accepted since Monday."),
    Figure.FIRST_ANSWERS: _("Answers to the first round of a piece of work, in working days of its cohort from hand-in to answer."),
    Figure.ROUNDS: _("How many rounds it took until the work was accepted."),
    Figure.SILENT: _("Returned to the learner %(days)d days ago or earlier, and nothing was written in it since."),
    Figure.NEVER: _("Due by the date of the cohort, the learner is studying, has no later date, and nothing is handed in."),
    Figure.ASLEEP: _("Learners who have not been here for four weeks or longer and get no more reminders."),
}
