"""Who may see and change rubrics: editors and administrators of the organisation or the course that owns one, or of the whole site. A
rubric of nobody is the whole site's to change and everybody's to use. A coordinator may look."""

from django.db.models import Q, QuerySet

from courses.catalogue.models import Course
from courses.quizzes.editors import EDITORS, READERS
from lms.accounts.models import User
from lms.accounts.rules import within_scopes
from lms.network.models import Organisation

from .models import Rubric
from .models.rubric import RubricQuerySet


def rubrics_edited_by(person: User) -> RubricQuerySet:
    rubrics = Rubric.objects.all()
    found = within_scopes(rubrics, person, EDITORS, "owner") | within_scopes(rubrics, person, EDITORS, "course")
    return Rubric.objects.filter(pk__in=found.order_by().values("pk"))


def rubrics_seen_by(person: User) -> RubricQuerySet:
    """Those of nobody, of the organisations and courses in scope, and of the organisations that own courses in scope."""
    owners, courses = within_scopes(Organisation.objects.all(), person, READERS), within_scopes(Course.objects.all(), person, READERS)
    of_courses: QuerySet = Organisation.objects.filter(courses__in=courses.order_by().values("pk"))
    return Rubric.objects.filter(
        Q(owner=None, course=None)
        | Q(owner__in=owners.order_by().values("pk"))
        | Q(owner__in=of_courses.order_by().values("pk"))
        | Q(course__in=courses.order_by().values("pk"))
    )
