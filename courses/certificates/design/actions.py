"""What happens to templates. A version is added, never changed; what no certificate looks like may be deleted."""

import dataclasses

from django.db import transaction
from django.db.models import Max

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.core.saving.meanwhile import ChangedMeanwhile
from lms.network.models import Organisation

from ..models import CertificateTemplate, TemplatePicture, TemplateUse, TemplateVersion
from .definition import Design, from_json


class InUse(Exception):
    """A course, a cohort or a certificate needs the template."""


@transaction.atomic
def add_template(
    *, name: str, design: Design, by: User | None, owner: Organisation | None = None, course: Course | None = None
) -> CertificateTemplate:
    template = CertificateTemplate.objects.create(name=name, owner=owner, course=course)
    _add_version(template, 1, design, by)
    return template


@transaction.atomic
def write_template(
    *, template: CertificateTemplate, name: str, design: Design, by: User | None, base: int | None = None
) -> TemplateVersion:
    """From now on it looks so; certificates that were made keep the version they were made with. What says the same makes no version.
    `base`: the number of the version that somebody went on from; raises ChangedMeanwhile where another has changed more than its words in
    other languages since."""
    CertificateTemplate.objects.select_for_update().get(pk=template.pk)
    before = TemplateVersion.objects.current().get(template=template)
    is_same = from_json(before.definition) == design
    if not is_same and _has_moved_on(before, base):
        raise ChangedMeanwhile(before)
    CertificateTemplate.objects.filter(pk=template.pk).update(name=name)
    if is_same:
        return before
    TemplateVersion.objects.filter(pk=before.pk).update(is_current=False)
    last = TemplateVersion.objects.filter(template=template).aggregate(last=Max("number"))["last"]
    return _add_version(template, last + 1, design, by)


def copy_template(
    *, template: CertificateTemplate, name: str, by: User | None, owner: Organisation | None = None, course: Course | None = None
) -> CertificateTemplate:
    version = TemplateVersion.objects.current().get(template=template)
    return add_template(name=name, design=from_json(version.definition), by=by, owner=owner, course=course)


@transaction.atomic
def delete_template(*, template: CertificateTemplate) -> None:
    """Raises InUse."""
    held = CertificateTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if held is None:
        return
    if not CertificateTemplate.objects.unused().filter(pk=held.pk).exists():
        raise InUse
    held.delete()


@transaction.atomic
def use_template(*, template: CertificateTemplate, course: Course | None = None, cohort: Cohort | None = None) -> TemplateUse:
    """Certificates of the course or cohort look so from now on. What was chosen before is given up."""
    CertificateTemplate.objects.select_for_update().get(pk=template.pk)  # nobody deletes it meanwhile
    of = {"course": course} if course else {"cohort": cohort}
    use, _is_new = TemplateUse.objects.update_or_create(**of, defaults={"template": template})
    return use


def stop_using(*, use: TemplateUse) -> None:
    TemplateUse.objects.filter(pk=use.pk).delete()


def chosen_version(cohort: Cohort) -> TemplateVersion | None:
    """The cohort's own choice, else its course's; none for our own certificate."""
    uses = TemplateUse.objects.filter(cohort=cohort) | TemplateUse.objects.filter(course=cohort.course_id)
    found = {use.cohort_id is not None: use.template_id for use in uses}
    chosen = found.get(True, found.get(False))
    return TemplateVersion.objects.current().get(template=chosen) if chosen else None


def _has_moved_on(current: TemplateVersion, base: int | None) -> bool:
    if base is None or base == current.number:
        return False
    before = TemplateVersion.objects.filter(template=current.template_id, number=base).first()
    return before is None or _in_own_words(before) != _in_own_words(current)


def _in_own_words(version: TemplateVersion) -> Design:
    """Without the other languages, which have a form of their own."""
    design = from_json(version.definition)
    return dataclasses.replace(design, words={design.language: design.words.get(design.language, {})})


def _add_version(template: CertificateTemplate, number: int, design: Design, by: User | None) -> TemplateVersion:
    version = TemplateVersion.objects.create(template=template, number=number, definition=dataclasses.asdict(design), created_by=by)
    version.pictures.set(TemplatePicture.objects.filter(digest__in=design.pictures))
    return version
