from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EARLIEST = 1900


def not_in_the_future(year: int) -> None:
    if year > localdate().year:
        raise ValidationError(_("This year has not come yet."))


class Sex(models.TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    OTHER = "other", pgettext_lazy("sex", "Another")


class AboutFields(models.Model):
    """What people may tell for the programme's figures, and for nothing else. Each may be left empty: figures have a group "not given"."""

    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    born = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True, validators=[MinValueValidator(EARLIEST), not_in_the_future]
    )
    district = models.CharField(_("district"), max_length=80, blank=True)
    changed_at = models.DateTimeField(auto_now=True)  # kept by hand where rows are updated without being loaded

    class Meta:
        abstract = True

    @property
    def is_given(self) -> bool:
        return bool(self.sex or self.born or self.district)


class About(AboutFields):
    """Of a person with an account. It stands apart from the account: nothing else of the site reads it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="about")

    class Meta:
        verbose_name = _("about a person")
        verbose_name_plural = _("about people")

    def __str__(self) -> str:
        return str(self.person_id)
