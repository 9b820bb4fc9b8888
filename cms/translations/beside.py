"""A page beside its source, text by text, with all that helps a translator: a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation

from .helping import Help, help_with
from .labels import PlaceWords, place_words
from .models import Outdated, TextInWork
from .states import Counts
from .untranslated import NOT_TO_TRANSLATE
from .wording import Span, difference, mark, shown


@dataclass
class Text:
    """`data` is what the field holds, as wagtail-localize stores it; `published` what readers see, where that is another."""

    segment: StringSegment
    place: PlaceWords
    is_rich: bool
    data: str = ""
    published: str = ""
    was_of: str = ""
    is_in_work: bool = False
    is_machine: bool = False
    tool: str = ""
    by: str = ""
    help: Help = field(default_factory=Help)
    mine: str | None = None  # what was sent and not kept
    fault: str = ""
    theirs: str = ""

    @property
    def pk(self) -> int:
        return self.segment.pk

    @property
    def source(self) -> str:
        return shown(self.segment.string.data, is_rich=self.is_rich)

    @property
    def text(self) -> str:
        return shown(self.data, is_rich=self.is_rich) if self.mine is None else self.mine

    @property
    def readers_see(self) -> str:
        return shown(self.published, is_rich=self.is_rich) if self.published and self.published != self.data else ""

    @property
    def read(self) -> str:
        return mark(self.data)

    @property
    def rows(self) -> int:
        longest = max(self.source, self.text, key=len)
        return min(14, 1 + sum(1 + len(line) // 60 for line in longest.split("\n")))

    @property
    def state(self) -> str:
        if self.fault or self.theirs:
            return "fault"
        if not self.data:
            return "missing"
        if self.is_machine:
            return "machine"
        if self.was_of:
            return "outdated"
        return "in_work" if self.is_in_work else "current"

    @property
    def waits(self) -> bool:
        return self.state not in ("current", "in_work")

    @property
    def changes(self) -> list[Span]:
        """Of the source, since this was translated."""
        return difference(shown(self.was_of, is_rich=self.is_rich), self.source) if self.was_of else []


@dataclass
class Block:
    """The texts of one block, or of one field of the page."""

    words: str
    texts: list[Text]


@dataclass
class SideBySide:
    blocks: list[Block]

    @property
    def texts(self) -> list[Text]:
        return [text for block in self.blocks for text in block.texts]

    @property
    def counts(self) -> Counts:
        texts = self.texts
        return Counts(
            total=len(texts),
            done=sum(1 for text in texts if text.data and not text.is_machine),
            outdated=sum(1 for text in texts if text.was_of),
            in_work=sum(1 for text in texts if text.is_in_work),
        )

    def only_waiting(self) -> "SideBySide":
        blocks = (Block(block.words, [text for text in block.texts if text.waits]) for block in self.blocks)
        return SideBySide([block for block in blocks if block.texts])


def side_by_side(translation: Translation, page: Page) -> SideBySide:
    """`page` is the source as it was stored last."""
    texts = _texts(translation, page)
    _fill(translation, texts)
    _help(translation, texts)
    blocks: dict[str, Block] = {}
    for text in texts:
        blocks.setdefault(text.place.key, Block(text.place.block, [])).texts.append(text)
    return SideBySide(list(blocks.values()))


def _texts(translation: Translation, page: Page) -> list[Text]:
    rich = rich_contexts(translation)
    segments = segments_of(translation).select_related("context", "string").order_by("order", "pk")
    seen: set[tuple[int, int]] = set()
    found = []
    for segment in segments:
        key = (segment.context_id, segment.string_id)
        if key not in seen:  # the same words twice in one field are one text
            seen.add(key)
            found.append(Text(segment, place_words(page, segment.context.path), segment.context_id in rich))
    return found


def segments_of(translation: Translation):
    return StringSegment.objects.filter(source=translation.source_id).exclude(context__path__in=NOT_TO_TRANSLATE)


def rich_contexts(translation: Translation) -> set[int]:
    """The places of texts with buttons: theirs hold inline tags."""
    return set(TemplateSegment.objects.filter(source=translation.source_id).values_list("context_id", flat=True))


def _fill(translation: Translation, texts: Iterable[Text]) -> None:
    contexts = {text.segment.context_id for text in texts}
    rows = StringTranslation.objects.filter(locale=translation.target_locale_id, context__in=contexts)
    said = {(row.context_id, row.translation_of_id): row for row in rows.select_related("last_translated_by")}
    marks = Outdated.objects.filter(translation__in=[row.pk for row in said.values()]).select_related("was_of")
    was_of = {one.translation_id: one.was_of.data for one in marks}
    work = TextInWork.objects.filter(translation=translation).select_related("was_of", "written_by")
    in_work = {(row.context_id, row.string_id): row for row in work}
    for text in texts:
        key = (text.segment.context_id, text.segment.string_id)
        if row := said.get(key):
            text.data = text.published = row.data
            text.was_of, text.by = was_of.get(row.pk, ""), str(row.last_translated_by or "")
        if typed := in_work.get(key):
            text.data, text.is_in_work, text.is_machine, text.tool = typed.data, True, typed.is_machine, typed.tool
            text.was_of, text.by = typed.was_of.data if typed.was_of else "", str(typed.written_by or "")


def _help(translation: Translation, texts: list[Text]) -> None:
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    found = help_with(
        {text.pk: text.source for text in texts},
        source=source,
        target=target,
        missing={text.pk for text in texts if text.state == "missing"},
        waiting={text.pk for text in texts if text.state in ("missing", "outdated", "machine")},
        contexts={text.segment.context_id for text in texts},
        rich={text.pk for text in texts if text.is_rich},
    )
    for text in texts:
        text.help = found[text.pk]
