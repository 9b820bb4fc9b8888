"""What has come back to a learner, for "My learning": the first thing to see there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from courses.catalogue.models import ActivityVersion
from courses.catalogue.outline import preferred
from courses.enrolment.models import Enrolment

from ..models import Comment, Iteration, Review, Submission
from .words import answered_words

State = Submission.State


@dataclass(frozen=True)
class Returned:
    """`said` is how many comments wait; `url` opens at the first."""

    title: str
    language: str
    said: str
    url: str
    is_accepted: bool


def returned_to(enrolments: Iterable[Enrolment], language: str) -> dict[int, list[Returned]]:
    """By enrolment, what waits for the learner and what was accepted and not yet looked at. One query, one more where there is any."""
    courses = {one.pk: one.cohort.course for one in enrolments}
    latest = Iteration.objects.standing().filter(submission=OuterRef("pk")).order_by("-number")
    unseen = Review.objects.sent().filter(task__submission=OuterRef("pk"), seen_at=None)
    rows = Submission.objects.filter(enrolment__in=courses, state__in=[State.RETURNED, State.ACCEPTED])
    rows = rows.annotate(
        number=Subquery(latest.values("number")[:1]),
        unseen=Subquery(unseen.values("pk")[:1]),
        waiting=Count("comments", filter=Q(comments__state=Comment.State.OPEN)),
    )
    found = list(rows.filter(Q(state=State.RETURNED) | Q(unseen__isnull=False)).order_by("pk"))
    titles = _titles(found, courses, language)
    by_enrolment: dict[int, list[Returned]] = {}
    for one in found:
        title = titles.get(one.assignment_id)
        if title:
            by_enrolment.setdefault(one.enrolment_id, []).append(_returned(one, title))
    return by_enrolment


def _titles(found: list, courses: dict, language: str) -> dict[int, ActivityVersion]:
    titles: dict[int, ActivityVersion] = {}
    for source in {courses[one.enrolment_id].source_language for one in found}:
        wanted = [one.assignment_id for one in found if courses[one.enrolment_id].source_language == source]
        titles |= preferred(ActivityVersion.objects.filter(of__in=wanted), language=language, source_language=source)
    return titles


def _returned(one, title: ActivityVersion) -> Returned:
    return Returned(
        title=title.title,
        language=title.language,
        said=answered_words(one.waiting),
        url=reverse("assignment_round", args=[one.enrolment_id, one.assignment_id, one.number]) + "#first-open",
        is_accepted=one.state == State.ACCEPTED,
    )
