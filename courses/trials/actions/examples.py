"""Prepared examples and their versions. States and who moves them: docs/trials.md."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.mentorship.models import Assignment
from lms.accounts.models import User

from ..asked import Asked
from ..definition import Definition, Missing, reference_to_json
from ..gate import forget_gates
from ..models import Example, ExampleAnswer, ExampleVersion

State = Example.State


class NotComplete(Exception):
    """The example is (to be) published and lacks something."""

    def __init__(self, missing: Missing):
        super().__init__("Something is missing.")
        self.missing = missing


class ChangedMeanwhile(Exception):
    """Somebody else has saved a version since this one was begun."""

    def __init__(self, current: ExampleVersion):
        super().__init__(f"Version {current.number} came in between.")
        self.current = current


def add_example(*, assignment: Assignment, language: str, slug: str) -> Example:
    """A draft without a word yet. Raises IntegrityError where the course has one of this name in the language."""
    return Example.objects.create(course=assignment.lesson.course, assignment=assignment, language=language, slug=slug)


@transaction.atomic
def write_example(*, example: Example, made: Definition, asked: Asked, by: User | None = None, base: int | None = None) -> ExampleVersion:
    """What the example says from now on, in the wording that the assignment has now. The same as now makes no new version. `base`: the
    number of the version that somebody went on from, 0 for none. Raises ChangedMeanwhile, and NotComplete for a published one."""
    held = Example.objects.select_for_update(no_key=True).get(pk=example.pk)
    current = held.versions.filter(is_current=True).first()
    if base is not None and current and current.number != base and not _says(current, made, asked):
        raise ChangedMeanwhile(current)
    lacking = asked.missing(made)
    if held.state == State.PUBLISHED and lacking:
        raise NotComplete(lacking)
    if current and _says(current, made, asked):
        return current
    held.versions.filter(is_current=True).update(is_current=False)
    number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ExampleVersion.objects.create(example=held, number=number, created_by=by, **_content(made, asked))
    ExampleAnswer.objects.bulk_create(
        ExampleAnswer(example_version=version, position=place, activity=one.activity, version=one.version, value=_value(made, one))
        for place, one in enumerate(asked.exercises)
    )
    example.current_versions = [version]
    return version


def _content(made: Definition, asked: Asked) -> dict[str, Any]:
    text = made.text if asked.takes_text else ""
    return {
        "title": made.title, "text": text, "review": reference_to_json(made.reference), "version": asked.version, "rubric": asked.rubric
    }  # fmt: skip


def _value(made: Definition, one: Any) -> dict[str, Any]:
    return dict(made.answers.get(one.activity.pk, {}))


def _says(version: ExampleVersion, made: Definition, asked: Asked) -> bool:
    is_same = all(getattr(version, name) == value for name, value in _content(made, asked).items())
    kept = [(one.activity_id, one.version_id, one.value) for one in version.answers.all()]
    return is_same and kept == [(one.activity.pk, one.version.pk, _value(made, one)) for one in asked.exercises]


def definition_of(version: ExampleVersion) -> Definition:
    answers = {one.activity_id: one.value for one in version.answers.all()}
    return Definition(title=version.title, answers=answers, text=version.text, reference=version.reference)


@transaction.atomic
def publish_example(*, example: Example, asked: Asked) -> None:
    """From now on mentors begin trials with it. A repeat changes nothing. Raises NotComplete."""
    held = Example.objects.select_for_update(no_key=True).get(pk=example.pk)
    version = held.versions.filter(is_current=True).first()
    lacking = asked.missing(definition_of(version) if version else Definition("", {one.activity.pk: {} for one in asked.exercises}))
    if lacking:
        raise NotComplete(lacking)
    if held.state == State.DRAFT:
        Example.objects.filter(pk=held.pk).update(state=State.PUBLISHED, published_at=held.published_at or now())
        forget_gates()


@transaction.atomic
def retire_example(*, example: Example) -> None:
    """No trial is begun with it any more; those that were begun go on. A repeat changes nothing."""
    if Example.objects.exclude(state=State.RETIRED).filter(pk=example.pk).update(state=State.RETIRED):
        forget_gates()


@transaction.atomic
def bring_back_example(*, example: Example) -> None:
    """As it was before it was retired. A repeat changes nothing."""
    retired = Example.objects.filter(pk=example.pk, state=State.RETIRED)
    if retired.filter(published_at__isnull=False).update(state=State.PUBLISHED) or retired.update(state=State.DRAFT):
        forget_gates()


@transaction.atomic
def copy_example(*, example: Example, asked: Asked, by: User) -> Example:
    """The same under the same name in the language of `asked`, to be translated: a draft. Raises IntegrityError where there is one."""
    copy = add_example(assignment=example.assignment, language=asked.language, slug=example.slug)
    version = example.versions.get(is_current=True)
    write_example(example=copy, made=definition_of(version), asked=asked, by=by)
    return copy
