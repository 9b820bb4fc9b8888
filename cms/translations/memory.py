"""What was translated before on pages of the site, from the same language into the same language. Two queries for all texts. What is
translated elsewhere, others bring along as `Known`."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz, process
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.strings import StringValue

ALIKE = 70  # percent; below that a suggestion is more to read than to write
MOST = 4000  # of the newest translations: near matches are looked for in memory
SHOWN = 3
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Match:
    """`percent` is how like the source texts are, `place` the title of what it stands in."""

    text: str
    source: str
    place: str
    percent: int

    @property
    def is_exact(self) -> bool:
        return self.percent == 100


@dataclass(frozen=True)
class Known:
    """A text and what it was translated as. Where it stands: `place`, or the title of the page."""

    source: str
    text: str
    place: str = ""
    page: object = None


def matches(
    texts: Mapping[Key, str],
    *,
    source: str,
    target: str,
    contexts: Iterable[int] = (),
    rich: Collection[Key] = (),
    also: Iterable[Known] = (),
) -> dict[Key, list[Match]]:
    """By the same keys as `texts`, the best first. What stands in these `contexts` already is no suggestion for itself. `rich` are keys of
    texts with tags: they are compared, and offered, with theirs. `also`: what is known beside pages; without tags, and first of equals."""
    if not texts:
        return {}
    rows, others = _rows(source, target, set(contexts)), list(also)
    found: dict[Key, list[tuple[Known, int]]] = {}
    for is_rich in (False, True):
        asked = {key: text for key, text in texts.items() if (key in rich) == is_rich}
        known = [*([] if is_rich else others), *(_known(row, is_rich=is_rich) for row in rows)] if asked else []
        sources = [one.source for one in known]
        found |= {key: _best(text, known, sources) for key, text in asked.items()}
    titles = _titles(source, {one.page for best in found.values() for one, _percent in best if one.page})
    return {
        key: [Match(one.text, one.source, titles.get(one.page, one.place), percent) for one, percent in best] for key, best in found.items()
    }


Row = tuple[str, str, object, int]


def _rows(source: str, target: str, contexts: set[int]) -> list[Row]:
    rows = StringTranslation.objects.filter(
        locale__language_code=target, translation_of__locale__language_code=source, has_error=False, outdated=None
    ).exclude(context=None)
    values = rows.order_by("-updated_at", "-pk").values_list("translation_of__data", "data", "context__object_id", "context_id")[:MOST]
    return [row for row in values if row[3] not in contexts]


def _known(row: Row, *, is_rich: bool) -> Known:
    source, text, page, _context = row
    return Known(source, text, page=page) if is_rich else Known(_plain(source), _plain(text), page=page)


def _best(text: str, known: Sequence[Known], sources: Sequence[str]) -> list[tuple[Known, int]]:
    """Each wording once."""
    best: dict[str, tuple[Known, int]] = {}
    for _source, score, place in process.extract(text, sources, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SHOWN * 3):
        one = known[place]
        percent = 100 if one.source == text else min(99, int(score))
        best.setdefault(one.text, (one, percent))
    return list(best.values())[:SHOWN]


def _titles(source: str, objects: set[object]) -> dict[object, str]:
    rows = TranslationSource.objects.filter(object__in=objects, locale__language_code=source)
    return dict(rows.values_list("object_id", "object_repr"))


def _plain(data: str) -> str:
    return StringValue(data).render_text() if "<" in data or "&" in data else data
