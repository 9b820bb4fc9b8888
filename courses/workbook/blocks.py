"""The exercises that an editor puts into a lesson. What a learner may answer to each is in `kinds`."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from cms.blocks.previews import Preview
from cms.blocks.text import MarkdownBlock

GROUP = _("Exercises")
LIST_HELP = _("Answers stay with a line when you reword or move it. Answers to a line that you delete stay in the learner's history only.")


class ExerciseBlock(blocks.StructBlock):
    """What all exercises have. In a lesson the learner's own form stands in the place of this block: its template is for previews."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=200, help_text=_("A short name. It stands in lists, in letters and in the printed workbook.")
    )
    prompt = MarkdownBlock(label=_("What to do"))
    model_answer = MarkdownBlock(
        label=_("Model answer"), required=False, help_text=_("Folded under the field, and only for learners who have answered.")
    )
    is_required = blocks.BooleanBlock(
        label=_("Needed to finish the course"),
        required=False,
        default=True,
        help_text=_("Who has completed the course already keeps that."),
    )
    is_private = blocks.BooleanBlock(
        label=_("For the learner's eyes only"), required=False, help_text=_("Nobody else ever sees the answers, mentors included.")
    )

    class Meta:
        group = GROUP
        label_format = "{title}"
        template = "workbook/exercise_block.html"

    def get_form_layout(self):
        """The fields of one kind stand between those that all have."""
        last = ["model_answer", "is_required", "is_private"]
        return BlockGroup(children=[*(name for name in self.child_blocks if name not in last), *last])

    def get_context(self, value, parent_context=None):
        from .slots import preview_html  # what learners see is made of kinds, and kinds are made of blocks

        context = super().get_context(value, parent_context)
        context["exercise_html"] = preview_html(self, value)
        return context


class ShortTextBlock(ExerciseBlock):
    class Meta:
        icon = "minus"
        label = _("Short text")
        description = _("The learner writes one line.")
        preview_value = Preview(
            {"title": _("Today's answer"), "prompt": _("Write in one line **whom your organisation helps**."), "is_required": True}
        )


class LongTextBlock(ExerciseBlock):
    rows = blocks.IntegerBlock(
        label=_("Lines to start with"), default=6, min_value=2, max_value=30, help_text=_("The field grows with the text.")
    )

    class Meta:
        icon = "edit"
        label = _("Long text")
        description = _("The learner writes as much as they like.")
        preview_value = Preview(
            {
                "title": _("Whom we do not reach"),
                "prompt": _("Whom do you **not** reach now, and why? Write about one person, without the name."),
                "rows": 6,
                "model_answer": _("Stepan lives by the pond and has not been out since August."),
                "is_required": True,
            }
        )


class ChoiceBlock(ExerciseBlock):
    several = blocks.BooleanBlock(label=_("More than one may be chosen"), required=False)
    options = blocks.ListBlock(blocks.CharBlock(label=_("Option")), label=_("Options"), min_num=2, help_text=LIST_HELP)

    class Meta:
        icon = "radio-full"
        label = _("Choice")
        description = _("The learner chooses one of several lines, or some of them. Nothing is marked right or wrong.")
        preview_value = Preview(
            {
                "title": _("Who decides?"),
                "prompt": _("Who decides in your organisation whom you help first?"),
                "several": False,
                "options": [_("The head alone"), _("The whole team"), _("Nobody has ever decided it")],
                "is_required": True,
            }
        )


class ScaleBlock(ExerciseBlock):
    min = blocks.IntegerBlock(label=_("Lowest level"), default=1, min_value=0, max_value=10)
    max = blocks.IntegerBlock(label=_("Highest level"), default=5, min_value=1, max_value=10)
    low = blocks.CharBlock(label=_("Words at the low end"), required=False, default="", max_length=80)
    high = blocks.CharBlock(label=_("Words at the high end"), required=False, default="", max_length=80)

    class Meta:
        icon = "order"
        label = _("Scale")
        description = _("The learner says where they stand, from low to high.")
        preview_value = Preview(
            {
                "title": _("Where are you now?"),
                "prompt": _("How sure are you that you help those who need it most?"),
                "min": 1,
                "max": 5,
                "low": _("Not sure at all"),
                "high": _("Quite sure"),
                "is_required": True,
            }
        )

    def clean(self, value):
        value = super().clean(value)
        if value["min"] >= value["max"]:
            raise StructBlockValidationError({"max": ValidationError(_("The highest level must be above the lowest."))})
        return value


class FillTableBlock(ExerciseBlock):
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("Column")),
        label=_("Columns"),
        min_num=1,
        help_text=_("The header row. Four at most read well on a phone."),
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=_("Cell"), required=False, default=""), label=_("Row")),
        label=_("Rows"),
        default=[],
        help_text=_("One cell for each column. A cell with words is a label; an empty one is for the learner."),
    )
    blank_rows = blocks.IntegerBlock(label=_("Empty rows below"), default=0, min_value=0, max_value=30)

    class Meta:
        icon = "table"
        label = _("Table to fill in")
        description = _("The learner fills the empty cells: a map of the village, a budget, a list of partners.")
        preview_value = Preview(
            {
                "title": _("A map of my village"),
                "prompt": _("Fill in the rows, and below them add your own."),
                "columns": [_("Who"), _("About how many"), _("Who helps already")],
                "rows": [[_("Older people who live alone"), "", ""], [_("Families with small children"), "", ""]],
                "blank_rows": 1,
                "is_required": True,
            }
        )

    def clean(self, value):
        value = super().clean(value)
        width = len(value["columns"])
        wrong = [number for number, row in enumerate(value["rows"], start=1) if len(row) > width]
        if wrong:
            message = _("Row %(number)s has more cells than there are columns.") % {"number": wrong[0]}
            raise StructBlockValidationError(non_block_errors=[message])
        return value


class TickListBlock(ExerciseBlock):
    items = blocks.ListBlock(blocks.CharBlock(label=_("Line")), label=_("Lines"), min_num=1, help_text=LIST_HELP)

    class Meta:
        icon = "tick-inverse"
        label = _("List to tick")
        description = _("The learner ticks what is done, and the ticks stay.")
        preview_value = Preview(
            {
                "title": _("Before the conversation"),
                "prompt": _("Tick what you have done."),
                "items": [_("I said why I came"), _("I said what I do not promise")],
                "is_required": True,
            }
        )


class FileUploadBlock(ExerciseBlock):
    class Meta:
        icon = "upload"
        label = _("File or photo")
        description = _("The learner adds photos, documents or recordings, 10 MB each at most.")
        preview_value = Preview(
            {"title": _("A photo of the map"), "prompt": _("Draw the map on paper and add a photo of it."), "is_required": True}
        )


class DrawingBlock(ExerciseBlock):
    class Meta:
        icon = "view"
        label = _("Drawing on paper")
        description = _("The learner draws on paper and ticks that it is done. The printed workbook leaves room for it.")
        preview_value = Preview(
            {
                "title": _("The streets around us"),
                "prompt": _("Draw the streets and mark where nobody has been lately."),
                "is_required": True,
            }
        )
