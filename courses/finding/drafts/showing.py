"""What a hit looks like: the passage with the words marked, where it stands, how far it is published, and the address that leads to it. A
constant number of queries for a page of hits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from courses.authoring.board.reading import State
from courses.mentorship.models import Rubric
from courses.mentorship.rubric_editors import rubrics_edited_by
from courses.quizzes.editors import questions_edited_by
from lms.accounts.models import User

from ..models import Piece
from ..words import as_typed, found_in
from .asking import Asked
from .kinds import kind_label
from .texts_beside import texts_beside

AROUND = 90  # characters shown before the first mark and after it, to the next word
MOST_SHOWN = 320
Span = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """`language` is that of the words; `state` is empty where nothing is published (rubrics, questions)."""

    title: str
    way: list[str]
    url: str
    block: str
    language: str
    piece: SafeString
    state: str = ""
    state_words: str = ""

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES)[self.language])


def hits(pieces: list[Piece], asked: Asked, person: User) -> list[Hit]:
    """The pieces with `source__page`, `source__question__bank` and `source__rubric` loaded."""
    marked = {piece.pk: _spans(piece, asked) for piece in pieces}
    places = {piece.pk: _place(piece, marked[piece.pk]) for piece in pieces}
    titles = _titles_above(piece.source.page for piece in pieces if piece.source.page)
    beside = texts_beside([(piece.source.page, places[piece.pk]) for piece in pieces if piece.source.page])
    questions = _edited(questions_edited_by(person), {piece.source.question_id for piece in pieces})
    ids = [piece.source.rubric_id for piece in pieces if piece.source.rubric_id]
    rubrics = {one.pk: one for one in Rubric.objects.filter(pk__in=ids).with_version()}
    edited_rubrics = _edited(rubrics_edited_by(person), set(rubrics))
    found = []
    for piece in pieces:
        source, text = piece.source, _window(piece.text, marked[piece.pk])
        common: dict[str, Any] = {"block": kind_label(piece.kind), "language": piece.language, "piece": text}
        if source.page:
            page, place = source.page, places[piece.pk]
            url = beside.get((page.pk, place)) or edit_url(page, place)
            state = state_of(page)
            way = [titles[path] for path in _above(page) if path in titles]
            found.append(Hit(page.draft_title or page.title, way, url, state=state, state_words=str(state.label), **common))
        elif source.question:
            url = _question_url(source.question, piece.language, is_edited=source.question_id in questions)
            found.append(Hit(source.question.name, [source.question.bank.name], url, **common))
        else:
            rubric = rubrics[source.rubric_id]
            url = _rubric_url(rubric, piece.language, is_edited=rubric.pk in edited_rubrics)
            found.append(Hit(str(rubric), [], url, **common))
    return found


def edit_url(page: Page, place: str) -> str:
    """Wagtail's editor opens at the field and puts the focus there."""
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath={place}"


def state_of(page: Page) -> State:
    if not page.live:
        return State.RETIRED if page.first_published_at else State.DRAFT
    return State.CHANGED if page.has_unpublished_changes else State.LIVE


def titles_of_ways(pages: Iterable[Page]) -> dict[int, list[str]]:
    """By page: the titles of the course and the module above it."""
    shown = list(pages)
    titles = _titles_above(shown)
    return {page.pk: [titles[path] for path in _above(page) if path in titles] for page in shown}


def _titles_above(pages: Iterable[Page]) -> dict[str, str]:
    """Below the home pages: everything has one above it."""
    paths = {path for page in pages for path in _above(page)}
    rows = Page.objects.filter(path__in=paths, depth__gt=3).values_list("path", "draft_title", "title") if paths else ()
    return {path: draft or title for path, draft, title in rows}


def _above(page: Page) -> list[str]:
    return [page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]


def _edited(rows: Any, ids: set[int | None]) -> set[int]:
    wanted = [pk for pk in ids if pk]
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _question_url(question: Any, language: str, *, is_edited: bool) -> str:
    if not is_edited:
        return reverse("question_try", args=[question.pk])
    if question.version and language != question.version.language:
        return reverse("question_language", args=[question.pk, language])
    return reverse("question", args=[question.pk])


def _rubric_url(rubric: Any, language: str, *, is_edited: bool) -> str:
    own = rubric.version.language if rubric.version else language
    if not is_edited:
        return reverse("rubric_look", args=[rubric.pk])
    return reverse("rubric", args=[rubric.pk]) if language == own else reverse("rubric_language", args=[rubric.pk, language])


# Marking ------------------------------------------------------------------------------------------------------------------


def _spans(piece: Piece, asked: Asked) -> list[Span]:
    """Where what was asked for stands in the text, from left to right."""
    found = list(_spans_of_words(piece, asked))
    for phrase in asked.phrases:
        found += [match.span() for match in as_typed(phrase).finditer(piece.text)]
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _spans_of_words(piece: Piece, asked: Asked) -> Iterator[Span]:
    terms = asked.terms.get(piece.language, [])
    exact, starts = {stem for stem, _start in terms}, tuple(start for _stem, start in terms if start)
    if terms:
        for stem, match in zip(piece.words.split(), found_in(piece.text), strict=False):
            if stem in exact or (starts and stem.startswith(starts)):
                yield match.span()


def _place(piece: Piece, spans: list[Span]) -> str:
    """The path of the text that the first mark stands in."""
    at = spans[0][0] if spans else 0
    number = piece.text.count(Piece.SEPARATOR, 0, at)
    return str(piece.places[min(number, len(piece.places) - 1)]) if piece.places else ""


def _window(text: str, spans: list[Span]) -> SafeString:
    begin, end = _bounds(text, spans)
    parts, at = ["… " if begin else ""], begin
    for start, stop in spans:
        if start >= end:
            break
        parts += [escape(text[at:start]), format_html("<mark>{}</mark>", text[start : min(stop, end)])]
        at = min(stop, end)
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(map(str, parts)).replace(Piece.SEPARATOR, " · ").replace("\n", " "))


def _bounds(text: str, spans: list[Span]) -> Span:
    """Whole words, from a little before the first mark on."""
    first = spans[0][0] if spans else 0
    begin = max(first - AROUND, 0)
    if begin:
        begin = min((text.find(" ", begin) + 1) or first, first)
    end = min(begin + MOST_SHOWN, len(text))
    if end < len(text):
        end = max(text.rfind(" ", begin, end), min(spans[0][1] if spans else end, end)) or end
    return begin, end
