"""A round as it is read: the learner's words, what is said about them, what has changed since."""
