"""For whoever has a certificate in hand, or a list of them, and no account."""

from collections import Counter
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.core.paper.glyphs import has_unprintable
from lms.core.rate_limits import allow
from lms.core.spreadsheet import CSV, as_csv, download
from lms.notifications.inbox import see_kinds
from lms.notifications.models import Letter

from ..disclosing import shown
from ..expiry_letters import EXPIRES
from ..letters import CERTIFICATE, REVOKED
from ..lookup import Answer, answers_to, slips_of
from ..models import Certificate
from ..numbers import EXAMPLE, one_slip_away, tidy
from ..pasting import MOST, Pasted, pasted
from ..words import VERDICTS, verdict_words

LONGEST_LIST = 100_000  # characters
GONE = {Certificate.State.REVOKED, Certificate.State.EXPIRED, Certificate.State.WITHDRAWN}


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The number typed from paper. What cannot be one is answered where a number is: the tries are counted there."""
    typed = request.GET.get("number", "").strip()[:40]
    number = tidy(typed)
    if number:
        return redirect("verify", number)
    return _not_found(request, typed) if typed else render(request, "certificates/find.html", {"typed": ""})


@require_safe
@never_cache
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever holds the paper in their hand: is it true, and is it still in force?"""
    tidied = tidy(number)
    certificate = _all().filter(number=tidied).first() if tidied else None
    if certificate is None:
        return _not_found(request, number[:40])
    if not _allow(request, "look_up"):
        return _too_many(request)
    is_holder = request.user.is_authenticated and request.user.pk == certificate.enrolment.learner_id
    context = {
        "certificate": certificate,
        "standing": certificate.standing,
        "newest": newest(certificate),
        "shown": shown(certificate) if certificate.is_in_force else None,
        "is_holder": is_holder,
        "is_name_cut": is_holder and has_unprintable(certificate.holder_name),
        "has_badge": is_holder and Certificate.objects.of(request.user).issued().with_badge().filter(pk=certificate.pk).exists(),
    }
    if is_holder:
        see_kinds(person=request.user, keys={CERTIFICATE, REVOKED, EXPIRES}, about=lambda letter: _is_about(letter, certificate))
    status = HTTPStatus.GONE if certificate.standing in GONE else HTTPStatus.OK
    return unlisted(render(request, "certificates/verify.html", context, status=status))


def _is_about(letter: Letter, certificate: Certificate) -> bool:
    if letter.kind == EXPIRES:
        return letter.context.get("enrolment") == certificate.enrolment_id
    return letter.context.get("certificate") == certificate.pk


@require_http_methods(["GET", "POST"])
@never_cache
def verify_list(request: HttpRequest) -> HttpResponse:
    """Many numbers at once, pasted as they are. However many, the same number of queries."""
    text = request.POST.get("numbers", "")[:LONGEST_LIST]
    list_pasted = pasted(text)
    if request.method == "GET" or not list_pasted.found or list_pasted.is_too_long:
        context = {"text": text, "most": MOST, "is_sent": request.method == "POST", "count": len(list_pasted.found)}
        return render(request, "certificates/verify_list.html", context, status=422 if request.method == "POST" else 200)
    if not _allow(request, "list"):
        return _too_many(request)
    answers = _answers(list_pasted)
    unknown = sum(answer.certificate is None for answer in answers)
    if unknown and not _allow(request, "unknown", tries=unknown):
        return _too_many(request)
    if "csv" in request.POST:
        return unlisted(download(as_csv(_table(answers)), "certificates.csv", CSV))
    tally = Counter(answer.verdict for answer in answers)
    context = {
        "text": text,
        "most": MOST,
        "answers": [(answer, verdict_words(answer)) for answer in answers],
        "summary": [(VERDICTS[verdict], tally[verdict]) for verdict in VERDICTS if tally[verdict]],
        "left_out": _left_out(list_pasted),
    }
    return unlisted(render(request, "certificates/verify_list.html", context))


def _answers(list_pasted: Pasted) -> list[Answer]:
    """Two queries at most: those on the list, and what took the place of the replaced ones."""
    typed = list_pasted.found
    found = list(_all().filter(number__in={one.number for one in typed if one.number} | slips_of(typed)))
    replaced = {one.enrolment_id for one in found if one.superseded_by_id}
    among = list(_all().filter(enrolment__in=replaced)) if replaced else []
    return answers_to(typed, found, among)


def _left_out(list_pasted: Pasted) -> str:
    count = list_pasted.lines_without
    words = ngettext("%(count)d line without a number was left out.", "%(count)d lines without a number were left out.", count)
    return words % {"count": count} if count else ""


def _table(answers: list[Answer]) -> list[list[Any]]:
    heads = [
        _("Line"),
        _("Number of the certificate"),
        _("Answer"),
        _("More about it"),
        _("Name"),
        _("Course"),
        _("Hours of study"),
        _("Completed on"),
    ]
    rows = []
    for answer in answers:
        verdict, more = verdict_words(answer)
        seen = answer.shown
        facts = [seen.name, seen.course, seen.hours or None, seen.completed_on] if seen else [None] * 4
        lines = ", ".join(map(str, answer.typed.lines))
        more = " ".join([more, ", ".join(answer.leads_to)]).strip()
        rows.append([lines, answer.typed.number or answer.typed.text, str(verdict), more, *facts])
    return [heads, *rows]


def _not_found(request: HttpRequest, typed: str) -> HttpResponse:
    """Each try counts, of whoever it is: numbers are not to be guessed. A slip of one character is put right where there is such a one."""
    if not _allow(request, "look_up") or not _allow(request, "unknown"):
        return _too_many(request)
    is_mistyped = tidy(typed) is None
    slips = one_slip_away(typed) if is_mistyped else ()
    context = {
        "typed": typed,
        "example": EXAMPLE,
        "is_mistyped": is_mistyped,
        "is_unknown": not is_mistyped,
        "meant": _all().filter(number__in=slips).values_list("number", flat=True) if slips else (),
    }
    return unlisted(render(request, "certificates/find.html", context, status=HTTPStatus.NOT_FOUND))


def _allow(request: HttpRequest, what: str, tries: int = 1) -> bool:
    return allow(request, f"verify_{what}", settings.VERIFY_RATE_LIMITS[what], tries=tries)


def _too_many(request: HttpRequest) -> HttpResponse:
    """The same for numbers that exist and for those that do not."""
    return render(request, "certificates/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def _all():
    return Certificate.objects.with_choice().select_related("superseded_by")


def newest(certificate: Certificate) -> Certificate:
    while certificate.superseded_by:
        certificate = certificate.superseded_by
    return certificate


def unlisted(response: HttpResponse) -> HttpResponse:
    """Names of people are not for search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response
