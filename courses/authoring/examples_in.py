"""The prepared examples of a course folder as examples of the site, and what is remembered of them. Each language stands by itself; what is
imported is published, so nothing may be missing."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.catalogue.models import Course
from courses.mentorship.models import Assignment
from courses.mentorship.models.assignment import KIND
from courses.trials.actions.examples import add_example, bring_back_example, definition_of, publish_example, retire_example, write_example
from courses.trials.asked import Asked, asked_by
from courses.trials.definition import Definition, Reference, Remark, reference_to_json
from courses.trials.finding import find_words
from courses.trials.models import Example, ExampleVersion
from courses.trials.staleness import is_stale

from .example_values import NotThisKind, value_of
from .folder.document import CourseFolder, CourseFolderError, Mistake
from .folder.examples.document import FOLDER, AnswerText, CommentText, ExampleFile
from .folder.reasons import Reason
from .folder.reasons import reason as _
from .folder.scanner import Report
from .models import Folder, FolderFile
from .remembering import Memory


@dataclass
class ExamplePlan:
    """One file: what it should say, and what it says on the site."""

    file: ExampleFile
    asked: Asked
    assignment: Assignment
    made: Definition
    example: Example | None
    remembered: str

    @property
    def wanted(self) -> str:
        return digest(self.made, self.assignment)

    @property
    def is_same(self) -> bool:
        one = self.example
        is_there = one is not None and one.state == Example.State.PUBLISHED and digest_of(one) == self.wanted
        return is_there and one is not None and not is_stale(one.version, self.asked)

    @property
    def is_edited(self) -> bool:
        return self.example is not None and digest_of(self.example) not in (self.wanted, self.remembered, "")


@dataclass
class ExamplesPlan:
    folder: CourseFolder
    examples: list[ExamplePlan] = field(default_factory=list)
    gone: list[tuple[Example, str]] = field(default_factory=list)
    kept: list[Example] = field(default_factory=list)
    new: int = 0
    written: int = 0

    def edited(self) -> Iterator[Example]:
        yield from (one.example for one in self.examples if one.is_edited and one.example)
        yield from (example for example, remembered in self.gone if digest_of(example) != remembered)

    def counts(self) -> Counter:
        return Counter(new=self.new, changed=self.written - self.new, same=len(self.examples) - self.written)


def digest(made: Definition, assignment: Assignment) -> str:
    content = [made.title, assignment.pk, sorted(made.answers.items()), made.text, reference_to_json(made.reference)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(example: Example) -> str:
    version: ExampleVersion | None = example.version
    return digest(definition_of(version), example.assignment) if version else ""


def plan_examples(folder: CourseFolder, row: Folder | None, course: Course, lessons: Mapping[str, Any]) -> ExamplesPlan:
    """Reads; writes nothing. `lessons`: the translation key of each lesson, by its path. Raises CourseFolderError."""
    plan, mistakes = ExamplesPlan(folder), list[Mistake]()
    known = {(one.language, one.slug): one for one in Example.objects.filter(course=course).select_related("assignment").with_version()}
    remembered = remembered_examples(row)
    for language, files in folder.examples.items():
        for file in files.values():

            def report(line: int, reason: Reason, place: str = file.place) -> None:
                mistakes.append(Mistake(place, line, reason))

            found = _planned(file, course, lessons.get(file["lesson"]), report)
            if found:
                asked, assignment, made = found
                key = (language, file.slug)
                plan.examples.append(ExamplePlan(file, asked, assignment, made, known.get(key), remembered.get(key, "")))
    if mistakes:
        raise CourseFolderError(mistakes)
    sent = {(language, file.slug) for language, files in folder.examples.items() for file in files.values()}
    for key, agreed in remembered.items():
        example = known.get(key)
        if key not in sent and key[0] in folder.pages and example and example.state != Example.State.RETIRED:
            plan.gone.append((example, agreed))
    return plan


def _planned(file: ExampleFile, course: Course, lesson: Any, report: Report) -> tuple[Asked, Assignment, Definition] | None:
    assignments = Assignment.objects.live().filter(kind=KIND, lesson__course=course, lesson__translation_key=lesson)
    assignment = assignments.select_related("lesson__course").filter(block_id=file["assignment"]).first()
    asked = asked_by(assignment, file.language) if assignment else None
    if assignment is None or asked is None:
        report(file.lines.get("assignment", 1), _("the assignment `%(id)s` is not on the site", id=file["assignment"]))
        return None
    return asked, assignment, _definition(file, asked, report)


def _definition(file: ExampleFile, asked: Asked, report: Report) -> Definition:
    by_block = {one.activity.block_id: one for one in asked.exercises}
    values: dict[int, dict[str, Any]] = {one.activity.pk: {} for one in asked.exercises}
    outcomes: dict[str, str] = {}
    remarks: list[Remark] = []
    for answer in file.answers:
        exercise = by_block.get(answer.block_id)
        if exercise is None:
            known = ", ".join(by_block)
            report(answer.line, _("the assignment gathers no exercise `%(id)s`; there are %(known)s", id=answer.block_id, known=known))
            continue
        pk = exercise.activity.pk
        try:
            values[pk] = value_of(exercise, answer.body)
        except NotThisKind as refusal:
            report(answer.first, refusal.reason)
        if answer.outcome:
            outcomes[str(pk)] = answer.outcome
        remarks += _remarks(answer, pk, values[pk], "", report)
    if file.added and not asked.takes_text:
        report(file.added.line, _("the assignment asks for no text"))
    if file.added:
        remarks += _remarks(file.added, None, {}, file.added.body, report)
    remarks += [Remark(one.text) for one in file.comments]
    reference = Reference(file.summary, file["outcome"], outcomes, *_levels(file, asked, report), tuple(remarks))
    made = Definition(file["title"], values, file.added.body if file.added else "", reference)
    _report_missing(file, asked, made, report)
    return made


def _remarks(answer: AnswerText, activity: int | None, value: dict[str, Any], added: str, report: Report) -> Iterator[Remark]:
    for one in answer.comments:
        found = _remark(one, activity, value, added)
        if found is None:
            report(one.line, _("the words “%(words)s” are not in the answer: copy them as they stand there", words=one.words))
        else:
            yield found


def _remark(one: CommentText, activity: int | None, value: dict[str, Any], added: str) -> Remark | None:
    if one.words:
        return find_words(one.words, activity, {activity: value} if activity else {}, added, one.text)
    return Remark(one.text, activity, "" if activity else "text")


def _levels(file: ExampleFile, asked: Asked, report: Report) -> tuple[dict[str, str], dict[str, str]]:
    known = {one.id: [level.id for level in one.levels] for one in (asked.criteria.criteria if asked.criteria else ())}
    for one in file.levels:
        if not known:
            report(one.line, _("the assignment has no rubric, so there are no criteria to speak of"))
        elif one.criterion not in known:
            reason = _("the rubric has no criterion `%(id)s`; there are %(known)s", id=one.criterion, known=", ".join(known))
            report(one.line, reason)
        elif one.level not in known[one.criterion]:
            levels = ", ".join(known[one.criterion])
            report(one.line, _("`%(id)s` has no level `%(level)s`; there are %(known)s", id=one.criterion, level=one.level, known=levels))
    return {one.criterion: one.level for one in file.levels}, {one.criterion: one.reason for one in file.levels}


def _report_missing(file: ExampleFile, asked: Asked, made: Definition, report: Report) -> None:
    lacking, names = asked.missing(made), {one.activity.pk: one.activity.block_id for one in asked.exercises}
    if lacking.answers or lacking.text:
        nothing, text = _("the made-up learner has handed in nothing"), _("the assignment asks for a text: ::: added-text")
        report(1, nothing if lacking.answers else text)
    for pk in lacking.outcomes:
        report(1, _("the outcome of `%(id)s` is missing", id=names[pk]))
    for name in lacking.levels:
        report(1, _("the level of `%(id)s` is missing, with one sentence why", id=name))


def remembered_examples(row: Folder | None) -> dict[tuple[str, str], str]:
    """By language and slug, what the folder and the site agreed on."""
    rows = FolderFile.objects.filter(folder=row, path__startswith=f"{FOLDER}/", is_gone=False) if row else []
    return {(one.language, entry["id"]): entry["hash"] for one in rows for entry in one.block_ids}


def write_examples(plan: ExamplesPlan, *, keeps_edited: bool) -> None:
    for one in plan.examples:
        if one.is_edited and keeps_edited and one.example:
            plan.kept.append(one.example)
        elif not one.is_same:
            _write(plan, one)
    for example, agreed in plan.gone:
        if digest_of(example) != agreed and keeps_edited:
            plan.kept.append(example)
        else:
            retire_example(example=example)


def _write(plan: ExamplesPlan, one: ExamplePlan) -> None:
    plan.written += 1
    if one.example is None:
        plan.new += 1
        one.example = add_example(assignment=one.assignment, language=one.file.language, slug=one.file.slug)
    if one.example.assignment_id != one.assignment.pk:
        Example.objects.filter(pk=one.example.pk).update(assignment=one.assignment)
    bring_back_example(example=one.example)
    write_example(example=one.example, made=one.made, asked=one.asked)
    publish_example(example=one.example, asked=one.asked)


def edited_words(example: Example) -> Reason:
    editor = example.version.created_by if example.version else None
    names = {"title": str(example), "slug": example.slug, "language": example.language}
    by = str(editor) if editor else _("somebody")
    return _("The prepared example “%(title)s” (%(slug)s, %(language)s) was edited by %(editor)s", editor=by, **names)


def remember(plan: ExamplesPlan, memory: Memory) -> None:
    """What the folder and the site agree on from now on: for an example that was left as it is, what they agreed on before."""
    kept = {example.pk for example in plan.kept}
    texts = {
        (one.file.language, one.file.path): (
            one.file.text,
            one.file.slug,
            one.remembered if one.example and one.example.pk in kept else one.wanted,
        )
        for one in plan.examples
    }
    remember_texts(memory, texts, plan.folder.pages)


def remember_texts(memory: Memory, texts: Mapping[tuple[str, str], tuple[str, str, str]], languages: Any) -> None:
    """By language and path: text, slug and digest. Those of a language that was not sent stay as they were."""
    for (language, path), (text, slug, agreed) in texts.items():
        memory.file(None, language=language, path=path, text=text, block_ids=[{"id": slug, "hash": agreed}])
    memory.forget(FOLDER, languages, texts)
