"""What is said about submissions and reviews, in whole sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def missing_words(*, has_overall: bool, says_something: bool, criteria: Sequence[str]) -> dict[str, str]:
    """What a review lacks before it can be sent, by field."""
    words = {}
    if not says_something:
        words["summary"] = _("Write a few words, or a comment: the learner needs to know why.")
    if criteria:
        words["levels"] = _("Choose a level for: %(criteria)s.") % {"criteria": ", ".join(criteria)}
    if not has_overall:
        words["overall"] = _("Choose what you say of the whole.")
    return words
