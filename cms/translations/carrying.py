"""A source has changed: the texts that were translated stay, beside the new source texts, and those that are touched are marked.

A text is known by its place, the path of its field or block. What the place said before was translated; that translation is copied beside
what the place says now, with a mark of what it was made from. Nothing that was ever translated is removed: going back to an earlier source
finds the translation that was made from it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from django.db.models import F
from django.utils.timezone import now
from wagtail_localize.models import String, StringTranslation, TranslationSource

from .models import Outdated, TextInWork

Place = tuple[str, int, int]  # path, context, string
_LINE_ENDS = re.compile(r"\r(?=<br/>)|(?<=<br/>) (?=<br/>)")  # what wagtail-localize makes of a browser's, beside its own
ALIKE = 0.5  # below that two paragraphs of one field are not each other's, and pairing them would show readers a wrong text


def carry(source: TranslationSource, *, before: Sequence[Place], after: Sequence[Place]) -> None:
    """A constant number of queries, however much has changed."""
    moved = dict(_moved(before, after))
    changed = {new: old for new, old in _changed(before, after).items() if new not in moved}
    moved |= _ended_otherwise(changed)
    changed = {new: old for new, old in changed.items() if new not in moved}
    if moved or changed:
        _copy(moved, is_same_text=True)
        _copy(changed, is_same_text=False)
        _move_work(source, moved, changed)


Text = tuple[int, int]  # context, string


def _moved(before: Sequence[Place], after: Sequence[Place]) -> Iterator[tuple[Text, Text]]:
    """The same words in another place of the same page: the cells of a table are named by where they stand, and a new row moves them."""
    known = {(context, string) for _path, context, string in before}
    where = {string: context for _path, context, string in reversed(before)}
    for _path, context, string in after:
        if (context, string) not in known and string in where:
            yield (context, string), (where[string], string)


def _changed(before: Sequence[Place], after: Sequence[Place]) -> dict[Text, Text]:
    """What a place says now → what it said. A text that stands elsewhere now was not replaced."""
    old, new = _by_context(before), _by_context(after)
    still_there = {string for _path, _context, string in after}
    pairs: dict[Text, Text] = {}
    unsure: list[tuple[int, list[int], list[int]]] = []
    for context in old.keys() & new.keys():
        if old[context] == new[context]:
            continue
        for was, become in _replaced(old[context], new[context]):
            gone = [string for string in was if string not in still_there]
            if len(gone) == len(become):
                pairs |= {(context, string): (context, former) for former, string in zip(gone, become, strict=True)}
            elif gone:
                unsure.append((context, gone, become))
    return pairs | _most_alike(unsure)


def _ended_otherwise(changed: dict[Text, Text]) -> dict[Text, Text]:
    """The same words whose lines end otherwise: earlier the page editor stored the line ends of browsers."""
    ids = {string for texts in changed.items() for _context, string in texts}
    words = {pk: _LINE_ENDS.sub("", data) for pk, data in String.objects.filter(pk__in=ids).values_list("pk", "data")} if ids else {}
    return {new: old for new, old in changed.items() if words[new[1]] == words[old[1]]}


def _by_context(places: Iterable[Place]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for _path, context, string in places:
        found[context].append(string)
    return found


def _replaced(old: list[int], new: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    counted = Counter(old)
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "replace":
            yield old[i1:i2], [string for string in new[j1:j2] if string not in counted]


def _most_alike(unsure: list[tuple[int, list[int], list[int]]]) -> dict[Text, Text]:
    """Paragraphs of a text with buttons, more or fewer than there were."""
    ids = {string for _context, gone, become in unsure for string in (*gone, *become)}
    words = dict(String.objects.filter(pk__in=ids).values_list("pk", "data")) if ids else {}
    pairs: dict[Text, Text] = {}
    for context, gone, become in unsure:
        left = list(gone)
        for string in become:
            likeness = [(SequenceMatcher(None, words[former], words[string]).ratio(), -place, former) for place, former in enumerate(left)]
            if likeness and max(likeness)[0] >= ALIKE:
                former = max(likeness)[2]
                left.remove(former)
                pairs[context, string] = (context, former)
    return pairs


def _copy(pairs: dict[Text, Text], *, is_same_text: bool) -> None:
    """In every language. A translation that was made from the very text that is there now is left alone."""
    if not pairs:
        return
    contexts = {context for texts in pairs.items() for context, _string in texts}
    strings = {string for texts in pairs.items() for _context, string in texts}
    rows = StringTranslation.objects.filter(context_id__in=contexts, translation_of_id__in=strings).annotate(was_of=F("outdated__was_of"))
    known = {(row.locale_id, row.context_id, row.translation_of_id): row for row in rows}
    new_rows, changed_rows = [], []
    made_from: dict[tuple[int, int, int], int | None] = {}
    for new, old in pairs.items():
        for locale in {locale for locale, _context, _string in known}:
            former, there = known.get((locale, *old)), known.get((locale, *new))
            if former is None or (there is not None and there.was_of is None):
                continue
            origin = former.was_of or (None if is_same_text else former.translation_of_id)
            made_from[locale, *new] = None if origin == new[1] else origin
            if there is None:
                new_rows.append(_copy_of(former, new))
            else:
                there.data, there.has_error = former.data, former.has_error
                changed_rows.append(there)
    StringTranslation.objects.bulk_create(new_rows)
    StringTranslation.objects.bulk_update(changed_rows, ["data", "has_error"])
    _mark(made_from, [*new_rows, *changed_rows])


def _mark(made_from: dict[tuple[int, int, int], int | None], rows: list[StringTranslation]) -> None:
    Outdated.objects.filter(translation__in=rows).delete()
    wanted = [(row.pk, made_from[row.locale_id, row.context_id, row.translation_of_id]) for row in rows]
    Outdated.objects.bulk_create(Outdated(translation_id=pk, was_of_id=string) for pk, string in wanted if string)


def _copy_of(row: StringTranslation, new: Text) -> StringTranslation:
    """Nobody has typed it: it does not count as what a translator left waiting (`authoring.planning.waiting_strings`)."""
    return StringTranslation(
        locale_id=row.locale_id,
        context_id=new[0],
        translation_of_id=new[1],
        data=row.data,
        translation_type=row.translation_type,
        tool_name=row.tool_name,
        has_error=row.has_error,
        updated_at=now(),
    )


def _move_work(source: TranslationSource, moved: dict[Text, Text], changed: dict[Text, Text]) -> None:
    """What translators have typed and not published goes along; what was typed for the new text already stays as well."""
    rows = list(TextInWork.objects.filter(translation__source=source))
    taken = {(row.translation_id, row.context_id, row.string_id) for row in rows}
    by_place = {(row.context_id, row.string_id, row.translation_id): row for row in rows}
    for new, old in {**moved, **changed}.items():
        for row in [row for (context, string, _translation), row in by_place.items() if (context, string) == old]:
            if (row.translation_id, *new) in taken:
                continue
            row.context_id, row.string_id = new
            if new not in moved:
                row.was_of_id = row.was_of_id or old[1]
            if row.was_of_id == new[1]:
                row.was_of_id = None
    TextInWork.objects.bulk_update(rows, ["context", "string", "was_of"])
