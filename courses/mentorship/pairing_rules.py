"""Whether a mentor can be a learner's own. What a proposal leaves out (another language, being away) somebody may still decide."""

from collections.abc import Collection

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment

from .models import Pairing


class PairRefusal(models.TextChoices):
    NOT_STUDYING = "not_studying", _("is not studying in this cohort now")
    NOT_A_MENTOR = "not_a_mentor", _("the chosen person is not a mentor of this cohort now")
    SELF = "self", _("nobody is their own mentor")
    BARRED = "barred", _("a conflict of interest bars the chosen mentor")
    FULL = "full", _("the chosen mentor has as many learners as they can take")
    CHANGED = "changed", _("somebody else has changed the mentor meanwhile")


class PairRefused(Exception):
    """Carries the reason, in words that follow on a name."""

    def __init__(self, reason: PairRefusal):
        super().__init__(reason.label)
        self.reason = reason


def loads(mentors: Collection[int]) -> dict[int, int]:
    """How many learners each has who are studying, in all cohorts. One query."""
    theirs = Pairing.objects.current().filter(mentor__in=mentors, enrolment__state=Enrolment.State.ACTIVE)
    counted = dict(theirs.values_list("mentor").annotate(Count("pk")).order_by())
    return {mentor: counted.get(mentor, 0) for mentor in mentors}
