"""Why an answer did not count, in words."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from lms.accounts.models import User

from .rules import wrote_last

ANSWERED, CHANGED, STOPPED = "answered", "changed", "stopped"
MENDED, OTHERWISE = "mended", "otherwise"  # said in a dialog only


def comment_about(why: str) -> str:
    return {
        ANSWERED: _("Somebody else was quicker: this step is answered already. Nothing was done a second time."),
        CHANGED: _(
            "The page was changed after it was handed in. Nothing was published: it begins anew, "
            "and whoever did not write it reads it as it is now."
        ),
        STOPPED: _("Nothing was published: something has to be mended first. The page went back to whoever handed it in."),
        MENDED: _("You have changed something while reading, and what you wrote is read by somebody else. You can ask for changes."),
        OTHERWISE: _("The page has gone on since you opened it. Nothing was done."),
    }[why]


def why_closed(page: Page, person: User) -> str:
    """Why an answer that the person's editor still offers is not open to them."""
    return comment_about(MENDED if wrote_last(person, page) else OTHERWISE)


def what_followed(page: Page, person: User) -> str:
    """From an answer. "" where somebody else says it: the gate, which has kept the page back, or why it did not count."""
    if getattr(person, "moderation_said", None):
        return ""
    last = WorkflowState.objects.for_instance(page).select_related("current_task_state__task").order_by("-created_at", "-pk").first()
    words = {"page": page.get_admin_display_title()}
    if last is None or last.status == WorkflowState.STATUS_CANCELLED:
        return ""
    if last.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("“%(page)s” has gone back with your words to whoever handed it in.") % words
    if last.status == WorkflowState.STATUS_IN_PROGRESS:
        return _("Your answer counts. The next step of “%(page)s”: %(step)s.") % {**words, "step": last.current_task_state.task.name}
    scheduled = page.scheduled_revision
    if scheduled:
        when = date_format(localtime(scheduled.approved_go_live_at), "SHORT_DATETIME_FORMAT")
        return _("The draft of “%(page)s” goes live by itself: %(when)s.") % {**words, "when": when}
    return "" if page.has_unpublished_changes else _("“%(page)s” is live.") % words
