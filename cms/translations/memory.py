"""What was translated before, anywhere on the site, from the same language into the same language. Two queries for a whole page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

ALIKE = 70  # percent; below that a suggestion is more to read than to write
MOST = 4000  # of the newest translations: near matches are looked for in memory
SHOWN = 3


@dataclass(frozen=True)
class Match:
    """`percent` is how like the source texts are, `place` the title of the page where it stands."""

    text: str
    source: str
    place: str
    percent: int

    @property
    def is_exact(self) -> bool:
        return self.percent == 100


@dataclass(frozen=True)
class _Known:
    source: str
    text: str
    object_id: object
    context_id: int


def matches(
    translation: Translation, texts: Mapping[int, str], contexts: Iterable[int], *, rich: Collection[int] = ()
) -> dict[int, list[Match]]:
    """By the same keys as `texts`, the best first. What stands in these `contexts` already is no suggestion for itself. `rich` are keys of
    texts with tags: they are compared, and offered, with theirs."""
    if not texts:
        return {}
    rows = _rows(translation, set(contexts))
    found: dict[int, list[tuple[_Known, int]]] = {}
    for is_rich in (False, True):
        asked = {key: text for key, text in texts.items() if (key in rich) == is_rich}
        known = [_known(row, is_rich=is_rich) for row in rows] if asked else []
        sources = [one.source for one in known]
        found |= {key: _best(text, known, sources) for key, text in asked.items()}
    titles = _titles(translation, {one.object_id for best in found.values() for one, _percent in best})
    return {
        key: [Match(one.text, one.source, titles.get(one.object_id, ""), percent) for one, percent in best] for key, best in found.items()
    }


Row = tuple[str, str, object, int]


def _rows(translation: Translation, contexts: set[int]) -> list[Row]:
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale_id, translation_of__locale=translation.source.locale_id, has_error=False, outdated=None
    ).exclude(context=None)
    values = rows.order_by("-updated_at", "-pk").values_list("translation_of__data", "data", "context__object_id", "context_id")[:MOST]
    return [row for row in values if row[3] not in contexts]


def _known(row: Row, *, is_rich: bool) -> _Known:
    source, text, object_id, context = row
    return _Known(source, text, object_id, context) if is_rich else _Known(_plain(source), _plain(text), object_id, context)


def _best(text: str, known: Sequence[_Known], sources: Sequence[str]) -> list[tuple[_Known, int]]:
    """Each wording once."""
    best: dict[str, tuple[_Known, int]] = {}
    for _source, score, place in process.extract(text, sources, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SHOWN * 3):
        one = known[place]
        percent = 100 if one.source == text else min(99, int(score))
        best.setdefault(one.text, (one, percent))
    return list(best.values())[:SHOWN]


def _titles(translation: Translation, objects: set[object]) -> dict[object, str]:
    rows = TranslationSource.objects.filter(object__in=objects, locale=translation.source.locale_id)
    return dict(rows.values_list("object_id", "object_repr"))


def _plain(data: str) -> str:
    return StringValue(data).render_text() if "<" in data or "&" in data else data
