"""What of a page stands in its source language, because nobody has translated it yet."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from .paths import block_of

NOT_ON_THE_PAGE = ("slug", "seo_title", "search_description")
NOT_TO_TRANSLATE = ("slug",)  # addresses are made of the slugs in the source language


@dataclass(frozen=True)
class Untranslated:
    """`fields` of the page, `whole` blocks and those of which a `part` is not translated, in the `language` of the source."""

    language: str
    fields: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


def untranslated(page: Page) -> Untranslated | None:
    """None where all is translated, and of a page that stands by itself. One query."""
    done: dict[str, list[bool]] = defaultdict(list)
    language = ""
    for path, is_done, source_language in _texts(page):
        done[block_of(path) or path].append(is_done)
        language = source_language
    missing = {name: not any(each) for name, each in done.items() if not all(each)}
    fields = page._meta.get_fields()
    names = {field.name for field in fields}
    found = Untranslated(
        language=language,
        fields=tuple(sorted(name for name in missing if name in names and name not in NOT_ON_THE_PAGE)),
        whole=tuple(name for name, is_whole in missing.items() if is_whole and name not in names),
        part=tuple(name for name, is_whole in missing.items() if not is_whole and name not in names),
    )
    return found if found.fields or found.whole or found.part else None


def _texts(page: Page) -> list[tuple[str, bool, str]]:
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=page.locale_id, has_error=False
    )
    segments = StringSegment.objects.filter(
        source__object=page.translation_key, source__translations__target_locale=page.locale_id, source__translations__enabled=True
    ).exclude(source__locale=page.locale_id)
    rows = segments.annotate(is_done=Exists(translated), code=F("source__locale__language_code")).order_by("order", "pk")
    return list(rows.values_list("context__path", "is_done", "code"))
