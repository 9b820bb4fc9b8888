"""Tables, lists to take away, and questions to ask oneself."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from .previews import Preview
from .references import references_in
from .text import LineBlock, MarkdownBlock

GROUP = _("Lists and tables")


class TranslatableTableBlock(TableBlock):
    """A table whose cells wagtail-localize hands to translators one by one."""

    def get_translatable_segments(self, value):
        from wagtail_localize.segments import StringSegmentValue

        cells = ((f"{row}-{column}", text) for row, cells in enumerate((value or {}).get("data", [])) for column, text in enumerate(cells))
        return [StringSegmentValue(place, text) for place, text in cells if text]

    def restore_translated_segments(self, value, segments):
        translated = {**value, "data": [list(row) for row in value["data"]]}
        for segment in segments:
            row, column = segment.path.split("-")
            translated["data"][int(row)][int(column)] = segment.render_text()
        return translated

    def extract_references(self, value):
        for row in (value or {}).get("data", []):
            for cell in row:
                yield from references_in(cell or "")


class TableValue(blocks.StructValue):
    """The table as rows of cells, each with its text and whether it is a header."""

    @property
    def head(self) -> list[str]:
        return self._data[0] if self._data and self._has("first_row_is_table_header") else []

    @property
    def rows(self) -> list[list[str]]:
        return self._data[1:] if self.head else self._data

    @property
    def has_row_headers(self) -> bool:
        return self._has("first_col_is_header")

    @property
    def _data(self) -> list[list[str]]:
        return (self.get("table") or {}).get("data") or []

    def _has(self, what: str) -> bool:
        return bool((self.get("table") or {}).get(what))


class TableWithCaptionBlock(blocks.StructBlock):
    caption = LineBlock(label=_("Caption"), required=False, help_text=_("Says what the table shows; read aloud before it."))
    table = TranslatableTableBlock(
        label=_("Table"),
        table_options={"language": "en-US"},  # the only one its editor has
        help_text=_("Cells may hold a line of Markdown. On a phone a wide table scrolls sideways: four columns at most."),
    )

    class Meta:
        icon = "table"
        group = GROUP
        label = _("Table")
        label_format = "{caption}"
        description = _("A table to read. For a table that learners fill in, use the exercise.")
        template = "blocks/table.html"
        value_class = TableValue
        preview_value = Preview(
            {
                "caption": _("Two questions for choosing"),
                "table": {
                    "data": [
                        [_("Question"), _("What speaks for it"), _("What speaks against it")],
                        [_("Does anyone else help?"), _("No one"), _("A service that knows how")],
                    ],
                    "first_row_is_table_header": True,
                    "first_col_is_header": True,
                    "table_header_choice": "both",
                },
            }
        )


class ChecklistBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(LineBlock(label=_("Item")), label=_("Items"), help_text=_("One line of Markdown each."))

    class Meta:
        icon = "list-ul"
        group = GROUP
        label = _("Checklist")
        description = _("A list to take away and print. Nothing is saved: for ticks that stay, use the exercise.")
        template = "blocks/checklist.html"
        preview_value = Preview(
            {"title": _("Before the conversation"), "items": [_("I said why I came"), _("I said what I do not promise")]}
        )


class QuestionBlock(blocks.StructBlock):
    question = LineBlock(label=_("Question"))
    answer = MarkdownBlock(label=_("Answer"))

    class Meta:
        label = _("Question")
        label_format = "{question}"


class SelfCheckBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "help"
        group = GROUP
        label = _("Self-check")
        description = _("Questions with folded answers. Nobody sees whether the learner knew them.")
        template = "blocks/self_check.html"
        preview_value = Preview(
            {
                "title": _("Check yourself"),
                "questions": [
                    {
                        "question": _("Is a request the same as a need?"),
                        "answer": _("No: a request is often a **way out** somebody has thought of."),
                    }
                ],
            }
        )
