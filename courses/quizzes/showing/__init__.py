"""Quizzes as a learner meets them: what the templates need, in one reader's words."""
