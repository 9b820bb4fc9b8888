"""How certificates look, made in the back office. A version never changes, so a certificate that names one looks the same for ever."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort
from lms.network.models import Organisation

from .storage import private_storage


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    def unused(self):
        """No course or cohort has chosen it, and no certificate looks like it."""
        return self.exclude(uses__isnull=False).exclude(versions__certificates__isnull=False)


class CertificateTemplate(models.Model):
    """Of an organisation, of a course, or of the whole site (neither)."""

    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=Q(owner=None) | Q(course=None), name="certificate_template_of_one")]

    def __str__(self) -> str:
        return self.name


class TemplatePicture(models.Model):
    """A background, logo or signature: made again from what was uploaded, kept once, never changed."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the content
    file = models.FileField(max_length=200, storage=private_storage)
    content_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def current(self):
        return self.filter(is_current=True)


class TemplateVersion(models.Model):
    """What a template says from a moment on (`definition`: see `design/definition.py`)."""

    template = models.ForeignKey(CertificateTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    definition = models.JSONField()
    pictures = models.ManyToManyField(TemplatePicture, related_name="versions")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(fields=["template"], condition=Q(is_current=True), name="template_version_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} / {self.number}"


class TemplateUse(models.Model):
    """A course or a cohort whose certificates look so from now on. What a cohort chose comes before what its course chose."""

    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="uses")
    course = models.OneToOneField(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="certificate_use")
    cohort = models.OneToOneField(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="certificate_use")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course=None, cohort__isnull=False) | Q(course__isnull=False, cohort=None), name="template_use_of_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id} → {self.course_id or ''} {self.cohort_id or ''}"
