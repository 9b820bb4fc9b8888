"""The demo's learner and her mentor in the middle of a second round: the first came back with two comments, one is answered by a changed
sentence and one by a reply, and the second round waits for the mentor."""

from courses.catalogue.models import Activity, Lesson
from courses.enrolment.models import Enrolment
from courses.mentorship.actions.answering import address, rate, reply
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import hand_in, save_draft, submission_of
from courses.mentorship.actions.reviewing import add_comment, keep_review, send_review
from courses.mentorship.anchors import passage
from courses.mentorship.models import Assignment, Comment, Iteration, Pairing, Review, ReviewTask, Submission
from courses.mentorship.models.assignment import KIND
from courses.workbook.actions import save_answer
from courses.workbook.models import Entry
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

LETTER = "Сомневаюсь, не слишком ли длинное предложение про нас."
SUMMARY = "Анну я увидела, как живую. Осталось одно предложение: пусть его запомнят с первого раза."
COMMENTS = {
    # words of the exercise → what the mentor says
    "с водой, лекарствами и разговором": "Почтальонка запомнила без лекарств. Уберите то, что не запоминается, и прочтите ей ещё раз.",
    "чтобы зимой никто не оставался один": "Хорошо. А летом?",
}
CHANGED = (
    "Мы приходим к тем, кому трудно выйти со двора, с водой и разговором, чтобы зимой никто не оставался один.\n\n"
    "Почтальонка пересказала слово в слово."
)
REPLY = "Летом к ним приезжают дети. Зимой — никто."
SENTENCE = "our-sentence"


def load_rounds(*, enrolment: Enrolment, lesson: Lesson, mentor: User) -> None:
    assignment = Assignment.objects.live().filter(lesson=lesson, kind=KIND).first()
    if assignment is None:
        return
    Pairing.objects.create(enrolment=enrolment, mentor=mentor)
    language = lesson.course.source_language
    submission = submission_of(enrolment=enrolment, assignment=assignment)
    save_draft(submission=submission, change=Change(new_ulid(), 0, {"text": LETTER}))
    comments = _answered(hand_in(submission=submission, language=language), mentor)
    _change_sentence(enrolment, lesson)
    for comment, is_changed in zip(comments, (True, False), strict=False):
        if is_changed:
            address(comment=comment)
        else:
            reply(comment=comment, person=enrolment.learner, made_id=new_ulid(), text=REPLY)
    hand_in(submission=Submission.objects.get(pk=submission.pk), language=language)


def _answered(iteration: Iteration, mentor: User) -> list[Comment]:
    """The first round as the mentor read it."""
    task = ReviewTask.objects.get(iteration=iteration)
    claim(task=task, person=mentor)
    review = open_review(task=task, person=mentor)
    for answer in iteration.answers.select_related("activity").filter(activity__block_id=SENTENCE):
        text = answer.value["text"]
        for words, said in COMMENTS.items():
            about = passage(text, text.index(words), text.index(words) + len(words))
            add_comment(review=review, made_id=new_ulid(), text=said, activity=answer.activity, field="text", about=about)
    value = {"summary": SUMMARY, "overall": "small_fix", "levels": _levels(iteration)}
    keep_review(review=review, change=Change(new_ulid(), review.revision, value))
    send_review(review=Review.objects.get(pk=review.pk))
    rate(review=Review.objects.select_related("task__submission").get(pk=review.pk), is_helpful=True, why="")
    return list(Comment.objects.filter(review=review).select_related("submission__enrolment").order_by("pk"))


def _levels(iteration: Iteration) -> dict[str, str]:
    """The middle one of each criterion."""
    rubric = iteration.rubric.in_words(iteration.language) if iteration.rubric else None
    return {criterion.id: criterion.levels[len(criterion.levels) // 2].id for criterion in rubric.criteria} if rubric else {}


def _change_sentence(enrolment: Enrolment, lesson: Lesson) -> None:
    activity = Activity.objects.live().filter(lesson=lesson, block_id=SENTENCE).first()
    entry = Entry.objects.select_related("enrolment", "activity", "version").filter(enrolment=enrolment, activity=activity).first()
    if entry and entry.version:
        save_answer(entry=entry, version=entry.version, change=Change(new_ulid(), entry.revision, {"text": CHANGED}))
