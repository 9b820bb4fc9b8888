"""What changes a question bank."""

import re
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.catalogue.search import searchable
from lms.accounts.models import User
from lms.core.saving.meanwhile import ChangedMeanwhile, has_moved_on

from ..engine.definition import Definition, from_json, to_json
from ..engine.problems import problems
from ..engine.translating import texts
from ..models import Category, Question, QuestionBank, QuestionVersion
from ..models.bank import SEPARATOR
from ..staleness import translated_from
from ..wording import version_hash

Translations = Mapping[str, Mapping[str, str]]


@transaction.atomic
def category_at(*, bank: QuestionBank, names: Iterable[str]) -> Category:
    """The category with these names from the top, made where it is missing. A bank always has one: without names it is the bank's own."""
    first, *further = [*names] or [bank.name]
    category = _child(bank, None, first)
    for name in further:
        category = _child(bank, category, name)
    return category


def normal_path(bank: QuestionBank, names: Iterable[str]) -> str:
    """The path of `category_at`, without making anything."""
    return SEPARATOR.join(_normal(name) for name in [*names] or [bank.name])[:1000]


def _child(bank: QuestionBank, parent: Category | None, name: str) -> Category:
    name = _normal(name)
    path = f"{parent.path}{SEPARATOR}{name}" if parent else name
    return Category.objects.get_or_create(bank=bank, path=path[:1000], defaults={"parent": parent, "name": name})[0]


def _normal(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()[:200] or "?"


@transaction.atomic
def add_question(
    *,
    category: Category,
    name: str,
    definition: Definition,
    language: str,
    translations: Translations | None = None,
    idnumber: str = "",
    tags: Iterable[str] = (),
    by: User | None = None,
) -> Question:
    """A new question with its first version. Raises IntegrityError where the bank has a question of that idnumber."""
    question = Question.objects.create(bank=category.bank, category=category, name=name[:255], type=definition.type, idnumber=idnumber)
    question.tags.set(sorted(set(tags)))
    write_version(question=question, definition=definition, language=language, translations=translations or {}, by=by)
    return question


@transaction.atomic
def write_version(
    *,
    question: Question,
    definition: Definition,
    language: str,
    translations: Translations,
    by: User | None = None,
    still_right: Mapping[str, Iterable[str]] | None = None,
    base: int | None = None,
) -> QuestionVersion:
    """What the question says from now on. The same as the current one makes no new row. `base`: the number of the version that somebody
    went on from; raises ChangedMeanwhile where another has changed more than translations since.

    `still_right`: places by language whose translation somebody has compared with the source as it is now. The question's row is held
    meanwhile: of two editors who save at once both get a version, the later one is current."""
    question = Question.objects.select_for_update(of=("self",)).select_related("version").get(pk=question.pk)
    kept = {code: {place: text for place, text in words.items() if text} for code, words in translations.items() if any(words.values())}
    digest = version_hash(definition, language, kept)
    marks = translated_from(question, definition, kept, still_right or {})
    if question.version and question.version.content_hash == digest:
        Question.objects.filter(pk=question.pk).update(translated_from=marks)
        return question.version
    if has_moved_on(question.version, question.versions.all(), base):
        raise ChangedMeanwhile(question.version)
    last = question.versions.aggregate(last=Max("number"))["last"] or 0
    version = QuestionVersion.objects.create(
        question=question,
        number=last + 1,
        language=language,
        definition=to_json(definition),
        translations=kept,
        content_hash=digest,
        created_by=by,
    )
    Question.objects.filter(pk=question.pk).update(
        version=version,
        type=definition.type,
        search_text=_searched(question, definition, kept),
        has_problems=bool(problems(definition)),
        translated_from=marks,
    )
    return version


def _searched(question: Question, definition: Definition, translations: Translations) -> str:
    words = [
        question.name,
        question.idnumber,
        *texts(definition).values(),
        *(text for each in translations.values() for text in each.values()),
    ]
    return searchable(" ".join(words))


@transaction.atomic
def duplicate_question(*, question: Question, by: User | None = None) -> Question:
    """A question of its own that says the same."""
    version = question.version
    copy = Question.objects.create(bank=question.bank, category=question.category, name=question.name, type=question.type)
    copy.tags.set(question.tags.names())
    for file in question.files.all():
        copy.files.create(name=file.name, image=file.image)
    if version:
        number = QuestionVersion.objects.create(
            question=copy,
            number=1,
            language=version.language,
            definition=version.definition,
            translations=version.translations,
            content_hash=version.content_hash,
            created_by=by,
        )
        Question.objects.filter(pk=copy.pk).update(
            version=number,
            search_text=question.search_text,
            has_problems=question.has_problems,
            translated_from=question.translated_from,
        )
    copy.refresh_from_db()
    return copy


def retire_question(*, question: Question) -> None:
    """New attempts get it no more; attempts that hold it go on. A repeat changes nothing."""
    Question.objects.live().filter(pk=question.pk).update(retired_at=now())


def bring_back_question(*, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(retired_at=None)


@transaction.atomic
def describe_question(*, question: Question, category: Category, name: str, idnumber: str, tags: Iterable[str]) -> None:
    """What editors find it by. No version: learners see none of it. Raises IntegrityError where the bank has one of that idnumber."""
    question.category, question.name, question.idnumber = category, name[:255], idnumber
    question.save(update_fields=["category", "name", "idnumber"])
    question.tags.set(sorted(set(tags)))
    refresh_search_text(question=question)


def refresh_search_text(*, question: Question) -> None:
    """After a change of what is searched besides the texts."""
    version = question.version
    if version:
        words = _searched(question, from_json(version.definition), version.translations)
        Question.objects.filter(pk=question.pk).update(search_text=words)


def move_question(*, question: Question, category: Category) -> None:
    """Within its bank."""
    if category.bank_id != question.bank_id:
        raise ValueError("A question stays in its bank.")
    Question.objects.filter(pk=question.pk).update(category=category)


def tag_question(*, question: Question, names: Iterable[str]) -> None:
    """Adds the tags to those it has."""
    question.tags.add(*names)


@transaction.atomic
def restore_version(*, version: QuestionVersion, by: User | None = None) -> QuestionVersion:
    """An old version is what the question says again, as a new one. Raises DefinitionError where it cannot be read any more."""
    return write_version(
        question=version.question,
        definition=from_json(version.definition),
        language=version.language,
        translations=version.translations,
        by=by,
    )
