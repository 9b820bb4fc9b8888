"""The assignment as an editor puts it into a lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.previews import Preview
from cms.blocks.text import BlockIdBlock, MarkdownBlock, SameInEveryLanguage

from .assignment_definition import MOST_FILES, MOST_ROUNDS, ROUNDS, Asked
from .choosers import RubricChooserBlock

TEXTS = [
    (Asked.NO.value, gettext_lazy("No: what the exercises hold is enough")),
    (Asked.OPTIONAL.value, gettext_lazy("They may add one")),
    (Asked.REQUIRED.value, gettext_lazy("They have to write one before they can hand in")),
]


class RubricBlock(SameInEveryLanguage, RubricChooserBlock):
    pass


class AssignmentBlock(blocks.StructBlock):
    """In a lesson the learner's own card stands in the place of this block: its template is for previews.

    The raw JSON, as a lesson's body stores it and imports write it; every key but `title` may be missing and has its default then:

        {"title": "Show your mentor", "brief": "Markdown", "exercises": [{"type": "item", "id": "…", "value": "village-map"}],
         "rubric": 3, "text": "optional", "text_prompt": "Markdown", "files": 0, "rounds": 3, "is_required": true}

    `exercises` are ids of blocks of the same lesson, `rubric` is a row's id or null."""

    title = blocks.CharBlock(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("It stands in lists, in letters and in the mentor's queue.")
    )
    brief = MarkdownBlock(label=gettext_lazy("What to do"))
    exercises = blocks.ListBlock(
        BlockIdBlock(label=gettext_lazy("Id of an exercise")),
        label=gettext_lazy("Exercises that it gathers"),
        required=False,
        default=[],
        help_text=gettext_lazy(
            "What the learner has written in these exercises of this lesson goes to the mentor, in this order. The field offers their ids. "
            "What is for the learner's eyes only cannot be gathered."
        ),
    )
    rubric = RubricBlock(
        label=gettext_lazy("Rubric"),
        required=False,
        help_text=gettext_lazy(
            "Learners see it before they hand in. The mentor cannot send a review before a level of each criterion is chosen."
        ),
    )
    text = blocks.ChoiceBlock(
        label=gettext_lazy("A text of the learner's own"),
        choices=TEXTS,
        default=Asked.OPTIONAL.value,
        help_text=gettext_lazy("Beside what the exercises hold: a line to the mentor, or the work itself."),
    )
    text_prompt = MarkdownBlock(
        label=gettext_lazy("What to write about"),
        required=False,
        rows=2,
        help_text=gettext_lazy("It stands above the field. Without it the field asks for a few words to the mentor."),
    )
    files = blocks.IntegerBlock(
        label=gettext_lazy("Files"),
        default=0,
        min_value=0,
        max_value=MOST_FILES,
        help_text=gettext_lazy("How many a learner may add; 0 is none. Many have nothing but a telephone: never ask for a file alone."),
    )
    rounds = blocks.IntegerBlock(
        label=gettext_lazy("Rounds"),
        default=ROUNDS,
        min_value=1,
        max_value=MOST_ROUNDS,
        help_text=gettext_lazy("From this round on a supervisor reads the work instead of the mentor."),
    )
    is_required = blocks.BooleanBlock(
        label=gettext_lazy("Needed to finish the course"),
        required=False,
        default=True,
        help_text=gettext_lazy(
            "Then nobody finishes without a mentor who has accepted the work: every cohort needs mentors with room. "
            "Who has completed the course already keeps that."
        ),
    )

    class Meta:
        icon = "group"
        group = gettext_lazy("Exercises")
        label = gettext_lazy("Assignment")
        label_format = "{title}"
        description = gettext_lazy("Work that the learner hands in to a mentor: answers of this lesson, a text, files.")
        help_text = gettext_lazy("From when and until when it is handed in is said for each cohort: “Cohorts”, “Dates and extensions”.")
        template = "mentorship/assignment_block.html"
        preview_value = Preview(
            {
                "title": gettext_lazy("Show your mentor"),
                "brief": gettext_lazy(
                    "Hand in the map and your sentence. Your mentor reads it as if hearing of your **village** for the first time."
                ),
                "text": Asked.OPTIONAL.value,
                "text_prompt": gettext_lazy("Which choice do you doubt?"),
                "files": 1,
                "is_required": True,
            }
        )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["text"] == Asked.NO.value and value["text_prompt"]:
            words = _("This would never be shown: no text is asked for.")
            raise StructBlockValidationError({"text_prompt": ValidationError(words)})
        if not value["exercises"] and value["text"] == Asked.NO.value and not value["files"]:
            words = _("There would be nothing to hand in. Name an exercise, or ask for a text.")
            raise StructBlockValidationError({"text": ValidationError(words)})
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from .card import preview_html  # what learners see of a block is made elsewhere, and knows blocks

        context = super().get_context(value, parent_context)
        context["card_html"] = preview_html(value)
        return context
