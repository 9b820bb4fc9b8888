"""Nudges: friendly letters to who has not been there for 7, 14 and 21 days, and sleep after 28. See docs/enrolment.md."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from lms.notifications.actions import Draft, post_letters
from lms.notifications.digest import civil_hour
from lms.notifications.kinds import CAN_WAIT, LetterKind, Seen
from lms.notifications.models import Letter

from .models import Enrolment
from .next_step import next_step
from .progress import progress_of, progress_of_many
from .signs import last_signs
from .silence import APART, STEPS, falls_asleep, is_silent, step_of
from .sleeping import let_sleep
from .thousands import in_thousands

NUDGE = "nudge"


def post_nudges(at: datetime | None = None) -> int:
    """Post what is due to the silent, and let those sleep who were silent for too long. Of several steps that were missed only the latest
    is said. Returns how many letters; a dozen queries for a thousand learners."""
    at, posted = at or now(), 0
    for some in in_thousands(_perhaps_silent(at)):
        since = last_signs(some)
        let_sleep(enrolments=[pk for pk, last in since.items() if falls_asleep(last, at)], at=at)
        due = [one for one in some if one.pk in since and step_of(since[one.pk], at)]
        posted += post_letters(kind=NUDGE, drafts=_drafts(due, since, at))
    return posted


def _perhaps_silent(at: datetime) -> QuerySet[Enrolment]:
    """Awake, and no lesson was opened for a week. Other signs of life are asked for these alone."""
    week_ago = at - timedelta(days=STEPS[0])
    unseen = Q(last_seen_at__lte=week_ago) | Q(last_seen_at=None)
    awake = Enrolment.objects.awake().running(at).filter(unseen, created_at__lte=week_ago, learner__erased_at=None)
    return awake.select_related("cohort__course", "learner")


def _drafts(due: list[Enrolment], since: Mapping[int, datetime], at: datetime) -> Iterable[Draft]:
    """None for who has done everything, nor within four days of another nudge."""
    lately = Letter.objects.filter(kind=NUDGE, person__in=[one.learner_id for one in due], created_at__gt=at - APART)
    nudged = set(lately.values_list("context__enrolment", flat=True))
    progresses = progress_of_many(due)
    for one in due:
        if one.pk in nudged or progresses[one.pk].next is None:
            continue
        step, last = step_of(since[one.pk], at), since[one.pk].isoformat()
        yield Draft(
            person=one.learner_id,
            subject_key=f"{one.pk}:{step}:{last}",
            context={"enrolment": one.pk, "days": step, "since": last},
            due_at=civil_hour(one.learner, at),
        )


def silent_ones(enrolments: Iterable[Enrolment], at: datetime) -> set[int]:
    """Those whom a nudge tells what the letter of the week would."""
    return {pk for pk, since in last_signs(enrolments).items() if is_silent(since, at)}


def _needed(letter: Letter) -> bool:
    """While the silence lasts, and no later step is reached."""
    at = now()
    enrolment = Enrolment.objects.awake().running(at).select_related("cohort__course").filter(pk=letter.context["enrolment"]).first()
    since = last_signs([enrolment]).get(enrolment.pk) if enrolment else None
    if enrolment is None or since is None or since.isoformat() != letter.context["since"]:
        return False
    return step_of(since, at) == letter.context["days"] and progress_of(enrolment).next is not None


def _context(letter: Letter) -> dict[str, Any]:
    progress = progress_of(Enrolment.objects.select_related("cohort__course").get(pk=letter.context["enrolment"]))
    return {"course": progress.outline.title, "days": letter.context["days"], **next_step(progress)}


KINDS = [
    LetterKind(
        key=NUDGE,
        label=gettext_lazy("A friendly word when you have not been here for a while"),
        context=_context,
        still_needed=_needed,
        seen=Seen.ASKED,
        priority=CAN_WAIT,
        variables={"course": gettext_lazy("The title of the course"), "lesson": gettext_lazy("The title of the next lesson")},
    )
]
