"""What stands out from the text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .previews import Preview
from .text import LineBlock, MarkdownBlock

GROUP = _("Notes")


class CalloutKind(models.TextChoices):
    TIP = "tip", _("Tip")
    WARNING = "warning", _("Warning")
    EXAMPLE = "example", _("Example")
    CASE = "case", _("Case")


class CalloutValue(blocks.StructValue):
    @property
    def name(self) -> str:
        """The word that says what kind of note it is: colour alone says nothing."""
        return str(CalloutKind(self["kind"]).label if self.get("kind") in CalloutKind.values else CalloutKind.TIP.label)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=CalloutKind.choices,
        default=CalloutKind.TIP,
        help_text=_("A tip helps, a warning keeps from harm, an example shows, a case tells what happened in one place."),
    )
    title = LineBlock(label=_("Title"), required=False)
    text = MarkdownBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        group = GROUP
        label = _("Callout")
        label_format = "{kind}: {title}"
        description = _("A tip, a warning, an example or a case that stands out from the lesson text.")
        template = "blocks/callout.html"
        value_class = CalloutValue
        preview_value = Preview(
            {
                "kind": CalloutKind.TIP,
                "title": _("A list by the telephone"),
                "text": _("Write out ten numbers and check them **twice a year**."),
            }
        )


class KeyTermBlock(blocks.StructBlock):
    term = LineBlock(label=_("Term"), max_length=120)
    text = MarkdownBlock(label=_("What it means"), help_text=_("In words a neighbour would understand. Markdown."))

    class Meta:
        icon = "key"
        group = GROUP
        label = _("Key term")
        label_format = "{term}"
        description = _("A word of the trade and what it means. Use it where the word comes up for the first time.")
        template = "blocks/key_term.html"
        preview_value = Preview({"term": _("Referral"), "text": _("Helping a person reach those who can do what you can't.")})


class QuotationBlock(blocks.StructBlock):
    text = MarkdownBlock(label=_("Words"))
    by = LineBlock(label=_("Whose words"), required=False)

    class Meta:
        icon = "openquote"
        group = GROUP
        label = _("Quotation")
        description = _("The words of somebody, with a name under them.")
        template = "blocks/quotation.html"
        preview_value = Preview({"text": _("I had brought an answer without knowing the question."), "by": _("Rositsa, Gorna Lipa")})
