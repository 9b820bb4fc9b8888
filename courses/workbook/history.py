"""An answer's way from the first word to the last: what each change added and took out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lms.core.log.wording import when_words
from lms.core.log.words import marked

from .kinds import KINDS
from .models import Entry, EntryRevision
from .slots import markdown_html


@dataclass(frozen=True)
class Step:
    """`difference` is against the change before; `sent` is what a device had, where a merge made something else of it."""

    revision: EntryRevision
    when: str
    text: str
    difference: SafeString
    sent: str
    is_current: bool
    earlier: SafeString  # the prompt that was answered, where the exercise asks something else by now


def steps(entry: Entry, revisions: Sequence[EntryRevision]) -> list[Step]:
    """`revisions` with the latest first, as they are. One query for the one before the last of them, one for the names of files."""
    kind = KINDS[entry.activity.kind]
    names = dict(entry.files.values_list("pk", "name")) if entry.activity.kind == "file_upload" else {}

    def text_of(value, version) -> str:
        return kind.shown(value, {**(version.content if version else {}), "names": names}).as_text()

    previous = list(entry.revisions.select_related("version").filter(number__lt=revisions[-1].number)[:1]) if revisions else []
    texts = [text_of(revision.value, revision.version) for revision in [*revisions, *previous]]
    return [
        Step(
            revision=revision,
            when=when_words(revision.created_at),
            text=texts[place],
            difference=mark_safe(marked(texts[place + 1], texts[place])) if place + 1 < len(texts) else escape(texts[place]),
            sent=text_of(revision.sent, revision.version) if revision.sent is not None else "",
            is_current=revision.number == entry.revision,
            earlier=_earlier(revision),
        )
        for place, revision in enumerate(revisions)
    ]


def _earlier(revision: EntryRevision) -> SafeString:
    version = revision.version
    is_earlier = version is not None and version.is_superseded
    return markdown_html(version.content.get("prompt") or "") if version and is_earlier else SafeString()
