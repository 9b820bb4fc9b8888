"""A page with nothing but one learner's exercises, for trying the script by itself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment
from courses.enrolment.slots import Reading
from courses.workbook.slots import fill_exercises
from courses.workbook.views.saving import save_entry
from lms.urls import urlpatterns as site

server = {"is_down": False}


@never_cache
@login_required
def lesson(request):
    enrolment = Enrolment.objects.of(request.user).get()
    slots = []
    for activity in enrolment.cohort.course.lessons.get().activities.all():
        version = activity.versions.get()
        slots.append(Slot(activity.block_id, activity.kind, version.title, version.content, activity.pk, version.pk))
    html = "".join(fill_exercises(Reading(request, enrolment, slots, "en")).values())
    token = f"<input type=hidden name=csrfmiddlewaretoken value={get_token(request)}>"
    out = f"<form method=post action=/en/account/logout/>{token}<button>Sign out</button></form>"
    return HttpResponse(f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Lesson</title>{out}<main>{html}</main></html>")


@csrf_exempt
def save(request, **place):
    return HttpResponse(status=503) if server["is_down"] else save_entry(request, **place)


urlpatterns = [path("harness/", lesson), path("workbook/<int:enrolment_id>/<int:activity_id>/", save), *site]
