"""What is said in a record, the same on the page and on paper."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.competences.judged import Judged
from courses.internships.words import time_words

from .transcript import PracticeLine, Transcript


def hours_words(hours: int) -> str:
    return ngettext("%(hours)d hour of study", "%(hours)d hours of study", hours) % {"hours": hours}


def consultations_words(record: Transcript) -> str:
    count = len(record.consultations)
    words = ngettext("%(count)d consultation", "%(count)d consultations", count) % {"count": count}
    minutes = time_words(record.consultation_minutes)
    return f"{words} ({minutes})" if minutes else words


def level_words(judged: Judged) -> str:
    return _("%(level)s of %(most)s") % {"level": judged.level, "most": judged.most}


def judged_by(judged: Judged) -> str:
    return f"{judged.by or _('A mentor')}, {date_format(judged.at, 'DATE_FORMAT')}"


def between(where: PracticeLine) -> str:
    return _("%(first)s to %(last)s") % {"first": date_format(where.starts_on), "last": date_format(where.ends_on)}


def percent(value: float) -> str:
    return _("%(number)s%%") % {"number": number_format(value, 1).removesuffix(".0").removesuffix(",0")}
