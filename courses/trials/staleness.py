"""Whether the lesson or the rubric has changed since an example was written."""

from .asked import Asked
from .models import ExampleVersion


def is_stale(version: ExampleVersion | None, asked: Asked) -> bool:
    if version is None:
        return False
    wordings = [(one.activity_id, one.version_id) for one in version.answers.all()]
    return (
        version.version_id != asked.version.pk
        or version.rubric_id != (asked.rubric.pk if asked.rubric else None)
        or wordings != [(one.activity.pk, one.version.pk) for one in asked.exercises]
    )
