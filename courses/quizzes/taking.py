"""Taking in what a page of questions was posted with: every answer on it is saved, whatever button was pressed; then comes what the button
asks of one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from lms.core import uploads
from lms.core.log.actions import Change, TooManyWriters
from lms.core.log.ulid import new_ulid

from .actions.answers import check_question, flag_question, save_response
from .actions.files import add_file, remove_file
from .actions.kept import dismiss_kept, use_kept
from .engine.definition import Definition, Essay
from .engine.responses import ResponseError
from .forms import Deed, Sent, changed_by, holds, prefix, read_form
from .models import Attempt, AttemptQuestion
from .rules import AnswerRefused
from .showing.saved import refusal_words
from .wording import wording


@dataclass
class Taken:
    """`problems` says by question why something was not taken, `sent` what stood in its fields."""

    problems: dict[int, str] = field(default_factory=dict)
    sent: dict[int, Mapping[str, Any]] = field(default_factory=dict)


def take(
    *, attempt: Attempt, questions: Sequence[AttemptQuestion], post: QueryDict, files: MultiValueDict[str, UploadedFile], deed: Deed
) -> Taken:
    """`questions` with their versions, each knowing the attempt."""
    taken = Taken()
    for question in questions:
        if not holds(post, question):
            continue
        definition = wording(question.version, attempt.language)
        asked = deed if deed.on == question.pk else Deed()
        sent = read_form(post, question, definition)
        value = changed_by(asked, dict(sent.change.value), post.getlist(f"{prefix(question)}order"))
        try:
            _take_one(question, definition, sent, value, asked)
            _take_file(question, files, asked)
            _take_kept(question, asked)
        except ResponseError as error:
            taken.problems[question.pk] = refusal_words(error)
        except AnswerRefused as refusal:
            taken.problems[question.pk] = str(refusal.reason.label)
        except uploads.FileNotAccepted as refusal:
            taken.problems[question.pk] = refusal.message
        except TooManyWriters:
            taken.problems[question.pk] = _("Several devices are saving this answer at once, so this is not saved yet. Save once more.")
        if question.pk in taken.problems:
            taken.sent[question.pk] = value
    return taken


def _take_one(question: AttemptQuestion, definition: Definition, sent: Sent, value: dict[str, Any], asked: Deed) -> None:
    change = Change(sent.change.id, sent.change.base, value)
    if asked.name == "check":
        check_question(question=question, change=change)
    elif question.revision or not _is_untouched(definition, value):
        save_response(question=question, change=change, flagged=sent.is_flagged)
        return
    if sent.is_flagged is not None and sent.is_flagged != question.is_flagged:
        flag_question(question=question, flagged=sent.is_flagged)


def _take_kept(question: AttemptQuestion, asked: Deed) -> None:
    """One of two answers that were given in two places: the other, or the one that stands."""
    if asked.name == "other":
        use_kept(question=question, change_id=new_ulid())
    elif asked.name == "mine":
        dismiss_kept(question=question)


def _is_untouched(definition: Definition, value: Mapping[str, Any]) -> bool:
    """Passing by is no answer: nothing was chosen, and an essay says what its author put there."""
    template = definition.response_template if isinstance(definition, Essay) else ""
    return all(not part or (key == "text" and part.split() == template.split()) for key, part in value.items())


def _take_file(question: AttemptQuestion, files: MultiValueDict[str, UploadedFile], asked: Deed) -> None:
    uploaded = files.get(f"{prefix(question)}file")
    if asked.name == "remove" and asked.part.isdecimal() and len(asked.part) < 16:
        remove_file(question=question, file_id=int(asked.part), change_id=new_ulid())
    elif uploaded is not None:
        checked = uploads.check(uploaded.name or "", uploaded.read())
        add_file(question=question, file=checked, change_id=new_ulid())
    elif asked.name == "file":
        raise uploads.FileNotAccepted(_("Choose a file first."))
