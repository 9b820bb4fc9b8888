"""A file's questions into a bank: first a plan that says what would happen to each, then the same in one transaction.

A question of the file is one of the bank's if both have the same idnumber. Without idnumber it is one if category, name and content are the
same: then there is nothing to do, else it is a new one. So a file imported twice changes nothing, and only an idnumber lets a file change
a question."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

from .actions.bank import add_question, category_at, normal_path, write_version
from .actions.pictures import shown_in_versions
from .aligning import aligned, differ_in_words_only, filled_up
from .engine.definition import Definition, from_json
from .engine.problems import Severity as HowBad
from .engine.problems import problems as what_is_wrong
from .engine.translating import texts
from .formats.base import Names, Problem, Read, Reading, Unreadable
from .models import Question, QuestionBank, QuestionFile
from .pictures import Image, hash_of, picture_row, unsaved_picture
from .question_forms.sentences import sentence
from .wording import wording

MOST_TAGS = 50
LONGEST_TAG = 100  # characters


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question of the file, or one place that could not be read (`read` None). `definition` is what would be kept."""

    fate: Fate
    read: Read | None = None
    definition: Definition | None = None
    question: Question | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def line(self) -> int | None:
        return self.read.line if self.read else next((problem.line for problem in self.problems), None)

    @property
    def name(self) -> str:
        return self.read.name if self.read else next((problem.excerpt for problem in self.problems), "")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`warnings` are about the file as a whole."""

    bank: QuestionBank
    reading: Reading
    language: str
    category: Names
    rows: tuple[Row, ...]
    warnings: tuple[Problem, ...] = ()

    def count(self, fate: Fate) -> int:
        return sum(row.fate == fate for row in self.rows)


@dataclass
class _Known:
    """The questions of the bank by what they are found by. One found by its name answers to one question of a file only."""

    by_idnumber: dict[str, Question] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[Question]] = field(default_factory=lambda: defaultdict(list))


def plan_import(*, reading: Reading, bank: QuestionBank, language: str, category: Names = ()) -> Plan:
    """What `apply_import` would do. Changes nothing; `bank` need not be saved yet. Questions go below `category`."""
    known = _known(bank, reading)
    rows = [Row(fate=Fate.REFUSED, problems=(problem,)) for problem in reading.problems if problem.severity == "error"]
    taken: set[str] = set()
    for read in reading.questions:
        read = replace(read, category=(*category, *read.category), tags=_kept_tags(read.tags))
        rows.append(_row(read, known, bank, language, reading.silent_on, taken))
    rows.sort(key=lambda row: (row.line is None, row.line or 0))
    warnings = tuple(problem for problem in reading.problems if problem.severity == "warning")
    return Plan(bank=bank, reading=reading, language=language, category=category, rows=tuple(rows), warnings=warnings)


def apply_import(*, plan: Plan, by: User | None = None) -> Plan:
    """All of it or nothing. The bank is held meanwhile and the plan made anew, so that a second click finds everything done."""
    written: list[tuple[Any, str]] = []
    try:
        with transaction.atomic():
            if plan.bank.pk is None:
                plan.bank.save()
            bank = QuestionBank.objects.select_for_update().get(pk=plan.bank.pk)
            plan = plan_import(reading=plan.reading, bank=bank, language=plan.language, category=plan.category)
            for names in plan.reading.categories:
                category_at(bank=bank, names=(*plan.category, *names))
            for row in plan.rows:
                if row.read and row.definition and row.fate in {Fate.NEW, Fate.CHANGED}:
                    _apply(plan, row.read, row.definition, row.question, by, written)
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise
    return plan


def _known(bank: QuestionBank, reading: Reading) -> _Known:
    known = _Known()
    if bank.pk is None or not reading.questions:
        return known
    questions = bank.questions.select_related("category", "version").prefetch_related("tagged_items__tag", "files__image").order_by("pk")
    names = {read.name for read in reading.questions}
    for question in questions:
        if question.idnumber:
            known.by_idnumber[question.idnumber] = question
        if question.name in names:
            known.by_name[question.category.path, question.name].append(question)
    return known


def _row(read: Read, known: _Known, bank: QuestionBank, language: str, silent_on: frozenset[str], taken: set[str]) -> Row:
    try:
        _check(read, taken)
        if read.idnumber:
            taken.add(read.idnumber)
            found = known.by_idnumber.get(read.idnumber)
            return _against(read, found, bank, language, silent_on) if found else _new(read)
        alike = known.by_name[normal_path(bank, read.category), read.name]
        for question in alike:
            row = _against(read, question, bank, language, silent_on)
            if row.fate == Fate.SAME:
                alike.remove(question)
                return row
    except Unreadable as error:
        problem = replace(error.problem, line=error.problem.line or read.line, source=read.source)
        return Row(fate=Fate.REFUSED, read=read, problems=(problem, *read.warnings))
    return _new(read)


def _kept_tags(tags: Names) -> Names:
    """As the bank has room for them."""
    return tuple(dict.fromkeys(tag[:LONGEST_TAG].strip() for tag in tags))[:MOST_TAGS]


def _new(read: Read) -> Row:
    return Row(fate=Fate.NEW, read=read, definition=read.definition, problems=read.warnings)


def _check(read: Read, taken: set[str]) -> None:
    """Raises Unreadable for a question that could not be asked, or that would not be found again."""
    if read.idnumber in taken:
        message = _("The id “%(idnumber)s” stands at two questions of this file.")
        raise Unreadable("idnumber_twice", message, text=read.definition.text, idnumber=read.idnumber)
    wrong = next((each for each in what_is_wrong(read.definition) if each.severity == HowBad.ERROR), None)
    if wrong:
        raise Unreadable(wrong.code, sentence(wrong), text=read.definition.text)
    for name, content in read.files.items():
        try:
            if not Image.objects.filter(file_hash=hash_of(content)).exists():
                unsaved_picture(name, content)
        except ValidationError as error:
            message = _("The picture “%(picture)s” of this question cannot be taken: %(reason)s")
            raise Unreadable("picture", message, text=read.definition.text, picture=name, reason=error.messages[0]) from error


def _against(read: Read, question: Question, bank: QuestionBank, language: str, silent_on: frozenset[str]) -> Row:
    """The row of a question that the bank has. Raises Unreadable for a translation that is another question."""
    version = question.version
    if version is None:
        return replace(_new(read), fate=Fate.CHANGED, question=question)
    said = wording(version, language)
    definition = filled_up(aligned(read.definition, said), said, silent_on)
    if language != version.language and not differ_in_words_only(definition, from_json(version.definition)):
        message = _("The bank has this question in another language (%(language)s), and there it asks something else.")
        raise Unreadable("other_language", message, text=read.definition.text, language=version.language)
    is_same = definition == said and _stands_the_same(read, question, bank, silent_on)
    return Row(fate=Fate.SAME if is_same else Fate.CHANGED, read=read, definition=definition, question=question, problems=read.warnings)


def _stands_the_same(read: Read, question: Question, bank: QuestionBank, silent_on: frozenset[str]) -> bool:
    """Name, category, tags and pictures, as far as the format has them."""
    kept = {file.name: file.image.file_hash for file in question.files.all()}
    return (
        ("name" in silent_on or read.name == question.name)
        and ("category" in silent_on or normal_path(bank, read.category) == question.category.path)
        and ("tags" in silent_on or {*read.tags} == {item.tag.name for item in question.tagged_items.all()})
        and ("files" in silent_on or {name: hash_of(content) for name, content in read.files.items()} == kept)
    )


def _apply(plan: Plan, read: Read, definition: Definition, known: Question | None, by: User | None, written: list[tuple[Any, str]]) -> None:
    if known is None:
        question = add_question(
            category=category_at(bank=plan.bank, names=read.category),
            name=read.name,
            definition=definition,
            language=plan.language,
            idnumber=read.idnumber,
            tags=read.tags,
            by=by,
        )
    else:
        question = known
        silent_on = plan.reading.silent_on
        if "name" not in silent_on:
            question.name = read.name[:255]
        if "category" not in silent_on:
            question.category = category_at(bank=plan.bank, names=read.category)
        question.save(update_fields=["name", "category"])
        if "tags" not in plan.reading.silent_on:
            question.tags.set(sorted(set(read.tags)))
        _write(question, definition, plan.language, by)
    if known is None or "files" not in plan.reading.silent_on:
        _give_pictures(question, read, by, written)


def _write(question: Question, definition: Definition, language: str, by: User | None) -> None:
    version = question.version
    if version is None or version.language == language:
        translations = version.translations if version else {}
        write_version(question=question, definition=definition, language=language, translations=translations, by=by)
        return
    original = from_json(version.definition)
    words = {place: text for place, text in texts(definition).items() if texts(original).get(place) != text}
    translations = {**version.translations, language: words}
    write_version(question=question, definition=original, language=version.language, translations=translations, by=by)


def _give_pictures(question: Question, read: Read, by: User | None, written: list[tuple[Any, str]]) -> None:
    question.files.exclude(name__in=read.files.keys() | shown_in_versions(question)).delete()
    for name, content in read.files.items():
        image, is_new = picture_row(name, content, by)
        if is_new:
            written.append((image.file.storage, image.file.name))
        QuestionFile.objects.update_or_create(question=question, name=name, defaults={"image": image})
