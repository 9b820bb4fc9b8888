"""The numbers of mentor review, in one place. Days are working days of the cohort (docs/mentorship.md)."""

from datetime import timedelta

LEASE = timedelta(minutes=45)
MOST_OPEN = 4
OWN_MENTOR_DAYS = 2
REMINDER_DAYS = (3, 5)
PROMISE_DAYS = 5
REASSIGN_DAY = 7
SUPERVISOR_DAY = 9
LAST_DAY = 10  # the new promise after a reassignment
WEEK_TO_ANSWER = timedelta(days=7)
MINUTES_A_REVIEW = 12
