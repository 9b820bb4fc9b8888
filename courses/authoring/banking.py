"""The questions of a course folder as questions of the course's bank, and back. One question for all languages: the source language
says what
is right, the others translate its words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from courses.catalogue.models import Course
from courses.quizzes.actions.bank import add_question, bring_back_question, category_at, retire_question, write_version
from courses.quizzes.engine.definition import Definition, Format
from courses.quizzes.engine.translating import texts, translated
from courses.quizzes.models import Category, Question, QuestionBank
from courses.quizzes.wording import version_hash

from .bank_names import MARK
from .folder.document import CourseFolder, Mistake
from .folder.questions import identity
from .folder.questions.document import FOLDER, QuestionFile, QuestionText
from .folder.reasons import Reason
from .folder.reasons import reason as _
from .library import Library
from .links import MediaLinks
from .models import Folder, FolderFile
from .progress import SILENT, Progress
from .remembering import Memory


@dataclass
class QuestionPlan:
    """One question of the folder: what it should say in every language, and what it says on the site."""

    file: QuestionFile
    text: QuestionText
    definition: Definition
    translations: dict[str, dict[str, str]]
    question: Question | None
    remembered: str
    is_new: bool = False

    @property
    def idnumber(self) -> str:
        return f"{self.file.name}{MARK}{self.text.id}"

    @property
    def wanted(self) -> str:
        return version_hash(self.definition, self.file.language, self.translations)

    @property
    def is_same(self) -> bool:
        return self.question is not None and self._digest == self.wanted and self._has_same_labels

    @property
    def is_edited(self) -> bool:
        """Somebody edited it on the site since the folder and the site last agreed."""
        return self.question is not None and self._digest not in (self.wanted, self.remembered)

    @property
    def _digest(self) -> str:
        return self.question.version.content_hash if self.question and self.question.version else ""

    @property
    def _has_same_labels(self) -> bool:
        question = self.question
        tags = tuple(sorted(question.tags.names())) if question else ()
        return question is not None and question.retired_at is None and tags == self.text.tags and question.name == name_of(self.text)


@dataclass
class BankPlan:
    folder: CourseFolder
    bank: QuestionBank | None
    questions: list[QuestionPlan] = field(default_factory=list)
    gone: list[tuple[Question, str]] = field(default_factory=list)
    kept: list[Question] = field(default_factory=list)
    written: int = 0
    notes: list[Mistake] = field(default_factory=list)

    def files(self) -> Iterator[QuestionFile]:
        for language in self.folder.languages:
            yield from self.folder.questions.get(language, {}).values()

    def counts(self) -> Counter:
        new = sum(made.is_new for made in self.questions)
        return Counter(new=new, changed=self.written - new, same=len(self.questions) - self.written)

    def edited(self) -> Iterator[Question]:
        yield from (made.question for made in self.questions if made.is_edited and made.question)
        for question, remembered in self.gone:
            if question.version and question.version.content_hash != remembered:
                yield question


def bank_of(course: Course | None, slug: str) -> QuestionBank | None:
    """The bank that a course's folder fills: of the course's own the one of the folder's name, else the first."""
    if course is None:
        return None
    banks = list(QuestionBank.objects.filter(course=course).order_by("pk"))
    return next((bank for bank in banks if bank.name == slug), banks[0] if banks else None)


def plan_bank(folder: CourseFolder, row: Folder | None, library: Library) -> BankPlan:
    """Reads; writes nothing."""
    bank = bank_of(row.course if row else None, folder.slug)
    known = {one.pk: one for one in _questions(bank)} if bank else {}
    by_name = {one.idnumber: one for one in known.values() if one.idnumber}
    remembered = _remembered(row, folder.source_language)
    plan = BankPlan(folder, bank)
    for file in folder.questions.get(folder.source_language, {}).values():
        for text in file.questions:
            digest, pk = remembered.get(f"{file.name}{MARK}{text.id}", ("", 0))
            question = known.get(pk) or by_name.get(f"{file.name}{MARK}{text.id}")
            plan.questions.append(_planned(plan, library, file, text, question, digest))
    wanted = {made.question.pk for made in plan.questions if made.question}
    gone = {pk: digest for digest, pk in remembered.values() if pk not in wanted}
    plan.gone = [(one, gone[one.pk]) for one in known.values() if one.pk in gone and one.retired_at is None]
    return plan


def _questions(bank: QuestionBank) -> Any:
    return Question.objects.filter(bank=bank).select_related("version__created_by", "category").prefetch_related("tags")


def _remembered(row: Folder | None, language: str) -> dict[str, tuple[str, int]]:
    """By the question's name, the digest of the version that the folder and the site agreed on, and its row."""
    rows = FolderFile.objects.filter(folder=row, language=language, path__startswith=f"{FOLDER}/", is_gone=False) if row else []
    return {entry["id"]: (entry["hash"], entry["question"]) for one in rows for entry in one.block_ids}


