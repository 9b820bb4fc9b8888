"""The types of questions to choose from, each with what it is for and an example."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ...models.bank import TYPE_LABELS


def cards() -> list[dict[str, str]]:
    described = [
        ("multichoice", "list-ul", _("One line is right, or several are."), _("“Who signs the contract?” – three lines to choose from")),
        ("truefalse", "check", _("A statement that is true or false."), _("“A volunteer may be reimbursed for travel.”")),
        ("shortanswer", "edit", _("A word or two are typed."), _("“What is the body called that elects the board?”")),
        ("numerical", "decimal", _("A number is typed, with a margin and units if you like."), _("“How many signatures are needed?” – 12")),
        ("match", "link", _("Lines are joined with what belongs to them."), _("Funders and what each of them pays for")),
        ("ordering", "order", _("Lines are put into the right order."), _("The steps from an idea to a report")),
        ("multianswer", "title", _("A text with gaps to type into or to choose words for."), _("“A budget has income and [[expenses]].”")),
        ("ddwtos", "grip", _("Words are dragged into a text."), _("A letter to the council with the words left out")),
        ("essay", "pilcrow", _("A longer text that a person grades."), _("“Describe whom your organisation helps.”")),
        ("file", "doc-full-inverse", _("A file or a photo that a person grades."), _("“Take a photo of your notice board.”")),
        ("scale", "sliders", _("A level to choose, without marks."), _("“How sure do you feel?” – from 1 to 5")),
        ("description", "openquote", _("A text between questions, nothing to answer."), _("A case that the next questions are about")),
    ]
    return [
        {"url": reverse("question_add_type", args=[kind]), "label": str(TYPE_LABELS[kind]), "icon": icon, "what": what, "example": example}
        for kind, icon, what, example in described
    ]
