"""The form by which a list of the desk is narrowed."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.catalogue.models import ActivityVersion

from ..queue.filters import Filters
from ..queue.reach import Reach


@dataclass(frozen=True)
class Choice:
    name: str
    label: str
    options: SafeString


class FilterForm:
    """At `address`, by GET. `kept` are other parts of the address, which stay."""

    def __init__(self, address: str, filters: Filters, reach: Reach, **kept: str):
        self.address, self.filters, self._cohorts, self._kept = address, filters, reach.cohorts, kept

    @property
    def is_open(self) -> bool:
        return self.filters.is_narrow

    @property
    def hidden(self) -> dict[str, object]:
        """What the form keeps and does not ask."""
        kept = {"whose": self.filters.whose, "activity": self.filters.activity, **self._kept}
        return {name: value for name, value in kept.items() if value}

    @property
    def everything(self) -> str:
        return self.address + Filters(whose=self.filters.whose).query(**self._kept)

    @cached_property
    def choices(self) -> list[Choice]:
        """Only what there is a choice of."""
        courses = {cohort.course_id: cohort.course for cohort in self._cohorts}
        found = [Choice("course", _("Course"), _options(courses, self.filters.course))] if len(courses) > 1 else []
        if len(self._cohorts) > 1:
            found.append(Choice("cohort", _("Cohort"), _options({one.id: one.name for one in self._cohorts}, self.filters.cohort)))
        return [*found, Choice("language", _("Language"), _options(dict(settings.LANGUAGES), self.filters.language))]

    @property
    def narrow_words(self) -> str:
        """What the list is narrowed to."""
        chosen = self.filters
        course = next((one.course for one in self._cohorts if one.course_id == chosen.course), "")
        cohort = next((one.name for one in self._cohorts if one.id == chosen.cohort), "")
        language = dict(settings.LANGUAGES).get(chosen.language, "")
        named = [each for each in (course, cohort, self._activity, str(language)) if each]
        return _("Only: %(what)s.") % {"what": " · ".join(named)} if named else ""

    @property
    def _activity(self) -> str:
        """No query where none is chosen."""
        if not self.filters.activity:
            return ""
        courses = {cohort.course_id for cohort in self._cohorts}
        version = ActivityVersion.objects.current().filter(of=self.filters.activity, of__lesson__course__in=courses).first()
        return version.title if version else ""


def _options(choices: dict, chosen: object) -> SafeString:
    rows = (f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(words)}</option>' for value, words in choices.items())
    return mark_safe("".join(rows))
