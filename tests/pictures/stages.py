"""What the demo does not have by itself, made before a picture is taken: drafts with something to mend, two versions of one page, a change
of a lesson that is read, a review under way. Each function takes the language and answers with an address; made once, it is found again."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

Address = str | Callable[[str], str]
LESSON = "/LANG/courses/ten-lessons/people/needs/"
DRAFT = "draft"
ANSWERS = {  # what somebody would write beside the question whom the village does not hear
    "en": "Mrs Hall by the old mill. She has not been to the shop since spring.",
    "uk": "Баба Ганна край старого млина. Від весни не була в крамниці.",
    "ru": "Баба Анна у старой мельницы. С весны не была в магазине.",
    "bg": "Баба Ана до старата воденица. От пролетта не е идвала в магазина.",
    "cs": "Paní Nováková u starého mlýna. Od jara nebyla v obchodě.",
}
CLEARER = {  # what an editor adds to the lesson about telling
    "en": "Ask before you take the picture, not after.",
    "uk": "Питайте перед тим, як знімати, а не потім.",
    "ru": "Спрашивайте до того, как снимать, а не после.",
    "bg": "Питайте преди снимката, а не след нея.",
    "cs": "Ptejte se před snímkem, ne po něm.",
}
TOGETHER = {  # what two editors add to the lesson about partners: the one who is first, and the one who is late
    "en": ("Come without papers the first time.", "Begin with what they need."),
    "uk": ("Першого разу прийдіть без паперів.", "Почніть із того, що потрібно їм."),
    "ru": ("В первый раз придите без бумаг.", "Начните с того, что нужно им."),
    "bg": ("Първия път елате без книжа.", "Започнете с това, което трябва на тях."),
    "cs": ("Poprvé přijďte bez papírů.", "Začněte tím, co potřebují oni."),
}


def an_empty_field(language: str) -> str:
    """What was written for the picture before is gone."""
    from courses.workbook.models import Entry

    Entry.objects.filter(activity__block_id="silent-one", enrolment__learner__email="learner@example.org").delete()
    return LESSON


def write_an_answer(page: Page, language: str) -> None:
    exercise = page.locator("#b-silent-one")
    exercise.get_by_role("textbox").fill(ANSWERS[language])
    expect(exercise).to_contain_text("14:00")


def open_first_comment(page: Page, language: str) -> None:
    comment = page.locator("#c1")
    if comment.get_attribute("open") is None:
        comment.locator("summary").first.click()


def without_the_menu(page: Page, language: str) -> None:
    """The back office as wide as it is without its menu, and without the bars that lie over a form."""
    bars = ".sidebar, .footer, .translations__foot { display: none !important; }"
    page.add_style_tag(content=f"{bars} .wrapper {{ padding-inline-start: 0 !important; }}")


def of_the_cohort(name: str) -> Callable[[str], str]:
    from courses.enrolment.models import Cohort

    return lambda language: reverse(name, args=[Cohort.objects.order_by("pk")[0].pk])


def person(who: str) -> Any:
    from lms.accounts.models import User

    return User.objects.get(email=f"{who}@example.org")


def lesson_page(slug: str, language: str) -> Any:
    from courses.catalogue.models import Lesson, LessonPage

    return LessonPage.objects.get(translation_key=Lesson.objects.get(slug=slug).translation_key, locale__language_code=language)


def draft_of(page: Any, change: Callable[[list], None]) -> Any:
    """The newest draft of a lesson with other blocks; not saved."""
    from courses.writing.copying import raw

    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    blocks = raw(draft.body)
    change(blocks)
    draft.body = draft.body.stream_block.to_python(blocks)
    return draft


def texts(blocks: list) -> list:
    return [block for block in blocks if block["type"] == "markdown"]


def course_board(language: str) -> str:
    from courses.authoring.board.weights import weigh_lessons
    from courses.catalogue.models import Course, CoursePage, LessonPage

    weigh_lessons()
    for draft in LessonPage.objects.filter(slug=DRAFT):
        draft.delete()  # of a picture in another language
    course = Course.objects.get()
    page = CoursePage.objects.get(translation_key=course.translation_key, locale__language_code=course.source_language)
    return reverse("course_board", args=[page.pk])


def new_lesson(language: str) -> str:
    module = lesson_page("needs", language).get_parent()
    return reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])


def two_versions(language: str) -> str:
    from courses.writing.actions import set_aside
    from courses.writing.models import Aside

    page, by = lesson_page("partners", language), person("editor")
    late = Aside.objects.by(by).filter(page=page).first()
    if late is None:
        base = page.latest_revision
        first, second = TOGETHER[language]
        mine = draft_of(page, lambda blocks: _add(texts(blocks)[0], second))
        theirs = draft_of(page, lambda blocks: (_add(texts(blocks)[0], first), _shorten(texts(blocks)[1])))
        mine.latest_revision = theirs.save_revision(user=person("reader"), log_action=True)
        late = set_aside(page=mine, base=base, by=by, wanted="save")
    return reverse("aside", args=[late.pk])


def what_will_change(language: str) -> str:
    page = lesson_page("telling", language)
    if not page.has_unpublished_changes:
        draft = draft_of(page, lambda blocks: (_shorten(texts(blocks)[0]), _add(texts(blocks)[0], CLEARER[language])))
        draft.save_revision(user=person("editor"))
    return reverse("lesson_changes", args=[page.pk])


def findings(language: str) -> str:
    """A draft that is not ready: a picture and an exercise without words, a very long sentence, no model answer."""
    from courses.catalogue.models import LessonPage
    from courses.writing.copying import fresh, raw

    like = lesson_page("whom-we-help", language)
    page = LessonPage.objects.child_of(like.get_parent()).filter(slug=DRAFT).first()
    if page is None:
        blocks = raw(like.body)
        long = texts(blocks)[0]
        long["value"] = long["value"].replace(". ", ", ")
        exercise = next(block for block in blocks if block["type"] == "long_text")
        exercise["value"] |= {"prompt": "", "model_answer": ""}
        picture = next(block for block in blocks if block["type"] == "picture")
        picture["value"] |= {"alt": ""}
        page = LessonPage(title=like.title, slug=DRAFT, locale=like.locale, live=False, minutes=30)
        page.body = like.body.stream_block.to_python(fresh([long, picture, exercise])[0])
        like.get_parent().add_child(instance=page)
        page.save_revision(user=person("editor"), clean=False)
    return reverse("page_findings", args=[page.pk])


def beside_its_source(language: str) -> str:
    """Beside the Russian source; for whoever reads Russian, from there into Ukrainian."""
    return reverse("translate_page", args=[lesson_page("needs", "ru").pk, "uk" if language == "ru" else language])


def _shorten(block: dict) -> None:
    """Without the last sentence of its first paragraph."""
    first, *others = block["value"].split("\n\n")
    block["value"] = "\n\n".join([first.rstrip(" .").rpartition(". ")[0] + ".", *others])


def _add(block: dict, sentence: str) -> None:
    block["value"] = f"{block['value'].rstrip()} {sentence}"


def task_of_the_learner() -> Any:
    from courses.mentorship.models import ReviewTask

    return ReviewTask.objects.filter(submission__enrolment__learner__email="learner@example.org").order_by("-pk")[0]


def nobody_reads(language: str) -> str:
    from courses.mentorship.actions.claiming import release

    release(task=task_of_the_learner(), person=person("mentor"))
    return "/LANG/mentor/"


def a_review_under_way(language: str) -> str:
    from courses.mentorship.actions.claiming import claim, open_review

    task = task_of_the_learner()
    claim(task=task, person=person("mentor"))
    open_review(task=task, person=person("mentor"))
    return f"/LANG/mentor/tasks/{task.pk}/"
