"""What learners of the programme handed in, and what the mentors answered: accepted at once, returned and accepted, read by the supervisor
in the third round, or still waiting. A supervisor draws from these reviews."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from courses.catalogue.models import ActivityVersion, Course, Lesson
from courses.enrolment.models import ActivityCompletion
from courses.enrolment.working_days import local_day, promised_day
from courses.mentorship.actions.offering import end_of_offer
from courses.mentorship.anchors import passage
from courses.mentorship.defaults import PROMISE_DAYS, WEEK_TO_ANSWER
from courses.mentorship.letters import kind_about
from courses.mentorship.models import (
    Assignment,
    Comment,
    Iteration,
    IterationAnswer,
    Pairing,
    Reminder,
    Review,
    ReviewRating,
    ReviewTask,
    RubricVersion,
    Submission,
    TaskEvent,
)
from courses.mentorship.models.assignment import KIND
from courses.mentorship.models.review import Outcome, ReviewRevision
from courses.mentorship.models.submission import SubmissionRevision
from courses.workbook.models import Entry, EntryRevision
from lms.accounts.models import User
from lms.core.codes import new_code
from lms.core.log.ulid import new_ulid

from ..answers import as_value
from . import round_words as words
from .learning import lesson_done_at
from .people import INTAKES, Learner
from .year import Staff, Year, add, clock

State = ReviewTask.State
What = TaskEvent.What
WHO = (("completed", 36), ("completed", 30), ("completed", 14))  # by group
LATELY = 8  # of those who are half-way: two of them wait for an answer
WAYS = (("accepted",), ("small_fix", "accepted"), ("do_again", "small_fix", "accepted"), ("small_fix",))
WEIGHTS = (10, 10, 3, 1)
STRICTNESS = (0, 1, 0, 2, 1, 0)  # of the mentors: how often one criterion is seen a level lower


@dataclass
class Asked:
    """An assignment with the exercises it gathers, in its rubric's levels."""

    assignment: Assignment
    rounds: int
    lesson: Lesson
    version: ActivityVersion
    exercises: list[ActivityVersion]
    rubric: RubricVersion
    done_at: dict[int, datetime]


@dataclass
class Stored:
    """Rows by kind, stored in this order."""

    entries: list[Entry] = field(default_factory=list)
    entry_revisions: list[EntryRevision] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    drafts: list[SubmissionRevision] = field(default_factory=list)
    iterations: list[Iteration] = field(default_factory=list)
    answers: list[IterationAnswer] = field(default_factory=list)
    tasks: list[ReviewTask] = field(default_factory=list)
    events: list[TaskEvent] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    revisions: list[ReviewRevision] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    ratings: list[ReviewRating] = field(default_factory=list)
    facts: list[ActivityCompletion] = field(default_factory=list)


def load_rounds(year: Year, *, course: Course, learners: list[Learner], staff: Staff) -> None:
    asked = [found for slug in words.LESSONS if (found := _asked(course, slug, learners))]
    chosen = list(_who(learners, asked))
    mentors = {one.enrolment.pk: _mentor(staff, one, number) for number, one in enumerate(chosen)}
    add(
        (
            Pairing(enrolment=one.enrolment, mentor=mentors[one.enrolment.pk], begun_at=clock(one.begun, 11), by=staff.coordinator)
            for one in chosen
        ),
        stamped="begun_at",
    )
    stored = Stored()
    for number, one in enumerate(chosen):
        for each in asked:
            if one.enrolment.pk in each.done_at and year.lot.random() < words.SHARES[each.lesson.slug]:
                _Work(year, stored, staff, mentors[one.enrolment.pk], one, each, number).hand_in()
    _store(year, stored)


