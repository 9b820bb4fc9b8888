"""Keeping pieces in step with what editors write. Saving costs nothing: whoever asks first, or the next tick, reads what is new since.

What was read is known by its stamp: of a page its newest revision (autosave writes into the same one, at another time) and whether all of
it is live, of a question its version and its pictures, of a rubric its version. `work` is what translators have typed since."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DatabaseError, DataError, transaction
from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import SourceDeletedError, Translation

from cms.translations.made import made_with_work
from cms.translations.models import TextInWork
from courses.catalogue.models import LessonVersion
from courses.mentorship.models import Rubric, RubricVersion
from courses.quizzes.models import Question, QuestionFile

from ..models import DraftWord, Piece, Source
from ..references import shown_by, shown_by_question, shown_by_version, stored_with
from ..words import indexed, small, stem
from .reading import Written, folded, written_in_page, written_in_question, written_in_rubric

logger = logging.getLogger(__name__)
_MANY = 500
_LONGEST = 64
TEXT = CharField()
TOO_MUCH = "54000"  # PostgreSQL: program_limit_exceeded


def bring_in_step(most: int | None = None) -> int:
    """Reads what is new, the newest first, `most` of them at the most. How many were left for the next time."""
    waiting = list(_waiting())
    now_read = waiting if most is None else waiting[:most]
    for read, key, stamp, work in now_read:
        _read(read, key, stamp, work)
    Source.objects.filter(Q(version__is_current=True) | Q(question__version=None, question__isnull=False)).delete()
    return len(waiting) - len(now_read)


def _read(read: Any, key: int, stamp: str, work: str) -> None:
    """One that cannot be read keeps no other from being read. Until it is saved anew it has the words and the pictures of the state that
    was read last: old words lead to the page all the same, and a picture that may still stand there is not said to be used nowhere."""
    try:
        with transaction.atomic():
            read(key, stamp, work)
    except Exception as error:
        if isinstance(error, DatabaseError) and not _is_refused(error):
            raise
        logger.exception("A draft could not be read for the search of editors", extra={"of": _NAMES[read], "pk": key})
        _source, is_new = Source.objects.get_or_create(**{_NAMES[read]: key}, defaults={"stamp": stamp, "work": work})
        if not is_new:
            Source.objects.filter(**{_NAMES[read]: key}).update(stamp=stamp, work=work)


def _is_refused(error: DatabaseError) -> bool:
    """What the database does not take, or has no room for in one row, it takes at no other time either. Connections are lost for all."""
    return isinstance(error, DataError) or getattr(error.__cause__, "sqlstate", "") == TOO_MUCH


def forget() -> None:
    """As if nothing had been read yet."""
    for source in Source.objects.exclude(shows=[]):
        ReferenceIndex.remove_for_object(source)
    for model in (Piece, Source, DraftWord):
        model.objects.all().delete()


# What is new --------------------------------------------------------------------------------------------------------------


def _waiting() -> Iterator[tuple[Any, int, str, str]]:
    """How, what, and the stamp it gets. Six queries, however much there is."""
    work = _work()
    pages = _new(_stamped_pages(), "page").order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    seen = set()
    for pk, stamp, key, locale in pages.values_list("pk", "now", "translation_key", "locale"):
        seen.add(pk)
        yield _read_page, pk, stamp, work.get((key, locale), "")
    yield from (found for found in _worked_on(work) if found[1] not in seen)
    files = QuestionFile.objects.filter(question=OuterRef("pk")).order_by().values("question")
    parts = [Subquery(files.annotate(said=Concat(Cast(each, TEXT), Value(" "))).values("said")) for each in (Count("pk"), Max("pk"))]
    questions = Question.objects.filter(version__isnull=False).annotate(
        now=Concat(Cast("version_id", TEXT), Value(" "), *(Coalesce(part, Value("")) for part in parts), output_field=TEXT)
    )
    yield from ((_read_question, pk, stamp, "") for pk, stamp in _new(questions, "question").values_list("pk", "now"))
    current = RubricVersion.objects.filter(rubric=OuterRef("pk"), is_current=True).values("pk")[:1]
    rubrics = Rubric.objects.annotate(now=Cast(Subquery(current), TEXT)).filter(now__isnull=False)
    yield from ((_read_rubric, pk, stamp, "") for pk, stamp in _new(rubrics, "rubric").values_list("pk", "now"))
    earlier = LessonVersion.objects.filter(is_current=False).annotate(now=Value("earlier"))
    yield from ((_read_version, pk, stamp, "") for pk, stamp in _new(earlier, "version").values_list("pk", "now"))


def _new(rows: QuerySet, name: str) -> QuerySet:
    return rows.exclude(Exists(Source.objects.filter(**{name: OuterRef("pk")}, stamp=OuterRef("now"))))


def _stamped_pages() -> QuerySet[Page]:
    state = [Coalesce(Cast(name, TEXT), Value("")) for name in ("latest_revision_id", "latest_revision_created_at", "live")]
    parts = [state[0], Value(" "), state[1], Value(" "), state[2], Value(" "), Cast("has_unpublished_changes", TEXT)]
    return Page.objects.filter(alias_of=None, depth__gt=1).annotate(now=Concat(*parts, output_field=TEXT))


def _work() -> dict[tuple[Any, int], str]:
    """By translation key and locale: how much translators have typed that is not published, and when they did last."""
    rows = TextInWork.objects.order_by().values("translation__source__object_id", "translation__target_locale")
    found = rows.annotate(count=Count("pk"), last=Max("written_at"))
    return {
        (row["translation__source__object_id"], row["translation__target_locale"]): f"{row['count']} {row['last']:%Y-%m-%d %H:%M:%S.%f}"
        for row in found
    }


def _worked_on(work: dict[tuple[Any, int], str]) -> Iterator[tuple[Any, int, str, str]]:
    keys = {key for key, _locale in work}
    read = Source.objects.filter(Q(page__translation_key__in=keys) | ~Q(work=""), page__isnull=False)
    for pk, key, locale, stamp, known in read.values_list("page", "page__translation_key", "page__locale", "stamp", "work"):
        if work.get((key, locale), "") != known:
            yield _read_page, pk, stamp, work.get((key, locale), "")


# Reading ------------------------------------------------------------------------------------------------------------------


def _read_page(pk: int, stamp: str, work: str) -> None:
    page = Page.objects.select_related("latest_revision", "locale").filter(pk=pk).first()
    if page is None:
        return
    stored = page.specific
    draft = _with_work(page) if work else page.get_latest_revision_as_object()
    shows = [] if page.live and not page.has_unpublished_changes else list(shown_by(draft))
    _keep({"page_id": pk}, stamp, work, written_in_page(draft), stored_with(shows, not_in=shown_by(stored) if shows else ()))


def _with_work(page: Page) -> Page:
    translation = Translation.objects.filter(source__object=page.translation_key, target_locale=page.locale_id, enabled=True).first()
    try:
        return made_with_work(translation) if translation else page.get_latest_revision_as_object()
    except SourceDeletedError:
        return page.get_latest_revision_as_object()


def _read_question(pk: int, stamp: str, work: str) -> None:
    question = Question.objects.select_related("version").filter(pk=pk).first()
    if question and question.version:
        written, shows = written_in_question(question, question.version), stored_with(shown_by_question(question.version))
        _keep({"question_id": pk}, stamp, work, written, shows)


def _read_rubric(pk: int, stamp: str, work: str) -> None:
    version = RubricVersion.objects.filter(pk=int(stamp)).first()
    _keep({"rubric_id": pk}, stamp, work, written_in_rubric(version) if version else (), [])


def _read_version(pk: int, stamp: str, work: str) -> None:
    version = LessonVersion.objects.filter(pk=pk).first()
    _keep({"version_id": pk}, stamp, work, (), stored_with(shown_by_version(version)) if version else [])


def _keep(key: dict[str, int], stamp: str, work: str, written: Iterable[Written], shows: list[list[str]]) -> None:
    source, is_new = Source.objects.get_or_create(**key, defaults={"stamp": stamp, "work": work, "shows": shows})
    if not is_new:
        source = Source.objects.select_for_update().get(pk=source.pk)  # a question and a tick may read the same draft at once
        had = source.shows
        source.stamp, source.work, source.shows = stamp, work, shows
        Source.objects.filter(pk=source.pk).update(stamp=stamp, work=work, shows=shows)
        Piece.objects.filter(source=source).delete()
        if had and not shows:
            ReferenceIndex.remove_for_object(source)
    if shows:
        ReferenceIndex.create_or_update_for_object(source)
    _write(source, list(written))


def _write(source: Source, written: list[Written]) -> None:
    known = _stems(written)
    pieces = [
        Piece(
            source=source,
            language=one.language,
            position=position,
            kind=one.kind,
            places=[place for place, _text in one.texts],
            text=(text := Piece.SEPARATOR.join(text for _place, text in one.texts)),
            exact=folded(text),
            words=" ".join(known[one.language][small(match[0])] for match in indexed(text)),
        )
        for position, one in enumerate(written)
    ]
    Piece.objects.bulk_create(pieces, batch_size=_MANY)


def _stems(written: list[Written]) -> dict[str, dict[str, str]]:
    """By language: the plain form of every word. What stood in a draft before needs no dictionary."""
    asked: dict[str, set[str]] = {}
    for one in written:
        asked.setdefault(one.language, set()).update(small(match[0]) for _place, text in one.texts for match in indexed(text))
    found: dict[str, dict[str, str]] = {}
    for language, words in sorted(asked.items()):
        kept = DraftWord.objects.filter(language=language, word__in=[word for word in words if len(word) <= _LONGEST])
        known = dict(kept.values_list("word", "stem"))
        new = {word: stem(word, language) for word in words - set(known)}
        rows = [DraftWord(language=language, word=word, stem=plain) for word, plain in sorted(new.items()) if len(word) <= _LONGEST]
        DraftWord.objects.bulk_create(rows, batch_size=_MANY, ignore_conflicts=True)
        found[language] = known | new
    return found


_NAMES = {_read_page: "page_id", _read_question: "question_id", _read_rubric: "rubric_id", _read_version: "version_id"}
