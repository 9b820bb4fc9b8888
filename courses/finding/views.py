from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.core.rate_limits import allow, too_many_tries

from .asking import LONGEST_QUESTION, ask, question, suggestion
from .opening import opening_dates
from .showing import results

RESULTS_ON_A_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Whatever the address asks for is answered, also with what to try instead."""
    typed = request.GET.get("q", "")
    asked = question(typed, get_language() or settings.LANGUAGE_CODE)
    if not asked.is_empty and not allow(request, "search", settings.SEARCH_RATE_LIMIT):
        return too_many_tries(request)
    answer = ask(asked, request)
    page = Paginator(answer.places, RESULTS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = results(list(page), asked)
    opens = opening_dates(request.user, [one.lesson_id for one in shown if one.lesson_id])
    context = {
        "asked": asked,
        "was_cut": len(" ".join(typed.split())) > LONGEST_QUESTION,
        "page": page,
        "results": [(one, opens.get(one.lesson_id, "")) for one in shown],
        "is_partial": answer.is_partial and bool(shown),
        "meant": suggestion(asked, request) if not asked.is_empty and (not shown or answer.is_partial) else "",
    }
    return render(request, "finding/search.html", context)
