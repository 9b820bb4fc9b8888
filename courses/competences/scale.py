"""The one scale of all frameworks: five points, so that a picture needs no legend."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
LEVELS = range(LOWEST, HIGHEST + 1)

# What a level is called where a competence has no words of its own for it.
GENERAL: Sequence = (
    _("I have not done this."),
    _("I have done parts of it with help."),
    _("I do it with a little help."),
    _("I do it by myself."),
    _("I show it to others."),
)
