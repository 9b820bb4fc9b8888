"""Letters about comments on a draft, through the ledger, in place of the mails that Wagtail's page editor sends by itself: to whoever takes
part in it, to those who asked to hear of every comment on the page, and to whoever handed it in for reading.
A comment that is resolved or taken back asks nothing of anybody, so nothing is sent about it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Comment, CommentReply, Page, PageSubscription, WorkflowState

from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import Group, LetterKind, Seen
from lms.notifications.models import Letter

COMMENTED = "page_commented"


def post_comments(*, page: Page, by: User, comments: Iterable[Comment], replies: Iterable[CommentReply]) -> list[Letter]:
    """One letter to each for what was written at once."""
    new, answers = sorted(one.pk for one in comments), sorted(one.pk for one in replies)
    if not new and not answers:
        return []
    threads = CommentReply.objects.filter(pk__in=answers).values("comment")
    takes_part = Q(**{"pk__in": Comment.objects.filter(pk__in=threads).values("user")}) | Q(
        pk__in=CommentReply.objects.filter(comment__in=threads).values("user")
    )
    wants_all = Q(pk__in=PageSubscription.objects.filter(page=page, comment_notifications=True).values("user"))
    handed_it_in = Q(pk__in=WorkflowState.objects.for_instance(page).active().values("requested_by"))
    wants = Q(wagtail_userprofile=None) | Q(wagtail_userprofile__updated_comments_notifications=True)
    people = User.objects.filter(takes_part | wants_all | handed_it_in, wants, is_active=True, erased_at=None).exclude(pk=by.pk)
    key = f"{page.pk}:{new[:1]}{answers[:1]}"
    context = {"page": page.pk, "comments": new, "replies": answers}
    return [post_letter(kind=COMMENTED, person=person, subject_key=key, context=context) for person in people.order_by("pk")]


def send_commenting_notifications(self: Any, changes: dict[str, Any]) -> None:
    """What Wagtail's page editor calls after it has saved comments (`wagtail_hooks`)."""
    replies = [reply for _comment, written in changes["new_replies"] for reply in written]
    post_comments(page=self.page, by=self.request.user, comments=changes["new_comments"], replies=replies)


def _written(letter: Letter) -> list[tuple[str, str]]:
    """(who, what), in the order of writing, of what is still open."""
    comments = Comment.objects.filter(pk__in=letter.context["comments"], resolved_at=None).select_related("user")
    replies = CommentReply.objects.filter(pk__in=letter.context["replies"], comment__resolved_at=None).select_related("user")
    rows: list[Any] = sorted([*comments, *replies], key=lambda row: (row.created_at, row.pk))
    return [(str(row.user), row.text.strip()) for row in rows]


def _context(letter: Letter) -> dict[str, Any]:
    page = Page.objects.filter(pk=letter.context["page"]).first()
    written = _written(letter)
    return {
        "page": page.get_admin_display_title() if page else "",
        "count": len(written),
        "written": [{"who": who, "what": what} for who, what in written],
        "link": absolute(reverse("wagtailadmin_pages:edit", args=[letter.context["page"]])),
    }


KIND = LetterKind(
    key=COMMENTED,
    group=Group.DUTIES,
    label=gettext_lazy("Comments on a page that you write or read"),
    context=_context,
    still_needed=lambda letter: bool(_written(letter)),
    seen=Seen.PAGE,
    variables={"page": gettext_lazy("The title of the page"), "count": gettext_lazy("How many there are")},
)
