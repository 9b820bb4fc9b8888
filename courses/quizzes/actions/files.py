"""Files and photos as answers: they come and go by changes of the answer, so that two tabs are merged and nothing is lost."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now

from lms.core.log.actions import Change
from lms.core.uploads import CheckedFile

from ..engine.responses import files as files_in
from ..models import AttemptFile, AttemptQuestion
from .answers import save_response


@transaction.atomic
def add_file(*, question: AttemptQuestion, file: CheckedFile, change_id: str) -> AttemptFile:
    """Add a file to the answer that there is. The same file once more is the one that is there. Raises as `save_response`."""
    digest = hashlib.sha256(file.data).hexdigest()
    facts = {"name": file.name, "content_type": file.content_type, "size": len(file.data)}
    row, is_new = AttemptFile.objects.get_or_create(question=question, sha256=digest, defaults=facts)
    named = files_in(question.value)
    if row.pk not in named:
        _name(question, change_id, [*named, row.pk])
    if is_new:
        row.file.save(file.name, ContentFile(file.data))
    return row


@transaction.atomic
def remove_file(*, question: AttemptQuestion, file_id: int, change_id: str) -> None:
    """Take a file out of the answer. It stays with the steps that named it. A repeat changes nothing."""
    named = files_in(question.value)
    if file_id in named:
        _name(question, change_id, [one for one in named if one != file_id])


def _name(question: AttemptQuestion, change_id: str, files: list[int]) -> None:
    rest = {key: value for key, value in question.value.items() if key != "files"}
    value = {**rest, "files": files} if files else rest
    save_response(question=question, change=Change(change_id, question.revision, value))
    kept = files_in(question.value)
    question.files.filter(pk__in=kept).update(removed_at=None)
    question.files.filter(removed_at=None).exclude(pk__in=kept).update(removed_at=now())
