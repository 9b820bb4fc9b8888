"""What can only be seen with the whole folder in view: quizzes that name questions, and questions in other languages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from courses.quizzes.engine import definition as d
from courses.quizzes.engine.translating import texts, translated

from ..document import Block, CourseFolder, FolderReport, Mistake
from ..reasons import Reason
from ..reasons import counted as ngettext
from ..reasons import reason as _
from ..sentences import nothing_to_translate
from .document import QuestionFile, QuestionText
from .slots import Draw, Named, read_slot


def check_questions(folder: CourseFolder, report: FolderReport) -> None:
    source = folder.questions.get(folder.source_language, {})
    for language in folder.languages:
        for path, file in folder.questions.get(language, {}).items():
            if language != folder.source_language:
                _check_translation(source.get(path), file, report, folder.notes)
    for language in folder.languages:
        for page in folder.pages[language].values():
            for block in page.blocks:
                if block.kind == "quiz":
                    original = folder.original(page, block)
                    if original is None:
                        _check_quiz(source, page.place, block, report)
                    else:
                        _check_same_rules(original, f"{folder.source()[page.path].place}:{original.first}", page.place, block, report)


def _check_quiz(source: Mapping[str, QuestionFile], place: str, block: Block, report: FolderReport) -> None:
    files = {file.name: file for file in source.values()}
    for item in block.value["slots"]:
        slot = read_slot(item.value)
        if isinstance(slot, Named):
            file = files.get(slot.file)
            if file is None or (file.is_whole and file.question(slot.question) is None):
                report(place, item.line, _("there is no question `%(name)s` in %(there)s", name=item.value, there=_folder(source)))
        elif isinstance(slot, Draw):
            if slot.file and slot.file not in files:
                report(place, item.line, _("there is no file of questions `%(name)s`", name=slot.file))
            else:
                _check_draw(files, place, item.line, slot, report)


def _check_same_rules(original: Block, there: str, place: str, block: Block, report: FolderReport) -> None:
    """The rules of a quiz are those of the source language: a translation that says others would mislead its readers."""
    if original.value["slots"] != block.value["slots"]:
        report(place, block.first, _("`%(id)s` asks other questions than in %(there)s", id=block.id, there=there))
    if any(original.value[name] != block.value[name] for name in ("settings", "is_required")):
        report(place, block.first, _("`%(id)s` has other attributes than in %(there)s", id=block.id, there=there))


def _check_draw(files: Mapping[str, QuestionFile], place: str, line: int, slot: Draw, report: FolderReport) -> None:
    chosen = [file for name, file in files.items() if slot.file in ("", name)]
    found = sum(set(slot.tags) <= set(question.tags) for file in chosen for question in file.questions)
    if found < slot.count and all(file.is_whole for file in chosen):
        reason = ngettext(
            "%(wanted)s questions are to be drawn, and only %(number)d is there",
            "%(wanted)s questions are to be drawn, and only %(number)d are there",
            found,
            wanted=slot.count,
        )
        report(place, line, reason)


def _folder(source: Mapping[str, QuestionFile]) -> str:
    first = next(iter(source.values()), None)
    return f"{first.language}/questions/" if first else "questions/"


def _check_translation(source: QuestionFile | None, file: QuestionFile, report: FolderReport, notes: list[Mistake]) -> None:
    if source is None:
        report(file.place, 0, nothing_to_translate())
        return
    if not source.is_whole or not file.is_whole:
        return
    for question in file.questions:
        original = source.question(question.id)
        if original is None:
            reason = _("the source language has no question `%(id)s` in %(there)s", id=question.id, there=source.place)
            report(file.place, question.first, reason)
        else:
            for reason in differences(original, question, f"{source.place}:{original.first}"):
                report(file.place, question.first, reason)
    missing = [one for one in source.questions if file.question(one.id) is None]
    notes += [Mistake(file.place, 0, _missing(source, one)) for one in missing]


def _missing(source: QuestionFile, question: QuestionText) -> Reason:
    return _("the question `%(id)s` of %(there)s is missing here", id=question.id, there=f"{source.place}:{question.first}")


def differences(original: QuestionText, question: QuestionText, there: str) -> Iterator[Reason]:
    """What a translation may not change: the type, the parts, what is right."""
    one, other = original.definition, question.definition
    if type(one) is not type(other) or getattr(one, "single", None) != getattr(other, "single", None):
        yield _("`%(id)s` is of another type than in %(there)s", id=question.id, there=there)
        return
    if "mark" in question.said and one.default_mark != other.default_mark:
        yield _("`%(id)s` has another mark than in %(there)s", id=question.id, there=there)
    if _bare(one) != _bare(other):
        yield _("`%(id)s` has other lines, ids, numbers or right answers here than in %(there)s", id=question.id, there=there)
    if set(question.tags) - set(original.tags):
        yield _("`%(id)s` has other tags here than in %(there)s", id=question.id, there=there)


def _bare(definition: d.Definition) -> d.Definition:
    """The definition without words: the same place says the same nothing in every language. Typed answers may be fewer in a translation."""
    silent = translated(definition, dict.fromkeys(texts(definition), "-"))
    silent = replace(silent, default_mark=1.0, penalty=0.0, hints=tuple(replace(hint, text="-") for hint in silent.hints))
    blank: dict[str, Any] = dict.fromkeys(("general_feedback", "correct_feedback", "partially_correct_feedback", "incorrect_feedback"), "")
    return _without_feedback(replace(silent, **blank))


def _without_feedback(definition: Any) -> Any:
    """Feedback that one language has and another has not is no difference."""
    if isinstance(definition, d.MultiChoice):
        return replace(definition, choices=tuple(replace(choice, feedback="") for choice in definition.choices))
    if isinstance(definition, d.TrueFalse):
        return replace(definition, true_feedback="", false_feedback="")
    if isinstance(definition, d.ShortAnswer):
        return replace(definition, answers=())
    if isinstance(definition, d.Numerical):
        return replace(definition, answers=tuple(replace(answer, feedback="") for answer in definition.answers))
    if isinstance(definition, d.Cloze):
        return replace(definition, gaps=tuple(replace(gap, question=_without_feedback(gap.question)) for gap in definition.gaps))
    if isinstance(definition, d.Essay):
        return replace(definition, grader_info="", response_template="")
    if isinstance(definition, d.File):
        return replace(definition, grader_info="")
    return definition
