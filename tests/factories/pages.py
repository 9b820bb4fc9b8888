"""Pages as editors make them: added to the tree, and published unless told otherwise."""

import json

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page

from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage


def catalogue_in(language: str) -> CatalogueIndexPage:
    return CatalogueIndexPage.objects.get(locale__language_code=language)


def body(*blocks: tuple[str, str, object]):
    """A lesson's body from (block name, block id, value)."""
    return LessonPage._meta.get_field("body").to_python(
        json.dumps([{"type": kind, "id": id_, "value": value} for kind, id_, value in blocks])
    )


def long_text(block_id: str, title: str = "Who lives here?", **value):
    return ("long_text", block_id, {"title": title, "prompt": "Write about your village.", **value})


def publish(page: Page) -> Page:
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


class PageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, parent, is_published=True, **fields):
        page = parent.add_child(instance=model_class(live=False, **fields))
        return publish(page) if is_published else page


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage

    parent = factory.LazyFunction(lambda: catalogue_in("en"))
    title = "Ten lessons"
    slug = factory.Sequence(lambda n: f"ten-lessons-{n}")
    summary = "For NGO staff."
    topics = factory.LazyFunction(lambda: ["projects"])
    hours = 40


class ModulePageFactory(PageFactory):
    class Meta:
        model = ModulePage

    parent = factory.SubFactory(CoursePageFactory)
    title = "People"
    slug = factory.Sequence(lambda n: f"people-{n}")


class LessonPageFactory(PageFactory):
    class Meta:
        model = LessonPage

    parent = factory.SubFactory(ModulePageFactory)
    title = "Whom we help"
    slug = factory.Sequence(lambda n: f"whom-we-help-{n}")
    body = factory.LazyFunction(lambda: body(("markdown", "intro", "Whom do you help?"), long_text("village")))


def translate(page: Page, language: str, **fields) -> Page:
    """The published translation of a page, made as an editor makes it: a copy in the other language, then other words."""
    from wagtail.models import Locale

    locale = Locale.objects.get(language_code=language)
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    return publish(copy)
