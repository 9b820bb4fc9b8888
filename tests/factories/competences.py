"""Frameworks, what practises them, and what people said."""

from courses.catalogue.models import Lesson
from courses.competences.actions.assessing import assess
from courses.competences.actions.frameworks import add_competence, add_framework
from courses.competences.models import Competence, Framework, Moment, Practises
from courses.enrolment.models import Enrolment

from . import EnrolmentFactory, LessonFactory, LessonVersionFactory, ModuleVersionFactory

LEVELS = {f"level_{number}": text for number, text in enumerate(["Never", "With help", "Nearly", "Alone", "I teach it"], 1)}


def framework(slug: str = "small", title: str = "Small NGOs", **fields) -> Framework:
    return add_framework(slug=slug, language="en", texts={"title": title, "summary": ""}, **fields)


def competence(of: Framework | None = None, title: str = "Asking people", lesson: Lesson | None = None, **fields) -> Competence:
    """A leaf with words for each level, practised by the lesson where one is given."""
    made = add_competence(framework=of or framework(), texts={"title": title, "summary": "", **LEVELS}, **fields)
    if lesson:
        Practises.objects.create(competence=made, lesson=lesson)
    return made


def lesson(title: str = "Needs", **fields) -> Lesson:
    """A published one, in a course of its own unless one is given."""
    made = LessonFactory(**fields)
    ModuleVersionFactory(of=made.module)
    LessonVersionFactory(of=made, title=title)
    return made


def enrolled(at: Lesson, **fields) -> Enrolment:
    return EnrolmentFactory(cohort__course=at.course, **fields) if "cohort" not in fields else EnrolmentFactory(**fields)


def said(enrolment: Enrolment, of: Competence, before=None, looking_back=None, after=None) -> None:
    if before:
        assess(enrolment=enrolment, levels={(of.pk, Moment.BEFORE): before})
    later = {Moment.LOOKING_BACK: looking_back, Moment.AFTER: after}
    assess(enrolment=enrolment, levels={(of.pk, moment): level for moment, level in later.items() if level})