def _asked(course: Course, slug: str, learners: list[Learner]) -> Asked | None:
    lesson = Lesson.objects.live().filter(course=course, slug=slug).first()
    assignment = Assignment.objects.live().filter(lesson=lesson, kind=KIND).first() if lesson else None
    rules = assignment.rules if assignment else None
    if lesson is None or assignment is None or rules is None or rules.rubric is None:
        return None
    language = {"language": course.source_language}
    current = ActivityVersion.objects.current().filter(of__lesson=lesson, of__block_id__in=rules.exercises, **language).select_related("of")
    exercises = sorted(current, key=lambda version: rules.exercises.index(version.of.block_id))
    return Asked(
        assignment=assignment,
        rounds=rules.rounds,
        lesson=lesson,
        version=assignment.versions.current().get(**language),
        exercises=exercises,
        rubric=RubricVersion.objects.get(rubric=rules.rubric, is_current=True),
        done_at=lesson_done_at(learners, lesson),
    )


def _who(learners: list[Learner], asked: list[Asked]) -> Iterator[Learner]:
    names = [each.name for each in INTAKES]
    for name, (fate, number) in zip(names, WHO, strict=True):
        yield from [one for one in learners if one.enrolment.cohort.name == name and one.fate == fate][:number]
    going_on = [one for one in learners if one.fate == "half_way" and one.enrolment.cohort.closed_at is None]
    yield from [one for one in going_on if asked and one.enrolment.pk in asked[0].done_at][:LATELY]


def _mentor(staff: Staff, one: Learner, number: int) -> User:
    place = [each.name for each in INTAKES].index(one.enrolment.cohort.name)
    able = [each for each, _person in enumerate(staff.mentors) if place in (each % 3, (each + 1) % 3)]
    return staff.mentors[able[number % len(able)]]


