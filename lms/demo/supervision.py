"""The demo's sample: a review of the mentor's that waits to be read a second time, one that was read and is shared, and what supervisor and
mentor write to each other."""

from django.db import transaction
from django.utils.timezone import now

from courses.catalogue.models import Lesson
from courses.enrolment.actions import enrol
from courses.enrolment.models import Cohort
from courses.enrolment.working_days import local_day
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import hand_in, save_draft, submission_of
from courses.mentorship.actions.reviewing import keep_review, send_review
from courses.mentorship.models import Assignment, Review, ReviewTask
from courses.mentorship.models.assignment import KIND
from courses.supervision.actions.reading import keep_second, send_second, take, talk_over
from courses.supervision.actions.sampling import month_before
from courses.supervision.actions.writing import begin_message, conversation_of, keep_message, next_number, send_message
from courses.supervision.models import SampledReview, SecondReview
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

# learner → what they handed in, and what the mentor said
WORKS = {
    "Оксана Руденко": ("Мы ходим к старикам зимой: вода, дрова, разговор.", "Хорошо. Добавьте, скольким людям."),
    "Степан Лысенко": ("У нас кружок для детей по субботам.", "Понятно и коротко. Зачем он детям?"),
    "Мария Ткач": ("Возим почту и лекарства в три хутора.", "Ясно с первого раза."),
}
SECOND = "Я бы вернула: не сказано, для кого это, и сосед спросил бы."
LETTERS = [
    (True, "Светлана, давайте посмотрим вместе, где для Вас проходит граница между «почти» и «понятно соседу»?"),
    (False, "Давайте. Я прочла первое предложение и представила себе этих людей, поэтому и приняла."),
]


@transaction.atomic
def load_supervision(*, cohort: Cohort, mentor: User, supervisor: User) -> None:
    """Only once: later it is their own."""
    assignment = Assignment.objects.live().filter(lesson__in=Lesson.objects.live().filter(course=cohort.course), kind=KIND).first()
    if assignment is None or SampledReview.objects.filter(cohort=cohort).exists():
        return
    month = month_before(local_day(now(), cohort))
    drawn = [
        SampledReview.objects.create(review=_reviewed(cohort, assignment, name, *said, mentor), cohort=cohort, month=month)
        for name, said in WORKS.items()
    ]
    _read(drawn[0], supervisor)
    conversation = conversation_of(supervisor=supervisor, mentor=mentor)
    for is_supervisor, text in LETTERS:
        by = supervisor if is_supervisor else mentor
        message = begin_message(conversation=conversation, by=by, number=next_number(conversation, by))
        keep_message(message=message, change=Change(new_ulid(), 0, {"text": text}))
        send_message(message=message, about=drawn[0] if is_supervisor else None)


def _reviewed(cohort: Cohort, assignment: Assignment, name: str, text: str, said: str, mentor: User) -> Review:
    learner = User.objects.create_user(None, name=name, language="ru")
    submission = submission_of(enrolment=enrol(learner=learner, cohort=cohort), assignment=assignment)
    save_draft(submission=submission, change=Change(new_ulid(), 0, {"text": text}))
    iteration = hand_in(submission=submission, language=cohort.course.source_language)
    task = ReviewTask.objects.get(iteration=iteration)
    claim(task=task, person=mentor)
    review = open_review(task=task, person=mentor)
    value = {"summary": said, "overall": "accepted", "levels": _levels(review, -1)}
    keep_review(review=review, change=Change(new_ulid(), review.revision, value))
    send_review(review=Review.objects.get(pk=review.pk))
    return Review.objects.get(pk=review.pk)


def _read(sampled: SampledReview, supervisor: User) -> None:
    second = take(sampled=sampled, person=supervisor)
    value = {"summary": SECOND, "overall": "small_fix", "levels": _levels(sampled.review, 0)}
    keep_second(second=second, change=Change(new_ulid(), 0, value))
    send_second(second=second, person=supervisor)
    talk_over(second=SecondReview.objects.get(pk=second.pk), person=supervisor)


def _levels(review: Review, place: int) -> dict[str, str]:
    """Of each criterion the best or the first one."""
    iteration = review.task.iteration
    rubric = iteration.rubric.in_words(iteration.language) if iteration.rubric else None
    return {one.id: one.levels[place].id for one in rubric.criteria} if rubric else {}
