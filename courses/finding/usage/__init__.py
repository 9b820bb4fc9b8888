"""Where pictures, files and questions are used: on pages, in drafts, in earlier versions and in the question bank."""
