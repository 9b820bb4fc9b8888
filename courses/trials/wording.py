"""What is said about trial reviews and prepared examples, in whole sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.mentorship.models.review import Outcome

from .comparing import Chosen, Said, Side

OUTCOMES = {"": ""} | dict(Outcome.choices)


def level_words(one: Chosen) -> str:
    """How the two levels stand to each other."""
    match one.side:
        case Side.SAME:
            return _("The same level.")
        case Side.MORE:
            words = ngettext(
                "The reference is more reserved here, by %(count)d level.",
                "The reference is more reserved here, by %(count)d levels.",
                one.steps,
            )
            return words % {"count": one.steps}
        case Side.LESS:
            words = ngettext(
                "The reference sees more in it here, by %(count)d level.",
                "The reference sees more in it here, by %(count)d levels.",
                one.steps,
            )
            return words % {"count": one.steps}
    return _("The two chose differently here.")


def outcome_words(one: Said) -> str:
    if one.is_same:
        return _("The same outcome.")
    if not one.mine:
        return _("The reference gives an outcome here, the trial review leaves it open.")
    return _("Another outcome. Look at the comments: they say what each would ask the learner for.")


def summary_words(chosen: Sequence[Chosen]) -> str:
    """What to look at first."""
    differing = [one.criterion.title for one in chosen if one.side != Side.SAME]
    if not chosen:
        return ""
    if not differing:
        return _("The same level was chosen in every criterion. Look at the comments: whom each speaks to, and about what.")
    return _("Look at these first, the two differ there: %(criteria)s.") % {"criteria": "; ".join(differing)}
