"""The question bank in the back office. What is not in the person's scope is not there."""
