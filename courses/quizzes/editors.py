"""Who may see and change the question bank: editors and administrators of a bank's course or organisation, or of the whole site. A
coordinator may look. A bank of nobody is the whole site's."""

from django.db.models import Q, QuerySet

from courses.catalogue.models import Course
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes
from lms.network.models import Organisation

from .models import Category, Question, QuestionBank
from .models.bank import CategoryQuerySet, QuestionQuerySet

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
READERS = (*EDITORS, Role.COORDINATOR)


def edits_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in EDITORS)


def reads_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in READERS)


def banks_edited_by(person: User) -> QuerySet[QuestionBank]:
    return _banks(person, EDITORS)


def banks_seen_by(person: User) -> QuerySet[QuestionBank]:
    return _banks(person, READERS)


def categories_edited_by(person: User) -> CategoryQuerySet:
    return Category.objects.filter(bank__in=banks_edited_by(person))


def categories_seen_by(person: User) -> CategoryQuerySet:
    return Category.objects.filter(bank__in=banks_seen_by(person))


def questions_edited_by(person: User) -> QuestionQuerySet:
    return Question.objects.filter(bank__in=banks_edited_by(person))


def questions_seen_by(person: User) -> QuestionQuerySet:
    return Question.objects.filter(bank__in=banks_seen_by(person))


def courses_edited_by(person: User) -> QuerySet[Course]:
    """The courses that the person may give a bank to."""
    return Course.objects.filter(pk__in=_covered(Course, person, EDITORS), retired_at=None)


def organisations_edited_by(person: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=_covered(Organisation, person, EDITORS))


def edits_the_site(person: User) -> bool:
    return any(has_role(person, role) for role in EDITORS)


def _banks(person: User, roles: tuple[Role, ...]) -> QuerySet[QuestionBank]:
    if any(has_role(person, role) for role in roles):
        return QuestionBank.objects.all()
    courses, organisations = _covered(Course, person, roles), _covered(Organisation, person, roles)
    return QuestionBank.objects.filter(Q(course__in=courses) | Q(owner__in=organisations))


def _covered(model: type[Course] | type[Organisation], person: User, roles: tuple[Role, ...]) -> QuerySet:
    """Ids of the rows on which the person has one of the roles."""
    return within_scopes(model._default_manager.all(), person, roles).order_by().values("pk")