class _Work:
    """One learner's work on one assignment, over its rounds."""

    def __init__(self, year: Year, stored: Stored, staff: Staff, mentor: User, one: Learner, asked: Asked, number: int):
        self.year, self.stored, self.staff, self.mentor, self.one, self.asked, self.number = year, stored, staff, mentor, one, asked, number
        self.cohort = one.enrolment.cohort
        self.comment: Comment | None = None

    def hand_in(self) -> None:
        at = self.asked.done_at[self.one.enrolment.pk] + timedelta(minutes=20)
        ways = self.year.lot.choices(WAYS, WEIGHTS)[0]
        if self.one.fate == "half_way" and self.number % 3 == 0:
            at, ways = self.year.now - timedelta(hours=3 + self.number % 5), ("",)
        letter = words.LETTERS[self.number % len(words.LETTERS)]
        self.submission = Submission(
            enrolment=self.one.enrolment, assignment=self.asked.assignment, value={"text": letter} if letter else {}
        )
        self.submission.created_at, self.submission.revision = at - timedelta(minutes=15), int(bool(letter))
        self.stored.submissions.append(self.submission)
        if letter:
            self.submission.changed_at = at - timedelta(minutes=5)
            self.stored.drafts.append(_first(SubmissionRevision, self.submission, self.year, self.submission.changed_at))
        self.entries = [self._entry(version, at) for version in self.asked.exercises]
        for round_number, verdict in enumerate(ways, 1):
            answered = self._round(round_number, at, verdict)
            if answered is None:
                return
            at = answered + timedelta(hours=self.year.lot.randint(20, 70))

    def _entry(self, version: ActivityVersion, at: datetime) -> Entry:
        said = words.LESSONS[self.asked.lesson.slug](self.number)[version.of.block_id]
        entry = Entry(enrolment=self.one.enrolment, activity=version.of, version=version)
        entry.value, entry.revision, entry.changed_at = as_value(version.of.kind, version.content, said), 1, at - timedelta(minutes=30)
        self.stored.entries.append(entry)
        revision = _first(EntryRevision, entry, self.year, entry.changed_at)
        revision.version = version
        self.stored.entry_revisions.append(revision)
        return entry

    def _round(self, number: int, at: datetime, verdict: str) -> datetime | None:
        """When it was answered, if it was."""
        sent = self._sent_at(number, at)
        iteration = self._iteration(number, at)
        task = self._task(iteration, number, at)
        if not verdict or sent >= self.year.now - timedelta(hours=1):
            self.submission.state = Submission.State.HANDED_IN
            return None
        by = self.staff.supervisor if task.is_for_supervisor else self.mentor
        is_accepted = verdict == "accepted"
        task.state, task.settled_at, task.settled_by = State.ACCEPTED if is_accepted else State.RETURNED, sent, by
        task.opened_at = sent - timedelta(minutes=self.year.lot.randint(8, 40))
        self._say(task, What.CLAIMED, task.opened_at, by=by)
        self._say(task, What.OPENED, task.opened_at, by=by)
        self._say(task, What.ACCEPTED if is_accepted else What.RETURNED, sent, by=by)
        self._review(task, iteration, verdict, sent, by)
        if is_accepted:
            self._accept(task, sent)
        else:
            self.submission.state = Submission.State.RETURNED
        return sent

    def _sent_at(self, number: int, at: datetime) -> datetime:
        """In the evening of the next working day: before the learner's own mentor has had their time."""
        day = promised_day(at, 1, self.cohort)
        return max(clock(day, 17, (self.number * 7 + number * 13) % 60), at + timedelta(hours=2))

    def _iteration(self, number: int, at: datetime) -> Iteration:
        if number > 1:
            self._change(at)
        iteration = Iteration(submission=self.submission, number=number, round=number, handed_in_at=at, receipt=new_code(), language="ru")
        iteration.version, iteration.rubric, iteration.text = self.asked.version, self.asked.rubric, self.submission.value.get("text", "")
        self.stored.iterations.append(iteration)
        for position, entry in enumerate(self.entries):
            answer = IterationAnswer(iteration=iteration, position=position, activity=entry.activity, version=entry.version)
            answer.value, answer.revision = entry.value, entry.revision
            self.stored.answers.append(answer)
        if self.comment and self.comment.addressed_in is None:
            self.comment.addressed_in = iteration
        return iteration

    def _change(self, at: datetime) -> None:
        """The sentence as the comment asks for it; in the third round with a word more."""
        entry = next((one for one in self.entries if one.activity.block_id == words.COMMENTED), self.entries[-1])
        text = (
            words.SHORTER[self.number % 4] if entry.activity.block_id == words.COMMENTED else f"{entry.value['text']}\n\nПроверено ещё раз."
        )
        if entry.value["text"] == text:
            text += " Прочли вслух, так и оставили."
        changed = at - timedelta(minutes=30)
        entry.value, entry.revision, entry.changed_at = {"text": text}, entry.revision + 1, changed
        revision = _first(EntryRevision, entry, self.year, changed)
        revision.number, revision.base, revision.version = entry.revision, entry.revision - 1, entry.version
        self.stored.entry_revisions.append(revision)
        if self.comment and self.comment.state == Comment.State.OPEN:
            self.comment.state, self.comment.addressed_at = Comment.State.ADDRESSED, changed

    def _task(self, iteration: Iteration, number: int, at: datetime) -> ReviewTask:
        is_last = number >= self.asked.rounds
        task = ReviewTask(iteration=iteration, submission=self.submission, course=self.cohort.course, cohort=self.cohort, language="ru")
        task.learner, task.handed_in_at, task.promised_on = self.one.person, at, promised_day(at, PROMISE_DAYS, self.cohort)
        task.state, task.is_for_supervisor = State.ESCALATED if is_last else State.OFFERED, is_last
        self._say(task, What.HANDED_IN, at, by=self.one.person)
        if is_last:
            self._say(task, What.ESCALATED, at)
        else:
            task.offered_to, task.offered_until = self.mentor, end_of_offer(at, self.cohort)
            self._say(task, What.OFFERED, at, to=self.mentor)
        self.stored.tasks.append(task)
        return task

    def _review(self, task: ReviewTask, iteration: Iteration, verdict: str, sent: datetime, by: User) -> None:
        lot = self.year.lot
        rubric = self.asked.rubric.in_words(self.asked.rubric.language)
        lower = STRICTNESS[self.staff.mentors.index(by)] if by in self.staff.mentors else 0
        worst = {"accepted": 0, "small_fix": 1, "do_again": 2}[verdict]
        levels = {}
        for criterion in rubric.criteria:
            place = min(lot.choice(range(worst + 1)) + (lot.random() < lower * 0.3), len(criterion.levels) - 1)
            levels[criterion.id] = criterion.levels[place].id
        value: dict[str, Any] = {"summary": lot.choice(words.SUMMARIES[verdict]), "overall": verdict, "outcomes": {}, "levels": levels}
        review = Review(task=task, reviewer=by, value=value, revision=1, changed_at=sent - timedelta(minutes=3), sent_at=sent)
        review.outcome, review.points = Outcome(verdict), rubric.points(levels)
        seen = sent + timedelta(hours=lot.randint(2, 60))
        review.seen_at = seen if seen < self.year.now else None
        self.stored.reviews.append(review)
        self.stored.revisions.append(_first(ReviewRevision, review, self.year, review.changed_at or sent))
        if verdict == "small_fix" and self.comment is None:
            self._comment(review, iteration, sent)
        if review.seen_at and lot.random() < 0.35:
            self.stored.ratings.append(ReviewRating(review=review, is_helpful=lot.random() < 0.9, why=lot.choice(words.WHY_HELPFUL)))

    def _comment(self, review: Review, iteration: Iteration, sent: datetime) -> None:
        """On the words that the postwoman would forget."""
        entry = next((one for one in self.entries if one.activity.block_id == words.COMMENTED), None)
        said = words.SENTENCES[self.number % 4][1]
        if entry is None or said not in entry.value["text"]:
            return
        text = entry.value["text"]
        about = passage(text, text.index(said), text.index(said) + len(said))
        self.comment = Comment(submission=self.submission, iteration=iteration, review=review, made_id=new_ulid(), field="text")
        self.comment.activity, self.comment.value = entry.activity, {"text": self.year.lot.choice(words.COMMENTS)}
        self.comment.exact, self.comment.prefix, self.comment.suffix = about.exact, about.prefix, about.suffix
        self.comment.start, self.comment.end = about.start, about.end
        self.comment.state, self.comment.created_at = Comment.State.OPEN, sent - timedelta(minutes=5)
        self.stored.comments.append(self.comment)

    def _accept(self, task: ReviewTask, sent: datetime) -> None:
        """A week later it closes by itself."""
        self.stored.facts.append(ActivityCompletion(enrolment=self.one.enrolment, activity_id=self.asked.assignment.pk, completed_at=sent))
        closes = local_day(sent + WEEK_TO_ANSWER, self.cohort)
        self.submission.state, self.submission.closes_on = Submission.State.ACCEPTED, closes
        if closes < self.year.today - timedelta(days=1):
            at = clock(closes + timedelta(days=1), 0, 30)
            self.submission.state = Submission.State.CLOSED
            self.stored.reminders.append(Reminder(task=task, step=Reminder.Step.CLOSED, due_on=closes, done_at=at))
            self._say(task, What.CLOSED, at)

    def _say(self, task: ReviewTask, what: str, at: datetime, *, by: User | None = None, to: User | None = None) -> None:
        self.stored.events.append(TaskEvent(task=task, what=what, by=by, to=to, at=at))


def _first(kind: Any, log: Any, year: Year, at: datetime) -> Any:
    return kind(log=log, number=1, change_id=new_ulid(), base=0, value=log.value, created_at=at)


def _store(year: Year, stored: Stored) -> None:
    stamps = {"submissions": "created_at", "comments": "created_at"}
    refer = ("log", "submission", "iteration", "task", "review", "addressed_in")
    for name, rows in vars(stored).items():
        for row in rows:
            for relation in refer:
                if getattr(row, relation, None) is not None and hasattr(row, f"{relation}_id"):
                    setattr(row, relation, getattr(row, relation))  # it has a number now
        add(rows, stamped=stamps.get(name, ""))
    for review in stored.reviews:
        year.write(
            kind=kind_about(review),
            person=review.task.learner,
            key=str(review.pk),
            at=review.sent_at or year.now,
            context={"review": review.pk},
        )
