"""Mentors in the middle of reviewing rounds of 10,000 words with 100 comments: a first round with drafts of their own, and a second one
with what they said of the first and what the learner has changed since."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db import connection
from django.utils.timezone import now

from courses.catalogue.models import Activity, ActivityVersion, Course, CourseVersion, Lesson, LessonVersion, Module, ModuleVersion
from courses.enrolment.models import Cohort, Enrolment
from courses.mentorship.anchors import passage
from courses.mentorship.defaults import LEASE
from courses.mentorship.models import (
    Comment,
    CommentReply,
    Iteration,
    IterationAnswer,
    Review,
    ReviewRevision,
    ReviewTask,
    Rubric,
    RubricVersion,
    Submission,
)  # fmt: skip
from courses.mentorship.showing.words import sentences
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.core.log.ulid import new_ulid

from . import data

SLUG, MENTORS = "bench-review", 4
EXERCISES, WORDS, COMMENTS = 10, 1000, 10  # words and comments of each exercise
_VOCABULARY = (
    "village people neighbour old young winter road bus school well roof money letter council evening kitchen phone help together"
    " we they she nobody everybody asked told came went brought needs knows counts waits lives works two hundred few many every"
    " in with without for from about because when after before and but not yet the a their our this"
)
_SAID = "Who are they? Say it with a name and a number, as you would to a neighbour who has not been there."


def generate(learners: list[User]) -> None:
    """Does nothing where it has been done."""
    if Course.objects.filter(slug=SLUG).exists():
        return
    course, lesson = _course()
    cohort = Cohort.objects.create(course=course, name="Group", country="UA")
    asked = [_activity(lesson, number, "long_text", _exercise(number)) for number in range(EXERCISES)]
    assignment = _activity(lesson, EXERCISES, "assignment", {"brief": "Show it.", "exercises": [one.of.block_id for one in asked]})
    rubric = _rubric()
    for number in range(MENTORS):
        mentor = User.objects.create(email=_email(number), name=f"Mentor {number}", language="en", password="!")
        grant_role(person=mentor, role=Role.MENTOR, where=course)
        for place, begin in enumerate([_in_first_round, _in_second_round]):
            enrolment = Enrolment.objects.create(learner=learners[2 * number + place], cohort=cohort)
            submission = Submission.objects.create(enrolment=enrolment, assignment_id=assignment.of_id, state=Submission.State.HANDED_IN)
            begin(_Work(submission, assignment, asked, rubric, mentor, Random(number)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sessions() -> list[dict[str, str]]:
    """One of each mentor, with what they have in hand: the tasks by their round, and what is saved to."""
    made = []
    for number in range(MENTORS):
        mentor = User.objects.get(email=_email(number))
        mine = ReviewTask.objects.filter(claimed_by=mentor)
        mine.update(claimed_until=now() + LEASE)
        first, second = mine.order_by("iteration__round").values_list("pk", flat=True)
        review = Review.objects.get(task=first, reviewer=mentor)
        comment = review.comments.first()
        tasks = {"first": str(first), "second": str(second)}
        at = {"review_revision": str(review.revision), "comment": comment.made_id, "comment_revision": str(comment.revision)}
        made.append(data.cookies(mentor) | tasks | at)
    return made


class _Work:
    """One learner's submission, in a mentor's hands."""

    def __init__(
        self,
        submission: Submission,
        version: ActivityVersion,
        asked: list[ActivityVersion],
        rubric: RubricVersion,
        mentor: User,
        chance: Random,
    ):
        self.submission, self.version, self.asked, self.rubric, self.mentor, self.chance = (
            submission,
            version,
            asked,
            rubric,
            mentor,
            chance,
        )

    def handed_in(self, texts: list[str], number: int, **fields: object) -> ReviewTask:
        enrolment, at = self.submission.enrolment, now() - timedelta(days=7 * (2 - number) + 1)
        iteration = Iteration.objects.create(
            submission=self.submission, number=number, round=number, handed_in_at=at, receipt=f"R{self.submission.pk:05d}{number}",
            language="en", version=self.version, rubric=self.rubric,
        )  # fmt: skip
        IterationAnswer.objects.bulk_create(
            IterationAnswer(
                iteration=iteration, position=place, activity=version.of, version=version, value={"text": text}, revision=number
            )
            for place, (version, text) in enumerate(zip(self.asked, texts, strict=True))
        )
        return ReviewTask.objects.create(
            iteration=iteration, submission=self.submission, course=enrolment.cohort.course, cohort=enrolment.cohort,
            learner=enrolment.learner, language="en", handed_in_at=at, promised_on=(at + timedelta(days=7)).date(), opened_at=at, **fields,
        )  # fmt: skip

    def in_hand(self, texts: list[str], number: int) -> Review:
        held = {"state": ReviewTask.State.IN_REVIEW, "claimed_by": self.mentor, "claimed_until": now() + LEASE}
        return self.said(self.handed_in(texts, number, **held))

    def said(self, task: ReviewTask, **fields: object) -> Review:
        outcomes = {str(version.of_id): "small_fix" for version in self.asked}
        value = {"summary": _SAID, "overall": "do_again", "outcomes": outcomes, "levels": {"criterion-0": "level-1"}}
        review = Review.objects.create(task=task, reviewer=self.mentor, value=value, revision=1, changed_at=now(), **fields)
        ReviewRevision.objects.create(log=review, number=1, change_id=new_ulid(), base=0, value=value, created_at=now())
        return review

    def comments(self, review: Review, texts: list[str], **fields: object) -> list[Comment]:
        """On passages, over the whole of each text."""
        iteration = review.task.iteration
        about = [
            (version, passage(text, *place))
            for version, text in zip(self.asked, texts, strict=True)
            for place in sorted(self.chance.sample(sentences(text), COMMENTS))
        ]
        return Comment.objects.bulk_create(
            Comment(
                submission=self.submission, iteration=iteration, review=review, made_id=new_ulid(), activity=version.of, field="text",
                exact=one.exact, prefix=one.prefix, suffix=one.suffix, start=one.start, end=one.end, value={"text": _SAID}, revision=1,
                changed_at=now(), **fields,
            )
            for version, one in about
        )  # fmt: skip


def _in_first_round(work: _Work) -> None:
    texts = _texts(work.chance)
    work.comments(work.in_hand(texts, 1), texts)


def _in_second_round(work: _Work) -> None:
    """Every eighth sentence is another one, half of the comments are answered, every fourth with a reply."""
    texts, at = _texts(work.chance), now() - timedelta(days=5)
    first = work.handed_in(texts, 1, state=ReviewTask.State.RETURNED, settled_at=at, settled_by=work.mentor)
    review = work.said(first, outcome="do_again", sent_at=at)
    comments = work.comments(review, texts, state=Comment.State.OPEN)
    now_reviewed = work.in_hand([_changed(text, work.chance) for text in texts], 2)
    answered = Comment.objects.filter(pk__in=[one.pk for one in comments[::2]])
    answered.update(state=Comment.State.ADDRESSED, addressed_at=at, addressed_in=now_reviewed.task.iteration)
    learner = work.submission.enrolment.learner
    CommentReply.objects.bulk_create(
        CommentReply(comment=one, by=learner, made_id=new_ulid(), text="I have counted them.") for one in comments[::4]
    )


def _course() -> tuple[Course, Lesson]:
    course = Course.objects.create(slug=SLUG, source_language="en", translation_key=uuid.uuid4())
    CourseVersion.objects.create(of=course, language="en", title="In review", content_hash="1", content={"summary": "For the bench."})
    module = Module.objects.create(course=course, slug="module", translation_key=uuid.uuid4())
    ModuleVersion.objects.create(of=module, language="en", title="Module", content_hash="1")
    lesson = Lesson.objects.create(course=course, module=module, slug="lesson", translation_key=uuid.uuid4())
    LessonVersion.objects.create(of=lesson, language="en", title="Lesson", content_hash="1", content={"body": []})
    return course, lesson


def _activity(lesson: Lesson, number: int, kind: str, content: dict) -> ActivityVersion:
    activity = Activity.objects.create(lesson=lesson, block_id=f"block-{number}", kind=kind, position=number)
    return ActivityVersion.objects.create(of=activity, language="en", title=f"Part {number}", content_hash="1", content=content)


def _exercise(number: int) -> dict:
    return {"prompt": f"Who lives here, part **{number}**?", "model_answer": "Everybody, by name.\n\n" * 5, "rows": 6}


def _rubric() -> RubricVersion:
    """Five criteria of four levels."""
    levels = [
        {"id": f"level-{n}", "title": f"Level {n}", "points": n, "description": "What one sees of it in the words."} for n in range(4)
    ]
    criteria = [{"id": f"criterion-{n}", "title": f"What we look at, {n}", "levels": levels} for n in range(5)]
    rubric = Rubric.objects.create(slug=SLUG)
    return RubricVersion.objects.create(rubric=rubric, number=1, language="en", definition={"title": "Clear words", "criteria": criteria})


def _email(number: int) -> str:
    return f"reviewer{number}@desk.example"


def _texts(chance: Random) -> list[str]:
    return [_text(chance) for _ in range(EXERCISES)]


def _text(chance: Random) -> str:
    """Sentences of five to fifteen words, a paragraph of five of them."""
    written, left = [], WORDS
    while left > 0:
        words = _sentence(chance, min(left, chance.randint(5, 15)))
        left -= len(words.split())
        written.append(words)
    return "\n\n".join(" ".join(written[at : at + 5]) for at in range(0, len(written), 5))


def _sentence(chance: Random, words: int) -> str:
    return " ".join(chance.choices(_VOCABULARY.split(), k=words)).capitalize() + "."


def _changed(text: str, chance: Random) -> str:
    return "".join(_pieces(text, chance))


def _pieces(text: str, chance: Random) -> Iterator[str]:
    at = 0
    for start, end in sentences(text):
        yield text[at:start]
        yield _sentence(chance, 10) if chance.random() < 1 / 8 else text[start:end]
        at = end
    yield text[at:]
