"""What competences know about a person: what they said of themselves, what was said of them, what they said of others as a mentor."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import Judgement, JudgementEvidence, SelfAssessment
from .wording import words_of


def export(person: User) -> dict[str, Any]:
    """Six queries at most."""
    said = list(SelfAssessment.objects.of(person).select_related("competence__framework", "enrolment__cohort").order_by("pk"))
    judged = list(Judgement.objects.of(person).select_related("competence__framework", "enrolment__cohort", "by"))
    given = list(Judgement.objects.filter(by=person).select_related("competence__framework"))
    words = words_of({one.competence for one in (*said, *judged, *given)}, person.language)
    return {
        "what_you_said": [
            {
                "cohort": one.enrolment.cohort.name,
                "competence": words[one.competence_id].title.text,
                "when": str(one.get_moment_display()),
                "level": one.level,
                "in_words": words[one.competence_id].level(one.level).text,
                "chosen_at": one.chosen_at,
            }
            for one in said
        ],
        "what_mentors_said": [
            {
                "cohort": one.enrolment.cohort.name,
                "competence": words[one.competence_id].title.text,
                "level": one.level,
                "sentence": one.sentence,
                "by": one.by.name if one.by else "",
                "at": one.at,
            }
            for one in judged
        ],
        "what_you_said_as_a_mentor": [
            {"competence": words[one.competence_id].title.text, "level": one.level, "sentence": one.sentence, "at": one.at} for one in given
        ],
    }


def erase(person: User) -> None:
    """Sentences and what they rest on go; levels and times stay: they are in the figures of the cohort. What the person said as a mentor
    stays with the learner it is about, like a review. Safe to run twice."""
    Judgement.objects.of(person).update(sentence="")
    JudgementEvidence.objects.filter(judgement__enrolment__learner=person).delete()


COMPETENCES = PersonalData(key="competences", label=_("Competences"), export=export, erase=erase)
