"""The four classes of a change, from the lightest to the heaviest."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeClass(models.TextChoices):
    TYPO = "typo", _("A typo")
    CLARIFICATION = "clarification", _("Clearer words")
    MEANING = "meaning", _("Another meaning")
    STRUCTURE = "structure", _("Another structure")

    @property
    def weight(self) -> int:
        return list(ChangeClass).index(self)

    @property
    def is_told(self) -> bool:
        """Learners who have read the lesson hear of it."""
        return self is not ChangeClass.TYPO

    @property
    def is_heavy(self) -> bool:
        """An answer given before it may be an answer to something else."""
        return self.weight >= ChangeClass.MEANING.weight


def heaviest(classes: Iterable[ChangeClass]) -> ChangeClass | None:
    """None of nothing. In whatever order they come."""
    return max(classes, key=lambda one: one.weight, default=None)
