"""The demo's times and consultations: some to book, one that is full, one that the learner has, one that was held with something agreed,
and a walk-in of somebody without an account."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from courses.consultations.actions.booking import book
from courses.consultations.actions.offering import Offer, offer, offer_series
from courses.consultations.actions.settling import Agreed, Words, hold, walk_in
from courses.consultations.models import Consultation, Mode, Slot, Visitor
from courses.enrolment.models import Cohort
from lms.accounts.models import Sex, User
from lms.core.log.ulid import new_ulid

ZONE = "Europe/Kyiv"
LIBRARY = "Библиотека, ул. Школьная, 4"
WISH = "Хочу показать письмо в район: не слишком ли оно длинное?"
WORDS = Words(
    topic="Кому мы помогаем",
    outcome="Прочли описание вслух. Стало ясно, что соцработница и почтальонка – первые, кого стоит позвать.",
    next_step="Позвать обеих на чай и спросить, кого они видят чаще всех.",
    shared_note="Начните с тех, кто сам не придёт.",
    private_note="Устаёт; задания лучше давать по одному.",
)
AGREED = "Позвать почтальонку и соцработницу на чай"


@transaction.atomic
def load_consultations(*, cohort: Cohort, learner: User, mentor: User) -> None:
    """Only once: later it is their own."""
    if Slot.objects.filter(offered_by=mentor).exists():
        return
    tuesday = _next(1, 10)
    at_library = Offer(starts_at=tuesday, minutes=45, zone=ZONE, where=LIBRARY, about="С чем придёте, с тем и разберёмся")
    series = offer_series(cohort=cohort, by=mentor, what=at_library, every=1, until=(tuesday + timedelta(weeks=7)).date())
    evening = Offer(starts_at=_next(3, 18), minutes=30, zone=ZONE, mode=Mode.PHONE, where="Я позвоню Вам", about="Вечером, коротко")
    offer(cohort=cohort, by=mentor, what=evening)
    together = Offer(
        starts_at=_next(5, 12),
        minutes=90,
        zone=ZONE,
        mode=Mode.ONLINE,
        where="https://meet.example.org/village",
        seats=6,
        about="Первый грант",
    )
    offer(cohort=cohort, by=mentor, what=together)
    book(slot=series[0], learner=learner, by=learner, wish=WISH)
    _held(cohort, learner, mentor)
    book(slot=series[1], visitor=_visitor(cohort, mentor), by=mentor)


def _held(cohort: Cohort, learner: User, mentor: User) -> None:
    """A week ago, and a walk-in the day before yesterday."""
    past = Slot(cohort=cohort, offered_by=mentor, time_zone=ZONE, where=LIBRARY)
    past.set_time(now() - timedelta(days=7), 45)
    past.save()
    was = Consultation.objects.create(
        cohort=cohort,
        slot=past,
        seat=1,
        learner=learner,
        mentor=mentor,
        state=Consultation.State.BOOKED,
        starts_at=past.starts_at,
        minutes=45,
    )
    hold(consultation=was, by=mentor, minutes=50, words=WORDS, agreed=[Agreed(AGREED, (now() + timedelta(days=10)).date())])
    guest = _visitor(cohort, mentor)
    walk_in(
        by=mentor,
        cohort=cohort,
        made_id=new_ulid(),
        minutes=15,
        words=Words(topic="Как начать"),
        visitor=guest,
        at=now() - timedelta(days=2),
    )


def _visitor(cohort: Cohort, mentor: User) -> Visitor:
    told = {"sex": Sex.FEMALE, "born": 1958, "district": "Заречный", "made_by": mentor}
    return Visitor.objects.get_or_create(cohort=cohort, name="Галина Степановна", defaults=told)[0]


def _next(weekday: int, hour: int) -> datetime:
    """The first such day (0 is Monday) after tomorrow, at that hour of the clock there."""
    day = now().astimezone(ZoneInfo(ZONE)).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return day + timedelta(days=(weekday - day.weekday()) % 7)
