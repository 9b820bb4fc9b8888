"""The quizzes of a lesson as the reader meets them: a card for each, with what it asks, how one stands and the one door. One query for
all quizzes of a page."""

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.rendering import Slot
from courses.enrolment.dates import Window, at_in_words
from courses.enrolment.models import Enrolment
from courses.enrolment.slots import Reading
from lms.core.csrf import token_of

from .actions.attempts import bring_up_to_date
from .card import Card, card_html, count_words, preview_note
from .models.quiz import quiz_definition
from .quiz_definition import QuizSettings
from .showing import words
from .showing.front import Front
from .standing import Standing, standings_of

NOTHING_GIVEN = Window()


def fill_quizzes(reading: Reading) -> Mapping[str, str]:
    """HTML by block id."""
    standings = _standings(reading)
    return {slot.block_id: _card(slot, reading, standings.get(slot.activity_id or 0)) for slot in reading.slots}


def _standings(reading: Reading) -> dict[int, Standing]:
    """With what the clock has done since anybody looked."""
    ids = [slot.activity_id for slot in reading.slots if slot.activity_id]
    if reading.enrolment is None or len(ids) < len(reading.slots):
        return {}
    standings = standings_of(reading.enrolment, ids, now())
    looked_at = [standing.open_attempt for standing in standings.values() if standing.open_attempt]
    before = [attempt.state for attempt in looked_at]
    if [bring_up_to_date(attempt).state for attempt in looked_at] != before:
        return standings_of(reading.enrolment, ids, now())
    return standings


def _card(slot: Slot, reading: Reading, standing: Standing | None) -> SafeString:
    if standing is None or reading.enrolment is None:
        note = _("Enrol in the course to take the quiz.") if slot.activity_id else preview_note()
        return card_html(slot, slot.language or reading.language, Card(note=note, facts=_facts(slot, _settings_of(slot), NOTHING_GIVEN)))
    place = [reading.enrolment.pk, slot.activity_id]
    front = Front(standing, reading.enrolment)
    grade, button = front.grade, front.button
    card = Card(
        facts=[*_facts(slot, standing.quiz.settings, standing.window), _where_i_stand(standing), *_dates(standing, reading.enrolment)],
        result=f"{grade['label']}: {grade['figure']}" if grade else "",
        note=front.notice[0] or front.button_hint,
        button=button,
        start_url=reverse("start_attempt", args=place) if button else "",
        token=token_of(reading.request) if button else "",
        links=_links(standing, reverse("quiz", args=place)),
        is_completed=standing.is_passed,
    )
    return card_html(slot, slot.language or reading.language, card)


def _links(standing: Standing, quiz_url: str) -> list[tuple[str, str]]:
    ended = [attempt for attempt in standing.attempts if not attempt.is_open]
    links = [(_("See my answers"), reverse("attempt_review", args=[ended[-1].pk]))] if ended else []
    return [*links, (_("All about this quiz"), quiz_url)]


def _facts(slot: Slot, settings: QuizSettings, window: Window) -> list[str]:
    facts = [count_words(slot)]
    if settings.time_limit:
        time = words.duration_words(settings.time_limit + window.extra_minutes * 60)
        facts.append(_("Time limit: %(time)s") % {"time": time})
    if settings.pass_mark:
        facts.append(_("Needed to complete it: %(percent)s") % {"percent": words.percent(settings.pass_mark)})
    return facts


def _where_i_stand(standing: Standing) -> str:
    if standing.left is None:
        return _("As many attempts as you like")
    words = ngettext("%(left)s of %(allowed)s attempt left", "%(left)s of %(allowed)s attempts left", standing.allowed or 0)
    return words % {"left": standing.left, "allowed": standing.allowed}


def _dates(standing: Standing, enrolment: Enrolment) -> Iterator[str]:
    window = standing.window
    if window.opens_at:
        yield _("Opens %(when)s") % {"when": at_in_words(window.opens_at, enrolment.cohort)}
    if window.closes_at:
        yield _("Closes %(when)s") % {"when": at_in_words(window.closes_at, enrolment.cohort)}


def _settings_of(slot: Slot) -> QuizSettings:
    """As the words of this page say; the rules are those of the course's source language."""
    return quiz_definition(dict(slot.content)).settings
