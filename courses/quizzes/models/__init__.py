from .attempt import Attempt, AttemptFile, AttemptQuestion, AttemptStep
from .bank import Category, Question, QuestionBank, QuestionFile, QuestionTag, QuestionUpload, QuestionVersion, TaggedQuestion
from .grade_draft import GradeDraft
from .quiz import Quiz
from .regrade import Regrade, RegradeRow

__all__ = [
    "Attempt",
    "AttemptFile",
    "AttemptQuestion",
    "AttemptStep",
    "Category",
    "GradeDraft",
    "Question",
    "QuestionBank",
    "QuestionFile",
    "QuestionTag",
    "QuestionUpload",
    "QuestionVersion",
    "Quiz",
    "Regrade",
    "RegradeRow",
    "TaggedQuestion",
]
