"""What lessons weigh on the line. Measuring one renders its page, so it is done in the background and kept by version."""

from django.db.models import F, Q

from courses.catalogue.models import LessonPage, LessonVersion
from courses.catalogue.rendering import release
from courses.proofreading.checks.page_weight import first_view

from ..models import PageWeight

AT_ONCE = 40


def weigh_lessons() -> int:
    """Of the lessons in their source languages those that nobody weighed, or not with today's templates. How many it were."""
    versions = LessonVersion.objects.current().filter(language=F("of__course__source_language"), of__retired_at=None)
    unknown = versions.filter(Q(weight=None) | ~Q(weight__release=release())).select_related("of").defer("content")
    chosen = list(unknown.order_by("pk")[:AT_ONCE])
    pages = LessonPage.objects.filter(translation_key__in=[one.of.translation_key for one in chosen], live=True, alias_of=None)
    by_key = {(page.translation_key, page.locale.language_code): page for page in pages.select_related("locale")}
    weighed = 0
    for version in chosen:
        page = by_key.get((version.of.translation_key, version.language))
        if page:
            values = {"bytes": first_view(page), "release": release()}
            PageWeight.objects.update_or_create(version=version, defaults=values)
            weighed += 1
    return weighed
