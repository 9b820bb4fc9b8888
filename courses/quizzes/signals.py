"""What quizzes tell the apps above them. Sent inside the transaction that made it true."""

from django.dispatch import Signal

attempt_finished = Signal()  # attempt: everything in it is graded
