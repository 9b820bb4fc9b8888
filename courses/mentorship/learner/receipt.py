"""A receipt: that something was handed in, by whom, when, and under which code."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts.time_zones import label
from lms.core.codes import shown

from ..models import Iteration, ReviewTask, Submission
from ..wording import days_in_words
from .history import round_words
from .place import place_of, wording_of
from .words import day_words


def receipt_context(submission: Submission, iteration: Iteration) -> dict[str, Any]:
    enrolment = submission.enrolment
    wording = wording_of(enrolment, submission.assignment) or iteration.version
    task = ReviewTask.objects.filter(iteration=iteration).order_by("pk").first()
    promised = task.promised_on if task else None
    return {
        "place": place_of(enrolment, submission.assignment),
        "assignment": {"title": wording.title, "language": wording.language},
        "code": shown(iteration.receipt),
        "round": round_words(iteration),
        "handed_in": _moment(iteration),
        "learner": enrolment.learner.printed_name,
        "group": enrolment.cohort.name,
        "files": list(iteration.files.order_by("pk")),
        "answers": [
            (answer.version.title, answer.version.language, answer.is_private) for answer in iteration.answers.select_related("version")
        ],
        "has_text": bool(iteration.text.strip()),
        "promise": day_words(promised) if promised else "",
        "days": days_in_words(enrolment.cohort),
        "is_unofficial": iteration.is_unofficial,
        "is_taken_back": iteration.withdrawn_at is not None,
    }


def _moment(iteration: Iteration) -> str:
    """With the year and the clock it is by: a receipt is read long afterwards."""
    local = localtime(iteration.handed_in_at)
    zone = label(str(local.tzinfo), get_language() or "en", iteration.handed_in_at)
    return _("%(day)s, %(time)s, %(zone)s") % {"day": date_format(local, "DATE_FORMAT"), "time": f"{local:%H:%M}", "zone": zone}
