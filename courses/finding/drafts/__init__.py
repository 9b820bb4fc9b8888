"""The search of editors: in the words of newest drafts, in questions and rubrics."""
