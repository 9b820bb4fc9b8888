"""What coordinators read about pairs and proposals, in sentences."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Enrolment

from .pairing_proposal import Pair, Why, WhyNot
from .pairing_rules import PairRefusal
from .pairing_shown import LANGUAGES, LearnerShown, MentorShown

SHOWN = 20  # names in one message; more are counted


def why_words(pair: Pair, learner: LearnerShown, mentor: MentorShown) -> str:
    words = {
        Why.LANGUAGE: _("Reads %(language)s.") % {"language": language_name(learner.person.language)},
        Why.FORMER: _("Was their mentor before."),
        Why.ONLY: _("Nobody else can be."),
        Why.ROOM: _("Has %(learners)d of %(capacity)d: nobody who can be has more room.")
        % {"learners": mentor.learners, "capacity": mentor.capacity},
    }
    return " ".join(words[why] for why in pair.why)


def why_not_words(why: WhyNot, learner: LearnerShown) -> str:
    language = {"language": language_name(learner.person.language)}
    match why:
        case WhyNot.NO_MENTORS:
            return _("The cohort has no mentors yet.")
        case WhyNot.LANGUAGE:
            return _("No mentor of the cohort reads %(language)s.") % language
        case WhyNot.AWAY:
            return _("All mentors who read %(language)s are away.") % language
        case WhyNot.BARRED:
            return _("A conflict of interest, or the learner's own wish, bars every mentor who reads %(language)s.") % language
        case WhyNot.FULL:
            return _("Every mentor who reads %(language)s has as many learners as they can take.") % language


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code, code))


def standing_words(learner: LearnerShown) -> str:
    """What is wrong with the mentor that the learner has."""
    if learner.pairing and not learner.is_served:
        return _("Is not a mentor of this cohort any more, or a conflict of interest bars them.")
    return ""


def option_words(mentor: MentorShown, language: str) -> str:
    """A mentor in a list to choose from for somebody who reads `language`."""
    parts = [_("%(name)s: %(learners)d of %(capacity)d") % numbers_of(mentor)]
    if language not in mentor.languages:
        parts.append(_("does not read %(language)s") % {"language": language_name(language)})
    if mentor.is_away:
        parts.append(away_words(mentor))
    return ", ".join(parts)


def numbers_of(mentor: MentorShown) -> dict[str, object]:
    return {"name": mentor.person, "learners": mentor.learners, "capacity": mentor.capacity}


def away_words(mentor: MentorShown) -> str:
    until = mentor.profile.away_until
    return _("away until %(day)s") % {"day": date_format(until, "MONTH_DAY_FORMAT")} if mentor.is_away and until else ""


def paired_words(count: int) -> str:
    return ngettext("%(count)d learner has a mentor now.", "%(count)d learners have a mentor now.", count) % {"count": count}


def refused_words(refused: Iterable[tuple[Enrolment, PairRefusal]]) -> str:
    """Who, and why; names first, so that one list tells all."""
    rows = list(refused)
    named = [f"{enrolment.learner}: {why.label}" for enrolment, why in rows[:SHOWN]]
    more = len(rows) - SHOWN
    if more > 0:
        named.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    return _("Not changed: %(names)s.") % {"names": "; ".join(named)}
