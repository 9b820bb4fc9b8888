"""The letters a learner gets about what they handed in."""

from datetime import date
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from lms.notifications.actions import post_letter
from lms.notifications.kinds import LetterKind
from lms.notifications.models import Letter

from .models import ReviewTask

LATE = "review_late"


def post_new_date(task: ReviewTask) -> Letter:
    """The promise was not kept: what the learner may count on now. Once for each date."""
    return post_letter(kind=LATE, person=task.learner, subject_key=f"{task.pk}:{task.promised_on:%Y-%m-%d}", context={"task": task.pk})


def _task(letter: Letter) -> ReviewTask:
    return ReviewTask.objects.select_related("submission__assignment", "iteration__version").get(pk=letter.context["task"])


def _late_context(letter: Letter) -> dict[str, Any]:
    task = _task(letter)
    return {"assignment": task.iteration.version.title, "date": date_format(cast(date, task.promised_on), "MONTH_DAY_FORMAT")}


def _late_needed(letter: Letter) -> bool:
    """Not once it is answered or taken back, nor when there is a newer date already."""
    task = _task(letter)
    return task.is_open and letter.subject_key == f"{task.pk}:{task.promised_on:%Y-%m-%d}"


KINDS = [LetterKind(key=LATE, label=gettext_lazy("When your answer comes"), context=_late_context, still_needed=_late_needed)]
