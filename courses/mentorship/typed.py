"""What a plain form of the review page holds. Whichever button is pressed, it is kept first: nothing typed is lost on the way."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.saving.sent import change_name, number

from .actions.noting import add_note
from .actions.reviewing import keep_comment, keep_review
from .models import Review, ReviewTask

_COMMENT = re.compile(r"n-([0-9A-Z]{26})-text")


def is_typed(post: QueryDict) -> bool:
    """Whether the form came with the page, and not with a button of another one."""
    return "review-base" in post


def keep_typed(*, task: ReviewTask, person: User, post: QueryDict) -> None:
    """The review, its comments, the note for mentors. What is as it was makes no change. Raises Refused, NotAccepted, TooManyWriters."""
    review = Review.objects.filter(task=task, reviewer=person).first()
    if review is None or not is_typed(post):
        return
    name = change_name(post.get("change_id"))
    keep_review(review=review, change=Change(name, number(post.get("review-base")), typed_review(post)))
    comments = {comment.made_id: comment for comment in review.comments.all()}
    for made_id, text, base in typed_comments(post):
        if (comment := comments.get(made_id)) and clean_text(text) != comment.text:
            keep_comment(comment=comment, change=Change(name, base, {"text": text}))
    note = clean_text(post.get("note-text", "")).strip()
    if note:
        add_note(enrolment_id=task.submission.enrolment_id, by=person, text=note)


def typed_comments(post: QueryDict) -> Iterator[tuple[str, str, int]]:
    """Name, text, and the revision that was gone on from."""
    for key, text in post.items():
        if found := _COMMENT.fullmatch(key):
            yield found[1], str(text), number(post.get(f"n-{found[1]}-base"))


def typed_review(post: QueryDict) -> dict[str, Any]:
    return {
        "summary": post.get("summary-text", ""),
        "overall": post.get("overall", ""),
        "outcomes": _chosen(post, "outcome:"),
        "levels": _chosen(post, "level:"),
    }


def _chosen(post: QueryDict, prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): str(value) for key, value in post.items() if key.startswith(prefix) and value}
