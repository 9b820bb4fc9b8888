"""What the catalogue tells apps above it."""

from django.dispatch import Signal

course_followed = Signal()  # course: its rows are in step with its pages again, after one was published, withdrawn or moved
