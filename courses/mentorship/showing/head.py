"""What stands above a round: whose it is and when it came, what was asked for, how to look at it."""

from html import escape

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.workbook.slots import markdown_html
from lms.core.codes import shown as shown_receipt
from lms.core.skeletons import skeleton

from .addresses import address
from .page import TaskPage


def head_html(page: TaskPage) -> SafeString:
    task, iteration, due = page.task, page.task.iteration, page.due
    filled = {
        "learner": escape(str(task.learner)),
        "title": escape(iteration.version.title),
        "round": str(iteration.round),
        "cohort": escape(task.cohort.name),
        "when": escape(date_format(localtime(iteration.handed_in_at), "DATETIME_FORMAT")),
        "receipt": escape(shown_receipt(iteration.receipt)),
        "due": escape(due),
        "about": address("mentor_learner", task.submission.enrolment_id),
        "appeal": escape(task.appeal),
    }
    context = {
        "titled_in": iteration.version.language,
        "spoken": task.language,
        "has_due": bool(due),
        "is_unofficial": iteration.is_unofficial,
        "has_appeal": bool(task.appeal),
    }
    key = (get_language(), *context.values())
    return skeleton("mentorship/desk/head.html", key, lambda: {**context, "language": task.get_language_display()}).fill(filled)


def views_html(page: TaskPage) -> SafeString:
    """The other way to look at it is said where there is an earlier round to compare with."""
    version, last = page.task.iteration.version, page.round.last
    brief = version.content.get("brief") or ""
    filled = {"other": looked_at(marks_changes=not page.marks_changes, by_sentence=page.by_sentence)}
    if last:
        filled |= {"round": str(last.task.iteration.round), "name": escape(str(last.reviewer or _("A mentor")))}
    look = {"asked_in": version.language, "has_last": last is not None, "marks_changes": page.marks_changes}
    return skeleton(
        "mentorship/desk/views.html", (get_language(), brief, *look.values()), lambda: {**look, "brief": markdown_html(brief)}
    ).fill(filled)


def looked_at(*, marks_changes: bool, by_sentence: bool) -> str:
    """The address of the page, looked at in this way."""
    chosen = [name for name, is_on in (("plain", not marks_changes), ("sentences", by_sentence)) if is_on]
    return "?" + "&amp;".join(f"{name}=1" for name in chosen)
