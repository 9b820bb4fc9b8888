"""Who may see, change and choose templates: editors, coordinators and administrators of the organisation or course that owns one, or of the
whole site. A template of nobody is the whole site's to change and everybody's to choose."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes
from lms.network.models import Organisation

from ..models import CertificateTemplate, TemplatePicture, TemplateUse
from ..models.template import CertificateTemplateQuerySet
from ..rules import KEEPERS

DESIGNERS = (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def designs_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in DESIGNERS)


def designs_for_all(person: User) -> bool:
    return any(has_role(person, role) for role in DESIGNERS)


def organisations_designed_by(person: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=_ids(within_scopes(Organisation.objects.all(), person, DESIGNERS)))


def courses_designed_by(person: User) -> QuerySet[Course]:
    """Whose templates the person makes, and for which they choose one."""
    return Course.objects.filter(pk__in=_ids(within_scopes(Course.objects.all(), person, DESIGNERS)), retired_at=None)


def cohorts_designed_by(person: User) -> QuerySet[Cohort]:
    return Cohort.objects.filter(pk__in=_ids(within_scopes(Cohort.objects.all(), person, DESIGNERS)))


def may_add(person: User) -> bool:
    """For an organisation, for a course, or for the whole site."""
    if not designs_somewhere(person):
        return False
    return designs_for_all(person) or organisations_designed_by(person).exists() or courses_designed_by(person).exists()


def templates_designed_by(person: User) -> CertificateTemplateQuerySet:
    rows = CertificateTemplate.objects.all()
    found = within_scopes(rows, person, DESIGNERS, "owner") | within_scopes(rows, person, DESIGNERS, "course")
    return CertificateTemplate.objects.filter(pk__in=_ids(found))


def templates_seen_by(person: User) -> CertificateTemplateQuerySet:
    """Those of nobody; those of the organisations, courses and cohorts in scope and of whoever owns these; those that are chosen there."""
    if not designs_somewhere(person):
        return CertificateTemplate.objects.none()
    courses = _ids(within_scopes(Course.objects.all(), person, DESIGNERS))
    cohorts = _ids(within_scopes(Cohort.objects.all(), person, DESIGNERS))
    organisations = _ids(within_scopes(Organisation.objects.all(), person, DESIGNERS))
    return CertificateTemplate.objects.filter(
        Q(owner=None, course=None)
        | Q(owner__in=organisations)
        | Q(owner__in=Course.objects.filter(pk__in=courses).order_by().values("owner"))
        | Q(owner__in=Cohort.objects.filter(pk__in=cohorts).order_by().values("owner"))
        | Q(owner__in=Cohort.objects.filter(pk__in=cohorts).order_by().values("course__owner"))
        | Q(course__in=courses)
        | Q(course__in=Cohort.objects.filter(pk__in=cohorts).order_by().values("course"))
        | Q(pk__in=TemplateUse.objects.filter(Q(course__in=courses) | Q(cohort__in=cohorts)).order_by().values("template"))
    )


def uses_chosen_by(person: User) -> QuerySet[TemplateUse]:
    """Which the person may take back."""
    return TemplateUse.objects.filter(Q(course__in=_ids(courses_designed_by(person))) | Q(cohort__in=_ids(cohorts_designed_by(person))))


def pictures_seen_by(person: User) -> QuerySet[TemplatePicture]:
    """Their own, and those of templates that they see: a signature is not for everybody."""
    seen = templates_seen_by(person).order_by().values("pk")
    return TemplatePicture.objects.filter(Q(added_by=person) | Q(versions__template__in=seen)).distinct()


def longest_name(person: User) -> str:
    """The longest that a certificate of a learner whom the person looks after would have; empty where there is none."""
    mine = within_scopes(Enrolment.objects.filter(learner__erased_at=None), person, KEEPERS, "cohort")
    learners = User.objects.filter(pk__in=mine.order_by().values("learner"))
    candidates = [
        learners.exclude(certificate_name="").order_by(-Length("certificate_name"), "pk").first(),
        learners.filter(certificate_name="").order_by(-Length("name"), "pk").first(),
    ]
    return max((one.printed_name for one in candidates if one), key=len, default="")


def _ids(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")
