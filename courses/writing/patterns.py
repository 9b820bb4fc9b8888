"""Templates that come with the site, in the language of the lesson. What stands in double brackets is to be replaced: the checks before
publishing stop at what is left of it (`courses.proofreading.checks.placeholders`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .copying import Block


@dataclass(frozen=True)
class Pattern:
    key: str
    title: Promise
    description: Promise
    minutes: int
    build: Callable[[], list[Block]]

    def blocks(self, language: str) -> list[Block]:
        with override(language):
            return self.build()


def _block(kind: str, value: Any, block_id: str = "") -> Block:
    return {"type": kind, "value": value, "id": block_id}


def _section(heading: str) -> Block:
    return _block("section", {"heading": heading})


def _exercise(block_id: str, title: str, prompt: str, model_answer: str) -> Block:
    value = {"title": title, "prompt": prompt, "model_answer": model_answer, "is_required": True, "is_private": False, "rows": 6}
    return _block("long_text", value, block_id)


def _opening() -> Block:
    return _block("markdown", _("[[Begin with a person: who is it, where, what happened? Four or five short sentences.]]"))


def _case() -> Block:
    text = _("[[What happened in one place, and what came of it. Real names of people only with their yes.]]")
    return _block("callout", {"kind": "case", "title": _("[[Who and where]]"), "text": text})


def _self_check() -> Block:
    pair = {"question": _("[[A question that can be answered from this lesson?]]"), "answer": _("[[The answer, in one or two sentences.]]")}
    return _block("self_check", {"title": _("Check yourself"), "questions": [pair]})


def _empty() -> list[Block]:
    return []


def _whole() -> list[Block]:
    exercise = _exercise(
        "exercise",
        _("[[A short name of the exercise]]"),
        _("[[What to do, in one sentence that begins with a verb. Say how long the answer should be.]]"),
        _("[[An answer as a good colleague would write it.]]"),
    )
    brief = _("[[What the mentor will look at, and what to write to them.]]")
    task = {"title": _("Show your mentor"), "brief": brief, "exercises": ["exercise"], "text": "optional", "files": 0, "is_required": True}
    return [
        _opening(),
        _section(_("[[First section: the question it answers]]")),
        _block("markdown", _("[[Explain it as to a neighbour. A word of the trade gets a key term the first time.]]")),
        _block("key_term", {"term": _("[[Word]]"), "text": _("[[What it means, in words a neighbour would understand.]]")}),
        _case(),
        exercise,
        _section(_("[[Second section]]")),
        _block("markdown", _("[[How it is done, step by step.]]")),
        _self_check(),
        _block("quiz", {"title": _("Questions about this lesson"), "introduction": "", "questions": [], "is_required": True}),
        _block("assignment", task),
    ]


def _short() -> list[Block]:
    exercise = _exercise(
        "exercise", _("[[A short name of the exercise]]"), _("[[What to do, in one sentence that begins with a verb.]]"), ""
    )
    return [_opening(), _block("markdown", _("[[One thought, explained in three paragraphs.]]")), exercise]


def _practice() -> list[Block]:
    steps = [_("[[A step that can be ticked]]"), _("[[The next step]]")]
    ticks = {
        "title": _("Before you go"),
        "prompt": _("Tick what you have done."),
        "items": steps,
        "model_answer": "",
        "is_required": True,
        "is_private": False,
    }
    after = _exercise(
        "after",
        _("What I saw"),
        _("[[Write the same evening: what did you see, what surprised you, what will you do next?]]"),
        _("[[A short entry of somebody who was there.]]"),
    )
    task = {
        "title": _("Show your mentor"),
        "brief": _("[[What the mentor will look at, and what to write to them.]]"),
        "exercises": ["after"],
        "text": "optional",
        "files": 1,
        "is_required": True,
    }
    return [
        _block("markdown", _("[[Where the learner goes, whom they meet, and what for.]]")),
        _block("tick_list", ticks, "before"),
        _block("callout", {"kind": "warning", "title": "", "text": _("[[What to take care of, so that nobody comes to harm.]]")}),
        after,
        _block("assignment", task),
    ]


PATTERNS = (
    Pattern("empty", gettext_lazy("Empty lesson"), gettext_lazy("You add every block yourself."), 60, _empty),
    Pattern(
        "whole",
        gettext_lazy("Whole lesson"),
        gettext_lazy("As the ten lessons are built: opening, sections, an example, an exercise, a self-check, a quiz and an assignment."),
        90,
        _whole,
    ),
    Pattern("short", gettext_lazy("Short lesson"), gettext_lazy("One thought and one exercise, for a quarter of an hour."), 15, _short),
    Pattern(
        "practice",
        gettext_lazy("Practice lesson"),
        gettext_lazy("The learner goes and does something: a list before, a warning, notes afterwards, an assignment for the mentor."),
        120,
        _practice,
    ),
)


def pattern(key: str) -> Pattern | None:
    return next((one for one in PATTERNS if one.key == key), None)
