"""A course's questions as files of its folder: unchanged ones to the byte, edited ones with their own lines written anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from courses.catalogue.models import Course
from courses.quizzes.engine.definition import Definition, Format, to_json
from courses.quizzes.engine.translating import texts, translated
from courses.quizzes.models import Question, QuestionBank
from courses.quizzes.wording import wording

from .bank_names import MARK, BankNames, names_in
from .banking import bank_of, name_of
from .folder.document import Mistake
from .folder.questions import composing, identity
from .folder.questions.document import FOLDER, QuestionFile, QuestionText
from .folder.questions.reader import parse_questions
from .folder.questions.slots import NAMED
from .folder.reasons import reason as _
from .library import Library
from .links import MediaLinks
from .models import FolderFile

OTHER = "other"


@dataclass
class BankExport:
    """`texts` by language and path; `agreed` is what each file of the source language is remembered with."""

    names: BankNames
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    agreed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[Mistake] = field(default_factory=list)


def export_bank(
    *, course: Course, slug: str, rows: Iterable[FolderFile], library: Library, languages: list[str], placed: set[int]
) -> BankExport:
    """`placed` are the questions that quizzes of the course name, of whatever bank."""
    bank = bank_of(course, slug)
    export = BankExport(names_in(bank))
    files = _files(export, bank, placed, course.source_language)
    old_rows = {(row.language, row.path): row for row in rows if row.path.startswith(f"{FOLDER}/") and row.language}
    for name, questions in sorted(files.items()):
        path = f"{FOLDER}/{name}.md"
        _in_old_order(questions, old_rows.get((course.source_language, path)))
        for language in languages:
            text = _text(export, library, old_rows.get((language, path)), language, path, questions, course.source_language)
            if text is not None:
                export.texts[language, path] = text
        export.agreed[path] = [
            {"id": name_of_row, "hash": question.version.content_hash, "question": question.pk} for name_of_row, question in questions
        ]
    return export


Named = tuple[str, Question]


def _files(export: BankExport, bank: QuestionBank | None, placed: set[int], language: str) -> dict[str, list[Named]]:
    """Questions with their names, by file. One without a name of the folder's kind gets one in the file of its category."""
    wanted = Q(pk__in=placed)
    if bank:
        wanted |= Q(bank=bank, retired_at=None)
    rows = Question.objects.filter(wanted).select_related("version", "category", "bank").prefetch_related("tags", "files__image")
    files: dict[str, list[Named]] = {}
    for question in rows.order_by("pk"):
        is_own = bank is not None and question.bank_id == bank.pk
        name = question.idnumber if is_own and NAMED.match(question.idnumber) else _new_name(export, question, is_own=is_own)
        export.names.questions[name] = question.pk
        export.names.categories.setdefault(name.partition(MARK)[0], question.category_id)
        files.setdefault(name.partition(MARK)[0], []).append((name, question))
        if not is_own:
            reason = _(
                "the question “%(name)s” belongs to the bank “%(bank)s”: imported again it becomes one of this course",
                name=question.name,
                bank=question.bank.name,
            )
            export.notes.append(Mistake(f"{language}/{FOLDER}/{OTHER}.md", 0, reason))
    return files


def _new_name(export: BankExport, question: Question, *, is_own: bool) -> str:
    if not is_own:
        return f"{OTHER}{MARK}q{question.pk}"
    beside = export.names.category_name(question.category_id)
    name = f"{beside or slugify(question.category.name) or f'category-{question.category_id}'}{MARK}q{question.pk}"
    if not question.idnumber:
        Question.objects.filter(pk=question.pk).update(idnumber=name)
    return name


def _in_old_order(questions: list[Named], row: FolderFile | None) -> None:
    """As the file had them; new ones behind."""
    places = {entry["id"]: place for place, entry in enumerate(row.block_ids)} if row else {}
    questions.sort(key=lambda pair: (places.get(pair[0], len(places)), pair[1].pk))


def _text(
    export: BankExport, library: Library, row: FolderFile | None, language: str, path: str, questions: list[Named], source: str
) -> str | None:
    """None where nothing is translated."""
    old = (
        parse_questions(QuestionFile(path, language, row.text), lambda _line, _reason: None)
        if row and row.text and not row.is_gone
        else None
    )
    links = MediaLinks(f"{language}/{path}", library.addresses)
    written = []
    for name, question in questions:
        version = question.version
        if language != source and not version.translations.get(language):
            continue
        question_id = name.partition(MARK)[2]
        was = old.question(question_id) if old else None
        definition = _in_folder(library, wording(version, language), question, links)
        written.append(_said(question_id, definition, question, was, is_source=language == source))
    if not written:
        return None
    title = questions[0][1].category.name
    if language != source:
        title = str(old.front.get("title", title)) if old else title
    return composing.compose(old, title, written)


def _old(row: FolderFile) -> QuestionFile:
    """The file as it was remembered."""
    return parse_questions(QuestionFile(row.path, row.language, row.text), lambda _line, _reason: None)


def _said(question_id: str, definition: Definition, question: Question, was: QuestionText | None, *, is_source: bool) -> QuestionText:
    """As the file says it, where it still does: its lines may leave ids to their positions."""
    title = was.title if was else ""
    if is_source and question.name not in (name_of(was) if was else "", name_of(QuestionText(question_id, definition))):
        title = question.name
    tags = tuple(sorted(question.tags.names())) if is_source else was.tags if was else ()
    if was:
        names = identity.kept_names(was.definition, to_json(definition))
        if identity.renamed(was.definition, names) == definition:
            definition = was.definition
        elif not is_source:
            definition = replace(definition, default_mark=was.definition.default_mark, penalty=was.definition.penalty)
    return QuestionText(question_id, definition, title, tags)


def _in_folder(library: Library, definition: Definition, question: Question, links: MediaLinks) -> Definition:
    """With files of media/ instead of addresses; pictures that came with an import get a file there."""
    if definition.format is not Format.MARKDOWN:
        return definition
    changed = {place: links.to_folder(words) for place, words in texts(definition).items()}
    for file in question.files.all():
        reference = f"@@PLUGINFILE@@/{file.name}"
        if any(reference in words for words in changed.values()):
            path = next((path for path, pk in library.images.items() if pk == file.image_id), "") or _noted(library, file)
            target = MediaLinks(links.place, {path: reference}).to_folder
            changed = {place: target(words) for place, words in changed.items()}
    return translated(definition, changed)


def _noted(library: Library, file: Any) -> str:
    path, number = f"media/{file.name}", 1
    while path in library.images or path in library.documents:
        number += 1
        path = f"media/{number}-{file.name}"
    library.note(path, file.image)
    return path
