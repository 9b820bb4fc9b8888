"""What mentor review knows about a person: what they handed in and what was said about it, and what they said to others."""

from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from ..models import SubmissionFile
from . import as_learner, as_mentor


def export(person: User) -> dict[str, Any]:
    return {**as_learner.export(person), "as_a_mentor": as_mentor.export(person)}


def files(person: User) -> Iterable[ExportFile]:
    for file in SubmissionFile.objects.of(person).select_related("submission__assignment__lesson__course").order_by("pk"):
        course = slugify(file.submission.assignment.lesson.course.slug, allow_unicode=True)
        name = f"{_('assignments')}/{course}-{file.submission.enrolment_id}/{file.pk}-{PurePosixPath(file.name).name}"
        yield ExportFile(name=name, open=partial(file.file.open, "rb"))


@transaction.atomic
def erase(person: User) -> None:
    """What the learner wrote goes, and what was said about it; a mentor's words to others stay, without a name. That something was handed
    in and answered, when and how, stays."""
    as_learner.erase(person)
    as_mentor.erase(person)


MENTORSHIP = PersonalData(key="mentorship", label=gettext_lazy("Assignments and mentors"), export=export, erase=erase, files=files)
