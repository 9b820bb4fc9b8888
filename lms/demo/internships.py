"""The demo's placement: three learners in a village library, with days that are confirmed, that wait, that came back and that are still
being written."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from courses.enrolment.actions import enrol
from courses.enrolment.models import Cohort, Enrolment
from courses.internships.actions.closing import Decision, close_entries
from courses.internships.actions.handing_in import submit
from courses.internships.actions.placing import set_learners, set_plan
from courses.internships.actions.writing import begin, save_entry
from courses.internships.models import Participation, Placement
from courses.internships.rules import today_of
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

HOST, PLACE = "Библиотека имени Леси Украинки", "с. Заречное, у автобусной остановки"
ABOUT = "Три недели рядом с библиотекарями: слушаем, кто приходит и зачем, и делаем вместе одно небольшое дело."
PLAN = ["Познакомиться с читателями", "Составить список тех, кто сам не приходит", "Первые три визита с библиотекарем"]


@dataclass(frozen=True)
class Written:
    """A day, `days_ago`. What became of it: a comment makes it returned."""

    days_ago: int
    minutes: int
    did: str
    result: str = ""
    question: str = ""
    state: str = "confirmed"
    comment: str = ""


DAYS = [
    Written(9, 240, "Разбирала с Ниной Павловной картотеку и слушала, о чём спрашивают у стойки.", "Список из двадцати вопросов."),
    Written(
        7, 180, "Обзванивала читателей, которые не приходили с весны.", state="returned", comment="Скольких обзвонили и что они сказали?"
    ),
    Written(
        3, 300, "Ходила с библиотекарем по трём адресам, носила книги.", question="Как записать тех, кто не открыл?", state="submitted"
    ),
    Written(0, 90, "Готовила список для второго визита.", state="draft"),
]
OTHERS_DAYS = {
    "Ганна Мельник": [
        Written(8, 210, "Помогала детям выбирать книги на лето.", "Двенадцать карточек."),
        Written(2, 150, "Писала объявление о встрече.", state="submitted"),
    ],
    "Петро Бойко": [
        Written(8, 180, "Чинил с волонтёрами полки в детском зале.", "Две полки стоят."),
        Written(1, 120, "Возил книги в соседнее село.", state="submitted"),
    ],
}


@transaction.atomic
def load_internships(*, cohort: Cohort, learner: User, mentor: User, supervisor: User) -> None:
    """Only once: later it is their own."""
    if Placement.objects.filter(cohort=cohort).exists():
        return
    placement = Placement(cohort=cohort, host=HOST, place=PLACE, about=ABOUT, mentor=mentor, supervisor=supervisor)
    today = today_of(placement)
    placement.starts_on, placement.ends_on = today - timedelta(days=11), today + timedelta(days=9)
    placement.save()
    set_plan(placement=placement, plan=dict(zip(placement.days, PLAN, strict=False)))
    others = [User.objects.create_user(None, name=name, language="ru") for name in OTHERS_DAYS]
    enrolments = [Enrolment.objects.get(learner=learner, cohort=cohort), *(enrol(learner=other, cohort=cohort) for other in others)]
    set_learners(placement=placement, enrolments=enrolments)
    for one in Participation.objects.filter(placement=placement).select_related("placement__cohort", "enrolment__learner"):
        for day in DAYS if one.enrolment.learner_id == learner.pk else OTHERS_DAYS[one.enrolment.learner.name]:
            _write(one, day, mentor)


def _write(one: Participation, day: Written, mentor: User) -> None:
    entry = begin(participation=one, made_id=new_ulid())
    date = today_of(one.placement) - timedelta(days=day.days_ago)
    value = {"date": date.isoformat(), "minutes": day.minutes, "did": day.did, "result": day.result, "question": day.question}
    save_entry(entry=entry, change=Change(new_ulid(), 0, value))
    if day.state == "draft":
        return
    entry = submit(entry=entry, is_sure=True)
    if day.state != "submitted":
        decision = Decision(entry.pk, entry.last_number, is_confirmed=not day.comment, comment=day.comment)
        close_entries(decisions=[decision], by=mentor)
