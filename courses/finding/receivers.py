"""The search follows what is published."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cms.pages.models import HomePage, TextPage
from courses.catalogue.signals import course_followed

from .indexing import keep_course_in_step, keep_page_in_step


@receiver(course_followed)
def follow_course(course, **kwargs):
    keep_course_in_step(course)


@receiver([page_published, page_unpublished], sender=HomePage)
@receiver([page_published, page_unpublished], sender=TextPage)
def follow_page(instance, **kwargs):
    keep_page_in_step(instance)
