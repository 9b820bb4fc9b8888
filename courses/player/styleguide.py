"""One page with every component, lesson block and exercise in every state. Where it looks right, the site looks right.

It is for those who build the site, so its own words are in English only; what learners see is in the language of the page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BooleanField, CharField, ChoiceField, FileField, Form, Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cms.blocks.notes import CalloutKind
from courses.catalogue.body import LessonBody
from courses.quizzes import examples as questions
from courses.quizzes.showing.strip import Leads, Number, Strip
from courses.workbook.examples import examples
from courses.workbook.kinds import KINDS

SENTENCE = "The list hangs by the telephone, and everybody who answers it has read it twice."
NOTICES = ["info", "success", "warning", "error"]
BUTTONS = ["", "button--quiet", "button--danger", "button--link", "button--small"]
TAGS = ["", "tag--accent", "tag--done", "tag--return"]
STATIONS = ["done", "done", "next", "", "locked"]
SAVE_STATES = {"saved": "Saved 14:02", "waiting": "Not saved yet", "device": "Saved on this device", "refused": "Not saved: too long"}
ICONS = ["book", "check", "arrow", "back", "download", "print", "globe", "person", "letter", "info", "warning", "pencil", "clock", "paper"]
DRAWINGS = ["img/library.svg", "img/table.svg", "img/road.svg"]


class ExampleForm(Form):
    name = CharField(label="Your name", help_text="How your mentor and the site call you.")
    about = CharField(label="About your organisation", widget=Textarea(attrs={"rows": 4}), required=False)
    language = ChoiceField(label="Language", choices=settings.LANGUAGES)
    photo = FileField(label="A photo", required=False)
    agrees = BooleanField(label="Send me a letter every week", required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not (settings.IS_DEMO or settings.DEBUG):
        raise Http404
    messages.success(request, "What was done is said here.")
    components = {
        "sentence": SENTENCE,
        "notices": NOTICES,
        "buttons": BUTTONS,
        "tags": TAGS,
        "stations": list(enumerate(STATIONS, start=1)),
        "save_states": SAVE_STATES.items(),
        "icons": ICONS,
        "drawings": DRAWINGS,
        "form": ExampleForm(prefix="right"),
        "wrong_form": ExampleForm({"wrong-language": "xx"}, prefix="wrong"),
    }
    return render(
        request,
        "player/styleguide.html",
        components | {"blocks": _blocks(), "exercises": _exercises(request), "questions": _questions(), "strip": _strip()},
    )


def _blocks() -> list[dict[str, Any]]:
    """Every block of a lesson that is not an exercise, as its preview shows it."""
    return [
        {"name": name, "label": block.label, "html": mark_safe("".join(_block_html(name, block)))}  # each escaped by its own template
        for name, block in LessonBody().child_blocks.items()
        if name not in KINDS
    ]


def _block_html(name: str, block: Any) -> list[str]:
    values = [block.get_preview_value()]
    if name == "callout":
        values = [block.normalize({**values[0], "kind": kind}) for kind in CalloutKind.values]
    return [block.render(value, context={"block_id": f"{name}-{place}"}) for place, value in enumerate(values)]


def _exercises(request: HttpRequest) -> list[dict[str, Any]]:
    blocks = LessonBody().child_blocks
    return [
        {"name": key, "label": blocks[key].label, "examples": list(examples(request, key, blocks[key].get_preview_value()))}
        for key in KINDS
    ]


def _questions() -> list[dict[str, Any]]:
    return [{"name": name.replace(" ", "-"), "label": name, "examples": list(questions.examples(name))} for name in questions.EXAMPLES]


def _strip() -> Strip:
    """The numbers above the questions of a quiz, each with another sign."""
    signs = ["", "answered", "unclear", "right", "partly", "wrong", "waiting"]
    numbers = [
        Number(pk=place, number=place, page=place - 1, sign=sign, is_flagged=place == 3, is_here=place == 2, leads=Leads.NOWHERE)
        for place, sign in enumerate(signs, start=1)
    ]
    return Strip(numbers, "Question 2 of 7")
