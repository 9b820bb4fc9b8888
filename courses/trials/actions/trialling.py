"""What a mentor writes about a prepared example, and sending it. States and who moves them: docs/trials.md."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from courses.catalogue.models import Activity
from courses.mentorship.actions.reviewing import NotComplete, clean_review, merge_comment, merge_review
from courses.mentorship.anchors import Passage
from courses.mentorship.wording import missing_words
from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append

from ..models import Example, TrialComment, TrialReview


class Sent(Exception):
    """The trial review was sent: it stays as it is."""


class NotOffered(Exception):
    """No trial is begun with this example any more."""


@transaction.atomic
def begin_trial(*, example: Example, person: User) -> TrialReview:
    """Of the version that the example has now. Begun twice it is one. Raises NotOffered."""
    made = TrialReview.objects.filter(example=example, reviewer=person).first()
    if made:
        return made
    held = Example.objects.select_for_update(no_key=True, of=("self",)).published().filter(pk=example.pk).first()
    version = held.versions.filter(is_current=True).first() if held else None
    if version is None:
        raise NotOffered
    return TrialReview.objects.get_or_create(example=example, reviewer=person, defaults={"version": version})[0]


def keep_trial(*, trial: TrialReview, change: Change) -> Outcome:
    """Keep what is typed. Parts that the change does not name stay. Raises Sent, NotAccepted, TooManyWriters."""
    if trial.sent_at is not None:
        raise Sent
    value = {"summary": "", "overall": "", "outcomes": {}, "levels": {}, **trial.value, **clean_review(change.value)}
    change = Change(change.id, change.base, value, change.follows_sent)
    return _keep(log=trial, change=change, merge=merge_review, only_while={"sent_at": None})


def _keep(**changed: Any) -> Outcome:
    """What is sent at this very moment stays as it was sent."""
    try:
        return append(**changed)
    except NoLongerOpen as closed:
        raise Sent from closed


@transaction.atomic
def add_comment(
    *, trial: TrialReview, made_id: str, text: str, activity: Activity | None = None, field: str = "", about: Passage | None = None
) -> TrialComment:
    """On a passage, an exercise, or (without both) the whole. The same `made_id` once more is the one that is there. Raises Sent,
    NotAccepted."""
    still = TrialReview.objects.select_for_update(no_key=True).filter(pk=trial.pk, sent_at=None)
    if still.first() is None:  # else nobody sends it, or makes the same comment, until this one is there
        raise Sent
    if made := TrialComment.objects.filter(review=trial, made_id=made_id).first():
        return made
    place = {"exact": about.exact, "prefix": about.prefix, "suffix": about.suffix, "start": about.start, "end": about.end} if about else {}
    value = {"text": clean_text(text)}
    return TrialComment.objects.create(review=trial, made_id=made_id, activity=activity, field=field, value=value, **place)


def keep_comment(*, comment: TrialComment, change: Change) -> Outcome:
    """Raises Sent, NotAccepted, TooManyWriters."""
    if comment.is_sent:
        raise Sent
    text = change.value.get("text") if isinstance(change.value, dict) else None
    change = Change(change.id, change.base, {"text": clean_text(text)}, change.follows_sent)
    return _keep(log=comment, change=change, merge=merge_comment, only_while={"is_sent": False})


def remove_comment(*, trial: TrialReview, made_id: str) -> None:
    """Only of a draft. A repeat changes nothing. Raises Sent."""
    mine = TrialComment.objects.filter(review=trial, made_id=made_id)
    if mine.filter(is_sent=True).exists():
        raise Sent
    mine.filter(is_sent=False).delete()


@transaction.atomic
def send_trial(*, trial: TrialReview) -> None:
    """From now on it stays, and the reference is shown beside it. Said twice it is said once. Raises NotComplete."""
    held = TrialReview.objects.select_for_update(of=("self",)).select_related("version__rubric").get(pk=trial.pk)
    if held.sent_at is not None:
        return
    problems = what_is_missing(held)
    if problems:
        raise NotComplete(problems)
    TrialReview.objects.filter(pk=held.pk, sent_at=None).update(sent_at=now())
    drafts = list(held.comments.all())
    held.comments.filter(pk__in=[one.pk for one in drafts if not one.text.strip()]).delete()
    held.comments.filter(pk__in=[one.pk for one in drafts if one.text.strip()]).update(is_sent=True)


def what_is_missing(trial: TrialReview) -> dict[str, str]:
    """By field, in words for the mentor: what a real review would lack."""
    rubric = trial.version.rubric
    said = [str(trial.value.get("summary") or ""), *(comment.text for comment in trial.comments.all())]
    lacking = rubric.in_words(trial.example.language).missing(trial.value.get("levels") or {}) if rubric else ()
    return missing_words(
        has_overall=bool(trial.value.get("overall")),
        says_something=any(words.strip() for words in said),
        criteria=[criterion.title for criterion in lacking],
    )
