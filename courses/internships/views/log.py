"""The learner's practice log: entries by day, and a new one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.catalogue.addresses import address
from courses.catalogue.outline import outline
from courses.competences.wording import words_of
from lms.core.log.ulid import new_ulid
from lms.notifications.inbox import see_kinds

from ..letters import ANSWERED
from ..models import Participation
from ..rules import today_of, why_not_write
from ..showing import Totals, by_day, entries_of
from ..words import dates_words, day_words
from .mine import my_enrolment, my_participation


@never_cache
@login_required
@require_GET
def practice(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """All placements of one enrolment, the latest first. A constant number of queries."""
    enrolment = my_enrolment(request, enrolment_id)
    mine = Participation.objects.of(request.user).filter(enrolment=enrolment).select_related("placement__cohort", "placement__mentor")
    mine = list(
        mine.prefetch_related("placement__plan", "placement__lessons", "placement__competences__framework").order_by(
            "-placement__starts_on", "-pk"
        )
    )
    if not mine:
        raise Http404
    for one in mine:
        one.enrolment = enrolment
    entries = entries_of(mine)
    course = outline(enrolment.cohort.course, request.LANGUAGE_CODE)
    lessons = {lesson.id: lesson for lesson in course.lessons}
    competences = {row for one in mine for row in one.placement.competences.all()}
    words = words_of(competences, request.LANGUAGE_CODE) if competences else {}
    logs = [
        {
            "participation": one,
            "placement": one.placement,
            "state": one.placement.State(one.placement.state(today_of(one.placement))).label,
            "dates": dates_words(one.placement),
            "plan": [{"day": day_words(day.day), "text": day.text} for day in one.placement.plan.all()],
            "lessons": [
                {"lesson": lesson, "url": address(course.slug, lesson.module_slug, lesson.slug, language=request.LANGUAGE_CODE)}
                for row in one.placement.lessons.all()
                if (lesson := lessons.get(row.pk))
            ],
            "competences": [words[row.pk].title for row in one.placement.competences.all()],
            "days": by_day(entries[one.pk]),
            "totals": Totals.of(shown.entry for shown in entries[one.pk]),
            "refusal": refusal.label if (refusal := why_not_write(one)) else "",
            "has_waiting": any(shown.entry.state == "submitted" for shown in entries[one.pk]),
        }
        for one in mine
    ]
    see_kinds(person=request.user, keys={ANSWERED}, about=lambda letter: letter.context.get("enrolment") == enrolment.pk)
    return render(request, "internships/practice.html", {"enrolment": enrolment, "course": course, "logs": logs})


@never_cache
@login_required
@require_GET
def new_entry(request: HttpRequest, enrolment_id: int, pk: int) -> HttpResponse:
    """A name for it and an empty page; there is an entry from the first thing kept."""
    participation = my_participation(request, enrolment_id, pk)
    return redirect("practice_entry", enrolment_id, participation.pk, new_ulid())
