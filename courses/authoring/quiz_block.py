"""The block of a quiz between a folder's words and the raw JSON of a lesson's body (its shape: `courses.quizzes.blocks.QuizBlock`)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from courses.quizzes.quiz_definition import DEFAULT_REVIEW, Moment, Navigation, Shown

from .bank_names import MARK, BankNames
from .folder import quiz
from .folder.document import Block, Item
from .folder.questions.slots import Draw, Named, read_slot


class RowNames(BankNames):
    """Questions and categories by their rows: the form in which what two pages say is compared."""

    def question_pk(self, name: str) -> int | None:
        return int(name.partition(MARK)[2][1:])

    def category_pk(self, name: str) -> int | None:
        return int(name.partition("-")[2])

    def question_name(self, pk: int) -> str:
        return f"row{MARK}q{pk}"

    def category_name(self, pk: int) -> str:
        return f"row-{pk}"


NUMBER_KEYS = {
    "attempts": "attempts_allowed",
    "pass": "pass_percent",
    "time-limit": "time_limit_minutes",
    "overdue": "overdue_minutes",
    "wait": "wait_minutes",
    "per-page": "questions_per_page",
}


def to_raw(value: Mapping[str, Any], names: BankNames) -> dict[str, Any]:
    settings = value["settings"]
    raw: dict[str, Any] = {name.replace("-", "_"): settings.get(name, usual) for name, (_known, usual) in quiz.WORDS.items()}
    raw |= {key: settings.get(name, quiz.NUMBERS[name][0]) for name, key in NUMBER_KEYS.items()}
    raw |= {
        "navigation": (Navigation.SEQUENTIAL if settings.get("sequential") else Navigation.FREE).value,
        "shuffle_questions": bool(settings.get("shuffle-questions")),
        "shuffle_within_questions": not settings.get("fixed-order"),
    }
    return {
        "title": value["title"],
        "introduction": value["introduction"],
        "questions": [_raw_slot(item, names) for item in value["slots"]],
        "is_required": value["is_required"],
        "settings": {name: str(word) if isinstance(word, StrEnum) else word for name, word in raw.items()},
        "review": {moment.value: _raw_moment(settings, name, moment) for name, moment in quiz.MOMENTS.items()},
    }


def _raw_slot(item: Item, names: BankNames) -> dict[str, Any]:
    slot = read_slot(item.value)
    if isinstance(slot, Draw):
        found = {"category": names.category_pk(slot.file), "count": slot.count, "tags": ", ".join(slot.tags), "mark": slot.mark}
        return {"type": "draw", "value": found, "id": item.id}
    named = slot or Named("", "")
    pk = names.question_pk(f"{named.file}{MARK}{named.question}")
    return {"type": "question", "value": {"question": pk, "mark": named.mark, "page_break": named.is_new_page}, "id": item.id}


def _raw_moment(settings: Mapping[str, Any], name: str, moment: Moment) -> list[str]:
    if name not in settings:
        return [what.value for what in Shown if what in DEFAULT_REVIEW[moment]]
    return [what.value for what in Shown if quiz.shown_name(what) in settings[name].split()]


def from_raw(raw: Mapping[str, Any], names: BankNames) -> dict[str, Any]:
    return {
        "title": " ".join(str(raw.get("title") or "").split("\n")),
        "introduction": str(raw.get("introduction") or ""),
        "slots": [Item(_slot_words(child["type"], child["value"], names), child.get("id")) for child in raw.get("questions") or []],
        "settings": _settings(raw.get("settings") or {}, raw.get("review") or {}),
        "is_required": bool(raw.get("is_required", True)),
    }


def _slot_words(kind: str, value: Mapping[str, Any], names: BankNames) -> str:
    mark = value.get("mark")
    if kind == "draw":
        tags = tuple(tag.strip() for tag in str(value.get("tags") or "").split(",") if tag.strip())
        return str(Draw(int(value.get("count") or 1), names.category_name(value.get("category") or 0) or "", tags, mark))
    return str(_named(names, value.get("question"), mark, is_new_page=bool(value.get("page_break"))))


def _settings(raw: Mapping[str, Any], review: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is not as usual."""
    settings: dict[str, Any] = {}
    for name, (_known, usual) in quiz.WORDS.items():
        if (said := raw.get(name.replace("-", "_"))) and said != usual:
            settings[name] = said
    for name, (usual_number, _most) in quiz.NUMBERS.items():
        number = quiz.number_of(f"{raw.get(NUMBER_KEYS[name], usual_number) or 0:.4f}") or 0
        if number != usual_number:
            settings[name] = number
    switches = {
        "sequential": raw.get("navigation") == Navigation.SEQUENTIAL,
        "shuffle-questions": bool(raw.get("shuffle_questions")),
        "fixed-order": not raw.get("shuffle_within_questions", True),
    }
    settings |= {name: True for name, is_on in switches.items() if is_on}
    for name, moment in quiz.MOMENTS.items():
        if moment.value in review and set(review[moment.value]) != {what.value for what in DEFAULT_REVIEW[moment]}:
            settings[name] = quiz.shown_words(what for what in Shown if what.value in review[moment.value])
    return settings


def placed(blocks: Iterable[Block]) -> set[int]:
    """The questions that quizzes among these blocks name, by their rows."""
    slots = [read_slot(item.value) for block in blocks if block.kind == "quiz" for item in block.value["slots"]]
    return {RowNames().question_pk(f"{slot.file}{MARK}{slot.question}") or 0 for slot in slots if isinstance(slot, Named)}


def named(slots: list[Item], names: BankNames) -> list[Item]:
    """Slots by rows as slots by the names of the folder."""
    return [Item(_renamed(read_slot(item.value), names), item.id) for item in slots]


def _renamed(slot: Named | Draw | None, names: BankNames) -> str:
    rows = RowNames()
    if isinstance(slot, Draw):
        return str(replace(slot, file=names.category_name(rows.category_pk(slot.file) or 0) or ""))
    if slot is None:
        return ""
    pk = rows.question_pk(f"{slot.file}{MARK}{slot.question}")
    return str(_named(names, pk, slot.mark, is_new_page=slot.is_new_page))


def _named(names: BankNames, pk: int | None, mark: float | None, *, is_new_page: bool) -> Named:
    file, _mark, question = (names.question_name(pk or 0) or f"missing{MARK}q{pk}").partition(MARK)
    return Named(file, question, mark, is_new_page)
