"""What of a page stands in its source language, because nobody has translated it yet."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from .paths import block_of

NOT_ON_THE_PAGE = ("slug", "seo_title", "search_description")
NOT_TO_TRANSLATE = ("slug",)  # addresses are made of the slugs in the source language


@dataclass(frozen=True)
class Untranslated:
    """`fields` of the page, `whole` blocks and those of which a `part` is not translated, in the `language` of the source. `texts` are
    those parts: the path of each, and which of the texts at that place it is; a text with buttons has one for each of its paragraphs."""

    language: str = ""
    fields: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    texts: tuple[tuple[str, int], ...] = ()

    @property
    def language_of(self) -> dict[str, str]:
        """By field: for `lang` attributes."""
        return dict.fromkeys(self.fields, self.language)


def untranslated(page: Page) -> Untranslated | None:
    """None where all is translated, and of a page that stands by itself. One query."""
    done: dict[str, list[bool]] = defaultdict(list)
    texts: list[tuple[str, int]] = []
    number: Counter[str] = Counter()
    language = ""
    for path, is_done, source_language in _texts(page):
        done[block_of(path) or path].append(is_done)
        if not is_done:
            texts.append((path, number[path]))
        number[path] += 1
        language = source_language
    missing = {name: not any(each) for name, each in done.items() if not all(each)}
    names = {field.name for field in page._meta.get_fields()}
    part = tuple(name for name, is_whole in missing.items() if not is_whole and name not in names)
    found = Untranslated(
        language=language,
        fields=tuple(sorted(name for name in missing if name in names and name not in NOT_ON_THE_PAGE)),
        whole=tuple(name for name, is_whole in missing.items() if is_whole and name not in names),
        part=part,
        texts=tuple(text for text in texts if block_of(text[0]) in part),
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
