"""When a learner last wrote in the workbook."""

from courses.enrolment.signs import Signs, newest

from .models import Entry

WRITING = Signs(latest=lambda enrolments: newest(Entry.objects.filter(enrolment__in=enrolments), "enrolment", "changed_at"))
