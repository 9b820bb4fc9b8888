from django.dispatch import receiver

from courses.enrolment.models import CourseCompletion
from courses.enrolment.signals import course_completed

from .actions import make_eligible


@receiver(course_completed, dispatch_uid="certificate")
def certificate_for(completion: CourseCompletion, **kwargs: object) -> None:
    make_eligible(completion=completion)
