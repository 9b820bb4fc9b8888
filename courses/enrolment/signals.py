"""What enrolment tells the apps above it. Sent inside the transaction that made it true."""

from django.dispatch import Signal

enrolled = Signal()  # enrolment
left = Signal()  # enrolment; `by`: whoever withdrew or removed it
course_completed = Signal()  # completion
dates_changed = Signal()  # activity_id; cohort, or enrolment where it is about one learner alone