def _planned(
    plan: BankPlan, library: Library, file: QuestionFile, text: QuestionText, question: Question | None, remembered: str
) -> QuestionPlan:
    before = question.version if question else None
    names = identity.kept_names(text.definition, before.definition if before else None)
    links = MediaLinks(file.place, library.addresses)
    definition = _on_site(plan, file, text, identity.renamed(text.definition, names), links)
    translations = {
        code: dict(words) for code, words in (before.translations if before else {}).items() if code not in plan.folder.questions
    }
    for language in plan.folder.languages:
        other = plan.folder.questions.get(language, {}).get(file.path)
        theirs = other.question(text.id) if other and language != file.language else None
        if other and theirs:
            words = _on_site(plan, other, theirs, identity.renamed(theirs.definition, names), MediaLinks(other.place, library.addresses))
            translations[language] = texts(words)
    return QuestionPlan(file, text, definition, translations, question, remembered)


def _on_site(plan: BankPlan, file: QuestionFile, text: QuestionText, definition: Definition, links: MediaLinks) -> Definition:
    """With the addresses of pictures instead of their files."""
    if definition.format is not Format.MARKDOWN:
        return definition
    for reason in links.problems(texts(definition).values()):
        plan.notes.append(Mistake(file.place, text.first, reason))
    return translated(definition, {place: links.to_site(words) for place, words in texts(definition).items()})


def name_of(text: QuestionText) -> str:
    """What editors see in lists: the title, else the beginning of the question."""
    return (text.title or " ".join(text.definition.text.split()))[:120]


# Writing ------------------------------------------------------------------------------------------------------------------


def number_in(folder: CourseFolder) -> int:
    return sum(len(file.questions) for file in folder.questions.get(folder.source_language, {}).values())


def write_bank(plan: BankPlan, *, keeps_edited: bool, progress: Progress = SILENT) -> None:
    """The bank says what the folder says. `keeps_edited` leaves alone what somebody edited on the site."""
    if not plan.questions and not plan.gone:
        return
    if plan.bank is None:
        plan.bank = QuestionBank.objects.create(name=_free_name(plan.folder.slug))
    categories = {file.path: _category(plan, file) for file in plan.folder.questions.get(plan.folder.source_language, {}).values()}
    for made in plan.questions:
        if made.is_edited and keeps_edited and made.question:
            plan.kept.append(made.question)
        elif not made.is_same or made.question is None or made.question.category_id != categories[made.file.path].pk:
            _write(plan, made, categories[made.file.path])
        progress.one()
    for question, digest in plan.gone:
        is_edited = question.version is not None and question.version.content_hash != digest
        if is_edited and keeps_edited:
            plan.kept.append(question)
        else:
            retire_question(question=question)


def _free_name(slug: str) -> str:
    name, number = slug, 1
    while QuestionBank.objects.filter(name=name).exists():
        number += 1
        name = f"{slug} {number}"
    return name


def _category(plan: BankPlan, file: QuestionFile) -> Category:
    """Where the file's questions are already, under the title that the file has now."""
    bank, title = plan.bank, str(file.front["title"]).strip()
    known = Category.objects.filter(bank=bank, questions__idnumber__startswith=f"{file.name}{MARK}").first()
    wanted = category_at(bank=bank, names=[bank.name, title])
    if known and known.pk != wanted.pk and not known.questions.exclude(idnumber__startswith=f"{file.name}{MARK}").exists():
        Question.objects.filter(category=known).update(category=wanted)
        if not known.children.exists():
            known.delete()
    return wanted


def _write(plan: BankPlan, made: QuestionPlan, category: Category) -> None:
    plan.written += 1
    if made.question is None:
        made.is_new = True
        made.question = add_question(
            category=category,
            name=name_of(made.text),
            idnumber=made.idnumber,
            tags=made.text.tags,
            definition=made.definition,
            language=made.file.language,
            translations=made.translations,
        )
        return
    Question.objects.filter(pk=made.question.pk).update(name=name_of(made.text), category=category)
    made.question.refresh_from_db()
    made.question.tags.set(made.text.tags)
    bring_back_question(question=made.question)
    write_version(question=made.question, definition=made.definition, language=made.file.language, translations=made.translations)


def edited_words(question: Question) -> Reason:
    version = question.version
    return _(
        "The question “%(name)s” (%(id)s) was edited by %(editor)s on %(when)s",
        name=question.name,
        id=question.idnumber,
        editor=str(version.created_by) if version and version.created_by else _("somebody"),
        when=version.created_at if version else _("an unknown day"),
    )


def remember(plan: BankPlan, memory: Memory) -> None:
    """What the folder and the site agree on from now on: for a question that was left as it is, what they agreed on before."""
    if plan.bank:
        QuestionBank.objects.filter(pk=plan.bank.pk, course=None).update(course=memory.row.course)
    kept = {question.pk for question in plan.kept}
    agreed: dict[str, list[dict[str, Any]]] = {}
    for made in plan.questions:
        if made.question:
            digest = made.remembered if made.question.pk in kept else made.wanted
            agreed.setdefault(made.file.path, []).append({"id": made.idnumber, "hash": digest, "question": made.question.pk})
    texts_of = {(file.language, file.path): file.text for file in plan.files()}
    memory.beside(FOLDER, texts_of, agreed, plan.folder.source_language)
