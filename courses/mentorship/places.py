"""What a comment is about, as a page names it: an exercise (a), a field of it (f), from where to where (s, e)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from courses.catalogue.models import Activity, ActivityVersion
from lms.core.saving.sent import NotAccepted, number

from .anchors import Passage, passage
from .models import Iteration
from .showing.rows import texts_among


@dataclass(frozen=True)
class About:
    """Without a field it is about the exercise, without an exercise about the whole."""

    activity: Activity | None = None
    field: str = ""
    passage: Passage | None = None
    title: str = ""


class Answered(Protocol):
    """An exercise of a round, with its wording."""

    activity_id: int
    value: dict[str, Any]
    is_private: bool
    activity: Activity
    version: ActivityVersion


def read_place(iteration: Iteration, sent: Mapping[str, str]) -> About:
    """Raises NotAccepted for what is not in the round, or is the learner's own."""
    return place_in(iteration.text, iteration.answers.select_related("activity", "version"), sent)


def place_in(added: str, among: Iterable[Any], sent: Mapping[str, str]) -> About:
    """The same of any answers with a text that was `added`."""
    answers: dict[int, Answered] = {answer.activity_id: answer for answer in among}
    asked, field = sent.get("a") or "", (sent.get("f") or "")[:80]
    answer = answers.get(number(asked)) if asked else None
    if asked and (answer is None or answer.is_private):
        raise NotAccepted(_not_there())
    activity, title = (answer.activity, answer.version.title) if answer else (None, "")
    if not field:
        return About(activity=activity, title=title)
    text = texts_among(added, answers.values()).get((activity.pk if activity else None, field), "")
    try:
        return About(activity, field, passage(text, number(sent.get("s")), number(sent.get("e"))), title)
    except ValueError as error:
        raise NotAccepted(_not_there()) from error


def _not_there() -> str:
    return _("These words are not in what was handed in. Load the page again and choose them once more.")
