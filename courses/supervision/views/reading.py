"""Reading a round a second time: the page that is written on, a last look, sending."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.mentorship.models.review import Outcome
from courses.mentorship.seen import seen_task
from courses.mentorship.showing.head import views_html
from courses.mentorship.views.opened import switches
from lms.accounts.device import device_html
from lms.core.log.ulid import new_ulid

from ..actions.reading import NotComplete, send_second, what_is_missing
from ..blind import BlindPage
from ..compared import AROUND
from ..models import SampledReview, SecondReview
from ..rules import Refused, sampled_seen_by
from ..wording import refused_words


def reading_page(request: HttpRequest, sampled: SampledReview) -> HttpResponse:
    """`sampled` is in the person's hands."""
    second = get_object_or_404(SecondReview.objects.by(request.user), sampled=sampled)
    page = _page(request, sampled, second)
    context: dict[str, Any] = {
        "page": page,
        "sampled": sampled,
        "second": second,
        "views": views_html(page),
        "outcomes": Outcome.choices,
        "change_id": new_ulid(),
        "device": device_html(request.user, f"{reverse('second_session', args=[sampled.pk])}?l={request.LANGUAGE_CODE}"),
        "save_url": reverse("save_second", args=[sampled.pk]),
        "check_url": reverse("check_second", args=[sampled.pk]),
    }
    return render(request, "supervision/reading.html", context)


def _page(request: HttpRequest, sampled: SampledReview, second: SecondReview) -> BlindPage:
    task = seen_task(request.user, sampled.review.task_id)
    if task is None:
        raise Http404
    return BlindPage(task, request.user, second, marks_changes="plain" not in switches(request))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check_second(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be sent, or what is missing; from here it is sent."""
    sampled = get_object_or_404(sampled_seen_by(request.user).select_related(*AROUND), pk=pk)
    second = get_object_or_404(SecondReview.objects.by(request.user).select_related("sampled__review__task__iteration__rubric"), sampled=pk)
    if second.sent_at is not None or sampled.reader_id != request.user.pk:
        return redirect("sampled_review", pk)
    missing = what_is_missing(second)
    if request.method == "POST":
        try:
            send_second(second=second, person=request.user)
        except NotComplete as lacks:
            missing = dict(lacks.problems)
        except Refused as refused:
            messages.warning(request, refused_words(refused))
            return redirect("sampled_review", pk)
        else:
            messages.success(request, _("Your review is sent. Both stand side by side now."))
            return redirect("sampled_review", pk)
    page = _page(request, sampled, second)
    context = {"sampled": sampled, "page": page, "second": second, "missing": missing.values(), "lines": _chosen(page)}
    return render(request, "supervision/check.html", context, status=422 if request.method == "POST" else 200)


def _chosen(page: BlindPage) -> list[tuple[str, str]]:
    """Each criterion with the level that was chosen."""
    version = page.task.iteration.rubric
    if version is None:
        return []
    criteria = version.in_words(get_language() or version.language).criteria
    return [(one.title, next((level.title for level in one.levels if level.id == page.levels.get(one.id)), "–")) for one in criteria]
