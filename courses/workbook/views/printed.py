from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.enrolment.models import Enrolment

from ..printed import whole_workbook


@never_cache
@login_required
@require_GET
def workbook(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Everything the learner wrote in a course, on one page that prints well."""
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).select_related("cohort__course"), pk=enrolment_id)
    return render(request, "workbook/workbook.html", {"workbook": whole_workbook(enrolment, request.LANGUAGE_CODE)})


@never_cache
@login_required
@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a sign-in beside a lesson ends: the lesson's own page goes on saving by itself."""
    return render(request, "workbook/signed_in.html")
