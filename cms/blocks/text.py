"""What a lesson is mostly made of: sections and text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .previews import Preview
from .references import ShowsByAddress
from .rich_text import FEATURES

GROUP = _("Text")
MARKDOWN_HELP = _(
    "Markdown: **bold**, *italic*, - for a list, [words](address) for a link, | for a table. "
    "HTML is shown as typed, and pictures from other sites become links."
)


class LineBlock(ShowsByAddress, blocks.CharBlock):
    """A line of text; empty rather than nothing, for wagtail-localize knows no texts that are nothing."""

    class Meta:
        default = ""


class MarkdownBlock(ShowsByAddress, blocks.TextBlock):
    """Markdown as text. On its own it is a passage of the lesson; inside other blocks it is their text, shown by the filter `markdown`."""

    def __init__(self, required=True, help_text=MARKDOWN_HELP, rows=4, **kwargs):
        super().__init__(required=required, help_text=help_text, rows=rows, **kwargs)

    class Meta:
        default = ""
        icon = "pilcrow"
        group = GROUP
        label = _("Text in Markdown")
        description = _(
            "A passage of the lesson. Start a new section with the section block, not with a heading, so that the outline finds it."
        )
        template = "blocks/markdown.html"
        preview_value = Preview(
            _("People remember **last week**. About the future they politely make things up.\n\n- Ask what was.\n- Then be silent.")
        )


class RichTextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=kwargs.pop("features", FEATURES), **kwargs)

    class Meta:
        icon = "doc-full"
        group = GROUP
        label = _("Text with buttons")
        description = _("A passage written with bold, lists and links from a toolbar. Kept as HTML when the course is exported.")
        template = "blocks/rich_text.html"
        preview_value = Preview(_("<p>Ten conversations of half an hour give you more than a <b>hundred questionnaires</b>.</p>"))


class SectionBlock(blocks.StructBlock):
    heading = LineBlock(
        label=_("Heading"),
        max_length=200,
        help_text=_("Appears in the outline beside the lesson, and learners return to the section they stopped at."),
    )

    class Meta:
        icon = "title"
        group = GROUP
        label = _("Section")
        label_format = "{heading}"
        description = _("Starts a new section. A lesson without sections has no outline.")
        template = "blocks/section.html"
        preview_value = Preview({"heading": _("Whom we don't hear")})


class SameInEveryLanguage:
    """Translators are not asked about it: it comes from the source language with every synchronisation."""

    def get_translatable_segments(self, value: Any) -> list:
        return []

    def restore_translated_segments(self, value: Any, segments: list) -> Any:
        return value


class BlockIdBlock(SameInEveryLanguage, LineBlock):
    """The id of another block of the lesson."""
