"""Pages tell, rows follow. A saved draft tells nothing: only what goes live, comes off, moves or changes its address does."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.translations.drafts import say_what_is_shown
from cms.translations.receivers import SETTLED_BY_THEIR_OWN_APPS

from . import addresses, publishing, rendering, signals

Image = get_image_model()
Document = get_document_model()
SETTLED_BY_THEIR_OWN_APPS.update(publishing.ROWS)


def _for_course_pages(signal):
    def connect(function):
        for page_type in publishing.ROWS:
            signal.connect(function, sender=page_type, dispatch_uid=f"{function.__module__}.{function.__name__}.{page_type.__name__}")
        return function

    return connect


@_for_course_pages(page_published)
def follow_publication(instance, **kwargs):
    say_what_is_shown(page=instance)  # before the version is made: it keeps what stands in the source language
    publishing.publish(page=instance)
    _tell(instance)


@_for_course_pages(page_unpublished)
def follow_withdrawal(instance, **kwargs):
    publishing.unpublish(page=instance)
    _tell(instance)


@_for_course_pages(page_slug_changed)
def follow_new_address(instance, **kwargs):
    publishing.rename(page=instance)


@_for_course_pages(post_page_move)
def follow_move(instance, **kwargs):
    if instance.live:
        publishing.publish(page=instance.specific)
        _tell(instance.specific)


def _tell(page):
    row = publishing.ROWS[type(page)]._default_manager.filter(translation_key=page.translation_key).first()
    if row is not None:
        signals.tell(getattr(row, "course", row))


@receiver([post_save, post_delete], sender=Image)
@receiver([post_save, post_delete], sender=Document)
def forget_kept_bodies(sender, created=False, **kwargs):
    """A new picture stands in no lesson yet."""
    if not created:
        rendering.forget_media()
        addresses.forget_pages()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def forget_kept_pages(sender, **kwargs):
    addresses.forget_pages()


for _page_type in publishing.ROWS:
    receiver([post_save, post_delete], sender=_page_type, dispatch_uid=f"forget_kept_pages.{_page_type.__name__}")(forget_kept_pages)
