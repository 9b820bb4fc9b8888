"""What a certificate takes over about the learner beside the course: mentor, and competences as the mentor judged them last."""

from typing import Any

from django.db.models import F

from courses.competences.asked import asked_in
from courses.competences.models import Judgement
from courses.enrolment.models import Enrolment
from courses.mentorship.models import Pairing


def mentor_of(enrolment: Enrolment) -> str:
    """The name of the present mentor, else of the last one; empty where there was none, or they told no name."""
    latest = Pairing.objects.filter(enrolment=enrolment).select_related("mentor")
    pairing = latest.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()
    return (pairing.mentor.certificate_name or pairing.mentor.name) if pairing else ""


def judged_competences(enrolment: Enrolment, language: str) -> list[dict[str, Any]]:
    """In the order of their frameworks. What learners say of themselves is no part of a certificate."""
    judged = Judgement.objects.filter(enrolment=enrolment).order_by("at", "pk")
    levels: dict[int, int] = dict(judged.values_list("competence", "level"))  # the last of each
    if not levels:
        return []
    asked = asked_in(enrolment.cohort.course, language, levels.keys())
    return [
        {"title": one.title.text, "language": one.title.language or language, "level": levels[one.id]} for one in asked if one.id in levels
    ]
