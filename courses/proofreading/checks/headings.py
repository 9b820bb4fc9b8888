"""The order of headings: sections of a lesson are the second level, headings inside a passage begin at the third."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.blocks.markdown import LESSON_HEADING

from ..draft import Draft
from ..findings import Finding, Severity


def order(draft: Draft) -> Iterator[Finding]:
    yield from _empty_sections(draft)
    level: dict[str, int] = {}  # the last heading so far, by field of the page
    for text, found in draft.marked:
        if text.path[0] == "body" and text.path[-1] == "heading":
            level["body"] = LESSON_HEADING - 1
            continue
        for stands, words in found.headings:
            here = max(stands, LESSON_HEADING)
            above = level.get(text.path[0], LESSON_HEADING - 1)
            if here > above + 1:
                yield Finding(
                    check="heading_skipped",
                    path=text.path,
                    severity=Severity.ADVICE,
                    words=_("A heading of a level in between is missing: who listens from heading to heading believes a part is lost."),
                    quote=words,
                )
            level[text.path[0]] = here


def _empty_sections(draft: Draft) -> Iterator[Finding]:
    for block in draft.blocks_of("section"):
        if not block.value["heading"].strip():
            words = _("The section has no heading. It would stand in the outline without a word.")
            yield Finding(check="heading_missing", path=("body", block.id, "heading"), severity=Severity.STOP, words=words)
