"""Every place that Wagtail's index of references knows, in words. Titles of what the person may not see are kept back; that it is used is
said all the same. As many queries for one page, draft or question as for twenty; what stands elsewhere (a setting) is asked for its
address one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from cms.translations.rules import pages_editable_by
from courses.catalogue.models import LessonPage
from courses.quizzes.editors import questions_seen_by
from courses.quizzes.models import AttemptQuestion, Question
from lms.accounts.models import User

from ..drafts.kinds import kind_label
from ..drafts.showing import edit_url, state_of, titles_of_ways
from ..models import Source

NAMES = dict(settings.LANGUAGES)
MOST_READ = 20  # drafts that are read while somebody waits
LISTED = 20


@dataclass(frozen=True)
class Place:
    """`url` is empty where the person may not go there. `state` says how far it is seen: live, draft, earlier version, or by whom.
    `language` is that of the title, where it is known."""

    title: str
    url: str
    block: str
    state: str
    language: str = ""
    way: list[str] = field(default_factory=list)

    @property
    def language_name(self) -> str:
        return str(NAMES.get(self.language, ""))

    @property
    def where(self) -> str:
        return " › ".join([*self.way, self.title])


def places_of(target: models.Model, person: User) -> list[Place]:
    """Pages as they are published first, then drafts, earlier versions, questions and the rest."""
    return places_at(ReferenceIndex.get_references_to(target), person)


def places_at(references: models.QuerySet[ReferenceIndex], person: User) -> list[Place]:
    by_model: dict[Any, list[ReferenceIndex]] = {}
    for reference in references.order_by("pk"):
        by_model.setdefault(ContentType.objects.get_for_id(reference.base_content_type_id).model_class(), []).append(reference)
    pages, sources = by_model.pop(Page, []), by_model.pop(Source, [])
    found = [*_on_pages(pages, person), *_in_sources(sources, person)]
    for model, rows in by_model.items():
        if model is not None:
            found += _elsewhere(model, rows, person)
    return found


def not_read_yet(drafts: int) -> str:
    """Nothing where all are read. Else nobody may say "nowhere"."""
    if not drafts:
        return ""
    return ngettext(
        "%(number)d draft is not read yet, and what it shows is not counted here. Look again in a minute.",
        "%(number)d drafts are not read yet, and what they show is not counted here. Look again in a minute.",
        drafts,
    ) % {"number": drafts}


def with_unread(places: list[Place], drafts: int) -> list[Place]:
    """For a table: it says so in its last row."""
    return [*places, Place(not_read_yet(drafts), "", "", "")] if drafts else places


def _on_pages(references: list[ReferenceIndex], person: User) -> list[Place]:
    pages = Page.objects.select_related("locale").in_bulk({int(one.object_id) for one in references})
    return _of_pages([(pages[pk], one) for one in references if (pk := int(one.object_id)) in pages], person, draft=False)


def _in_sources(references: list[ReferenceIndex], person: User) -> list[Place]:
    related = ("page__locale", "question__bank", "version__of")
    sources = Source.objects.select_related(*related).defer("version__content").in_bulk({int(one.object_id) for one in references})
    with_source = [(sources[pk], one) for one in references if (pk := int(one.object_id)) in sources]
    drafts = [(source.page, one) for source, one in with_source if source.page]
    versions = [(source.version, one) for source, one in with_source if source.version]
    questions = {source.question.pk: source.question for source, _one in with_source if source.question}
    return [*_of_pages(drafts, person, draft=True), *_of_versions(versions, person), *_in_questions(questions, person)]


def _of_pages(pairs: list[tuple[Page, ReferenceIndex]], person: User, *, draft: bool) -> list[Place]:
    pages = {page.pk: page for page, _one in pairs}
    mine = _mine(pages, person)
    ways = titles_of_ways(page for page in pages.values() if page.pk in mine)
    found = []
    for page, reference in sorted(pairs, key=lambda pair: (pair[0].path, pair[1].pk)):
        state = _("In the newest draft") if draft else str(state_of(page).label)
        common: dict[str, Any] = {"block": _block(reference), "state": state, "language": page.locale.language_code}
        if page.pk in mine:
            place = reference.content_path.removeprefix("shows.").rstrip(".")
            found.append(Place(page.draft_title or page.title, edit_url(page, place), way=ways[page.pk], **common))
        else:
            found.append(Place(_("A page that you may not edit"), "", **common))
    return found


def _of_versions(pairs: list[tuple[Any, ReferenceIndex]], person: User) -> list[Place]:
    keys = {version.of.translation_key for version, _one in pairs}
    rows = LessonPage.objects.filter(translation_key__in=keys, alias_of=None).select_related("locale") if keys else ()
    pages = {(page.translation_key, page.locale.language_code): page for page in rows}
    mine = _mine({page.pk: page for page in pages.values()}, person)
    found = []
    for version, reference in pairs:
        page = pages.get((version.of.translation_key, version.language))
        day = date_format(version.created_at, "SHORT_DATE_FORMAT")
        state = _("Earlier version, published on %(day)s") % {"day": day}
        is_mine = page is not None and page.pk in mine
        title = version.title if is_mine else _("A page that you may not edit")
        url = reverse("wagtailadmin_pages:history", args=[page.pk]) if page and is_mine else ""
        found.append(Place(title, url, _block(reference), state, version.language))
    return found


def _in_questions(questions: dict[int, Question], person: User) -> list[Place]:
    if not questions:
        return []
    seen = set(questions_seen_by(person).filter(pk__in=questions).values_list("pk", flat=True))
    held = AttemptQuestion.objects.filter(version__question__in=questions).order_by().values("version__question")
    attempts = dict(held.annotate(count=models.Count("attempt", distinct=True)).values_list("version__question", "count"))
    found = []
    for pk, question in sorted(questions.items()):
        count = attempts.get(pk, 0)
        state = _("Attempts that hold it: %(count)d") % {"count": count} if count else _("No attempt holds it yet.")
        if pk in seen:
            found.append(
                Place(question.name, reverse("question_usage", args=[pk]), kind_label("question"), state, way=[question.bank.name])
            )
        else:
            found.append(Place(_("A question that you may not see"), "", kind_label("question"), state))
    return found


def _elsewhere(model: type[models.Model], references: list[ReferenceIndex], person: User) -> list[Place]:
    finder = AdminURLFinder(person)
    rows = model._default_manager.in_bulk({one.object_id for one in references})
    found = []
    for reference in references:
        row = rows.get(model._meta.pk.to_python(reference.object_id))
        if row is not None:
            url = finder.get_edit_url(row) or ""
            name = capfirst(str(model._meta.verbose_name))
            found.append(Place(str(row) if url else name, url, capfirst(str(reference.describe_source_field())), ""))
    return found


def _mine(pages: Iterable[int], person: User) -> set[int]:
    return set(pages_editable_by(person).filter(pk__in=list(pages)).values_list("pk", flat=True))


def _block(reference: ReferenceIndex) -> str:
    """`shows.body.picture.image` and `body.picture.image` are pictures; a field of the page has its own name."""
    field_name, _dot, rest = reference.model_path.removeprefix("shows.").partition(".")
    if field_name == "body" and rest:
        return kind_label(rest.partition(".")[0])
    return kind_label("")
