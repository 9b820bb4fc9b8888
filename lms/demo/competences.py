"""The demo's framework of competences, what its learner says of herself, and what her mentor says of one."""

from courses.catalogue.models import Course, Lesson
from courses.competences.actions.assessing import assess, judge
from courses.competences.actions.frameworks import add_competence, add_framework, write_competence, write_framework
from courses.competences.actions.practising import set_practises
from courses.competences.models import Competence, Framework, Moment
from courses.enrolment.models import Enrolment
from courses.mentorship.models import Iteration
from lms.accounts.models import User
from lms.network.models import Organisation

from .competence_words import ASKING, CHOOSING, FRAMEWORK, GROUPS, LANGUAGES, PURPOSE, Leaf, Said

SLUG = "small-ngo"
BEFORE = [3, 2, 2, 2, 1, 1, 1]  # of all seven, in their order
NOW = {CHOOSING.title[0]: (1, 4), ASKING.title[0]: (2, 3)}  # of the two lessons she has begun: looking back, and now
JUDGED = 4
SENTENCE = "Фраза уже такая, что её пересказывают. Осталось сделать её короче."


def load_framework(*, course: Course, owner: Organisation) -> None:
    """Only once: later it is the editors' own."""
    if Framework.objects.filter(slug=SLUG, owner=owner).exists():
        return
    framework = add_framework(slug=SLUG, language=LANGUAGES[0], texts=_texts(0, FRAMEWORK, PURPOSE), owner=owner)
    for place, language in list(enumerate(LANGUAGES))[1:]:
        write_framework(framework=framework, texts=_texts(place, FRAMEWORK, PURPOSE), language=language)
    for title, leaves in GROUPS:
        group = _add(framework, title)
        for leaf in leaves:
            competence = _add(framework, leaf.title, leaf, under=group)
            lessons = Lesson.objects.live().filter(course=course, slug__in=leaf.lessons)
            set_practises(competence=competence, course=course, lessons=lessons, activities=[])


def _add(framework: Framework, title: Said, leaf: Leaf | None = None, under: Competence | None = None) -> Competence:
    levels = leaf.levels if leaf else ()
    competence = add_competence(framework=framework, texts=_texts(0, title, levels=levels), under=under)
    for place, language in list(enumerate(LANGUAGES))[1:]:
        write_competence(competence=competence, texts=_texts(place, title, levels=levels), language=language)
    return competence


def _texts(place: int, title: Said, summary: Said = ("",) * 5, levels: tuple[Said, ...] = ()) -> dict[str, str]:
    said = {f"level_{number}": level[place] for number, level in enumerate(levels, 1)}
    return {"title": title[place], "summary": summary[place], **said}


def load_growth(*, enrolment: Enrolment, mentor: User) -> None:
    """All three moments, and a judgement that rests on the round that came back."""
    found = Competence.objects.live().leaves().filter(framework__slug=SLUG, words__language=LANGUAGES[0])
    by_title = {title: pk for pk, title in found.values_list("pk", "words__title")}
    in_order = [by_title[leaf.title[0]] for _title, leaves in GROUPS for leaf in leaves]
    assess(enrolment=enrolment, levels={(pk, Moment.BEFORE): level for pk, level in zip(in_order, BEFORE, strict=True)})
    later = {(by_title[title], Moment.LOOKING_BACK): back for title, (back, _now) in NOW.items()}
    assess(enrolment=enrolment, levels=later | {(by_title[title], Moment.AFTER): now for title, (_back, now) in NOW.items()})
    first = Iteration.objects.filter(submission__enrolment=enrolment).order_by("number").first()
    if first:
        competence = Competence.objects.get(pk=by_title[CHOOSING.title[0]])
        evidence = [("round", first.pk)]
        judge(enrolment=enrolment, competence=competence, by=mentor, level=JUDGED, sentence=SENTENCE, evidence=evidence)
