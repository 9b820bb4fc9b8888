from django.dispatch import receiver

from .letters import post_welcome
from .models import Enrolment
from .signals import enrolled


@receiver(enrolled, dispatch_uid="welcome_letter")
def welcome(enrolment: Enrolment, **kwargs: object) -> None:
    post_welcome(enrolment)
