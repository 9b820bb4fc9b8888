"""What the page of a task asks the database for, each with the columns that it shows and no others."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lms.core.prepared import Prepared

from ..models import Bar, Comment, CommentReply, Iteration, IterationAnswer, Note, Review, ReviewTask, SubmissionFile

_PERSON = ("name", "email")


def _of(path: str, *names: str) -> list[str]:
    return [f"{path}__{name}" for name in names]


# (task, person): with `is_barred` and `has_review`, both about the person; whether there are files and notes to be asked for.
TASK: Prepared[ReviewTask] = Prepared(
    ReviewTask,
    lambda task, person: (
        ReviewTask.objects.filter(pk=task)
        .annotate(
            is_barred=Exists(Bar.objects.filter(mentor=person, learner=OuterRef("learner"))),
            has_review=Exists(Review.objects.filter(task=OuterRef("pk"), reviewer=person)),
            has_files=Exists(Iteration.files.through.objects.filter(iteration=OuterRef("iteration"))),
            has_notes=Exists(Note.objects.filter(enrolment=OuterRef("submission__enrolment"))),
        )
        .select_related("iteration__version", "iteration__rubric", "submission", "cohort__course", "course", "learner")
        .only(
            *[field.name for field in ReviewTask._meta.concrete_fields],
            *_of("iteration", "submission", "number", "round", "handed_in_at", "receipt", "language", "text", "is_unofficial"),
            *_of("iteration__version", "title", "content", "language"),
            *_of("iteration__rubric", "rubric", "language", "definition", "translations"),
            *_of("submission", "enrolment", "assignment", "state"),
            *_of("cohort", "course", "owner", "name", "time_zone"),
            *_of("cohort__course", "owner"),
            *_of("course", "owner", "slug", "stamp", "source_language"),
            *_of("learner", *_PERSON),
        )
    ),
    count=2,
)

# (submission, person): everything that was sent, and the person's drafts.
REVIEWS: Prepared[Review] = Prepared(
    Review,
    lambda submission, person: (
        Review.objects.filter(Q(sent_at__isnull=False) | Q(reviewer=person), task__submission=submission)
        .select_related("task__iteration", "reviewer")
        .only(
            *("value", "revision", "changed_at", "sent_at", "outcome", "points", "task", "reviewer"),
            *_of("task", "iteration"),
            *_of("task__iteration", "number", "round", "text", "language"),
            *_of("reviewer", *_PERSON),
        )
        .order_by("pk")
    ),
    count=2,
)


class Answer(NamedTuple):
    """An exercise of a round: the wording that was answered, and what was written. `is_superseded`: the lesson asks another by now."""

    iteration_id: int
    activity_id: int
    kind: str
    value: dict
    is_private: bool
    title: str
    content: dict
    language: str
    is_superseded: bool = False


# (round, another round)
ANSWERS = Prepared(
    IterationAnswer,
    lambda one, other: (
        IterationAnswer.objects.filter(Q(iteration=one) | Q(iteration=other))
        .order_by("position", "pk")
        .values_list(
            *("iteration_id", "activity_id", "activity__kind", "value", "is_private"),
            *_of("version", "title", "content", "language", "is_superseded"),
        )
    ),
    count=2,
    into=Answer,
)


class Said(NamedTuple):
    """A comment: what is shown of it."""

    pk: int
    state: str
    made_id: str
    review_id: int
    iteration_id: int
    activity_id: int | None
    field: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    revision: int
    addressed_in_id: int | None
    text: str


# (submission, review): what the learner was told, and the drafts of the review.
COMMENTS = Prepared(
    Comment,
    lambda submission, review: (
        Comment.objects.filter(~Q(state=Comment.State.DRAFT) | Q(review=review), submission=submission)
        .order_by("pk")
        .values_list(*Said._fields[:-1], Coalesce(KT("value__text"), Value("", output_field=TextField())))
    ),
    count=2,
    into=Said,
)


class Replied(NamedTuple):
    """An answer to a comment. `name` and `email` are of who wrote it, None where they are not known any more."""

    comment_id: int
    text: str
    at: datetime
    name: str | None
    email: str | None

    @property
    def who(self) -> str:
        """As people are called everywhere."""
        return "–" if self.name is None else self.name or self.email or _("Someone")


# (submission)
REPLIES = Prepared(
    CommentReply,
    lambda submission: (
        CommentReply.objects.filter(comment__submission=submission)
        .order_by("at", "pk")
        .values_list("comment", "text", "at", *_of("by", *_PERSON))
    ),
    count=1,
    into=Replied,
)

# (round)
FILES: Prepared[SubmissionFile] = Prepared(
    SubmissionFile, lambda iteration: SubmissionFile.objects.filter(iterations=iteration).only("name", "size").order_by("pk"), count=1
)

# (enrolment), the latest first
NOTES: Prepared[Note] = Prepared(
    Note,
    lambda enrolment: (
        Note.objects.filter(enrolment=enrolment)
        .select_related("by")
        .only("text", "at", "by", *_of("by", *_PERSON))
        .order_by(F("at").desc(), F("pk").desc())
    ),
    count=1,
)
