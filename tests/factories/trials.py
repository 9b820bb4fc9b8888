"""Prepared examples and trial reviews of them."""

from typing import Any

from courses.catalogue.models import Activity
from courses.mentorship.anchors import passage
from courses.mentorship.models import Assignment
from courses.trials.actions.examples import add_example, publish_example, write_example
from courses.trials.actions.trialling import begin_trial, keep_trial, send_trial
from courses.trials.asked import asked_by
from courses.trials.definition import Definition, Reference, Remark
from courses.trials.models import Example, TrialReview
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

from .mentorship import assignment, exercise, rubric

WORDS = "Forty people. Many are old. The bus comes twice."


def assignment_for_examples(**fields: Any) -> Assignment:
    """With one exercise and a rubric of one criterion; fields are of the exercise."""
    return Assignment.objects.select_related("lesson__course").get(
        pk=assignment(exercise(**fields), rubric=rubric(f"clear-{Assignment.objects.count()}").pk).pk
    )


def definition(made_for: Assignment, *, language: str = "en", title: str = "Dubky", text: str = WORDS, **fields: Any) -> Definition:
    """Whole: nothing is missing."""
    asked = asked_by(made_for, language)
    numbers = [one.activity.pk for one in asked.exercises]
    start, about = max(text.find("Many are old."), 0), ()
    if start:
        place = passage(text, start, start + len("Many are old."))
        about = (Remark("How many?", numbers[0], "text", place.exact, place.prefix, place.suffix, place.start),)
    said = {
        "summary": "You know your village. Count the old.",
        "overall": "small_fix",
        "outcomes": {str(pk): "small_fix" for pk in numbers},
        "levels": {"words": "no"},
        "reasons": {"words": "A neighbour would ask: how many?"},
        "comments": about,
        **fields,
    }
    return Definition(title, {pk: {"text": text} for pk in numbers}, reference=Reference(**said))


def example(
    made_for: Assignment | None = None, *, slug: str = "dubky", language: str = "en", is_published: bool = True, **fields: Any
) -> Example:
    made_for = made_for or assignment_for_examples()
    made = add_example(assignment=made_for, language=language, slug=slug)
    asked = asked_by(made_for, language)
    write_example(example=made, made=definition(made_for, language=language, **{"title": slug.capitalize(), **fields}), asked=asked)
    if is_published:
        publish_example(example=made, asked=asked)
    return Example.objects.get(pk=made.pk)


def examples(made_for: Assignment | None = None, *, language: str = "en", slugs: tuple[str, ...] = ("dubky", "lypove")) -> list[Example]:
    """As many as a mentor is asked for."""
    made_for = made_for or assignment_for_examples()
    return [example(made_for, slug=slug, language=language) for slug in slugs]


def trial_sent(of: Example, person: User, overall: str = "do_again", **value: Any) -> TrialReview:
    trial = begin_trial(example=of, person=person)
    asked = Activity.objects.filter(pk__in=trial.version.answers.values("activity"))
    outcomes = {str(one.pk): "accepted" for one in asked}
    said = {"summary": "Tell more.", "overall": overall, "levels": {"words": "yes"}, "outcomes": outcomes, **value}
    keep_trial(trial=trial, change=Change(new_ulid(), trial.revision, said))
    send_trial(trial=trial)
    trial.refresh_from_db()
    return trial
