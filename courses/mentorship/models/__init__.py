from .assignment import Assignment
from .mentors import Bar, BarEvent, HandOver, MentorProfile, MentorRequest, Pairing
from .review import Comment, CommentReply, CommentRevision, Note, Report, Review, ReviewRating, ReviewRevision, SavedReply
from .rubric import Rubric, RubricVersion
from .submission import Iteration, IterationAnswer, Submission, SubmissionFile, SubmissionRevision
from .task import Reminder, ReviewTask, TaskEvent

__all__ = [
    "Assignment", "Bar", "BarEvent", "Comment", "CommentReply", "CommentRevision", "HandOver", "Iteration", "IterationAnswer",
    "MentorProfile", "MentorRequest", "Note", "Pairing", "Reminder", "Report", "Review", "ReviewRating", "ReviewRevision", "ReviewTask",
    "Rubric", "RubricVersion", "SavedReply", "Submission", "SubmissionFile", "SubmissionRevision", "TaskEvent",
]  # fmt: skip
