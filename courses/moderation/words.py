"""Whose words a draft says, and whether they are those that were read. A comment is no word of the page, and neither is an hour: whoever
adds one has written nothing, and what was read stays read."""

import json

from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.translations.rows import says_the_same

BESIDE_THE_WORDS = frozenset({COMMENTS_RELATION_NAME, "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"})


def says_what(one: Revision, other: Revision) -> bool:
    """Whether `one` says what `other` says."""
    return bool(one.pk == other.pk) or says_the_same(_words(one), _words(other))


def writer_of(page: Page, asked_by: int | None) -> int | None:
    """Who wrote the newest words, or was the last to hand them in: `asked_by` is whoever asked for the reading."""
    drafts = page.revisions.order_by("-created_at", "-pk").iterator(chunk_size=2)
    newest = next(drafts, None)
    if newest is None:
        return None
    writer = newest.user_id
    for before in drafts:
        if writer == asked_by or not says_what(before, newest):
            break
        writer = before.user_id
    return writer


def _words(revision: Revision) -> str:
    return json.dumps({name: value for name, value in revision.content.items() if name not in BESIDE_THE_WORDS})
