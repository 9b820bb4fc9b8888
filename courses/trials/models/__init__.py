from .example import Example, ExampleAnswer, ExampleVersion
from .trial import TrialComment, TrialCommentRevision, TrialReview, TrialReviewRevision, TrialWaiver

__all__ = [
    "Example", "ExampleAnswer", "ExampleVersion", "TrialComment", "TrialCommentRevision", "TrialReview", "TrialReviewRevision",
    "TrialWaiver",
]  # fmt: skip
