"""What grading knows about a person: drafts of grades, their own and those about their answers."""

from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import AttemptQuestion, GradeDraft


def export(person: User) -> list[dict]:
    """The person's own words. What somebody else has in mind about their answers is not said before it is given."""
    drafts = GradeDraft.objects.of(person).order_by("pk")
    return [{"changed_at": draft.changed_at, "marks": draft.marks, "comment": draft.comment} for draft in drafts]


def erase(person: User) -> None:
    """Drafts go, and nothing stays in the person's hands. Grades given stay: they are the learners'."""
    GradeDraft.objects.of(person).delete()
    GradeDraft.objects.filter(question__attempt__enrolment__learner=person).delete()
    AttemptQuestion.objects.filter(claimed_by=person).update(claimed_by=None, claimed_until=None)


GRADING = PersonalData(key="grading", label=gettext_lazy("Drafts of marks"), export=export, erase=erase)
