"""Wagtail's deleting of several pictures or documents at once. As on the page of a single one, what is new of drafts is read first, the
places of each stand above the question, and what a question holds stays."""

from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages

from courses.quizzes.models import QuestionFile

from ..drafts.stepping import bring_in_step
from .places import LISTED, MOST_READ, not_read_yet, places_of


class DeleteTogether:
    request: Any
    template_name = "finding/admin/confirm_bulk_delete.html"

    def annotate_items(self, items):
        self.unread = bring_in_step(MOST_READ)
        items = super().annotate_items(items)
        self.held = self.held_by_questions(items)
        self.is_protected = self.is_protected or bool(self.held)
        return items

    def held_by_questions(self, items):
        return []

    def object_context(self, item):
        found = super().object_context(item)
        places = places_of(item, self.request.user) if found["usage_count"] else []
        more = {"places": places[:LISTED], "more_places": max(len(places) - LISTED, 0)}
        return found | more | {"is_protected": found["is_protected"] or item in self.held}

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        return found | {"unread": not_read_yet(self.unread), "of_wagtail": self.wagtail_template}

    def prepare_action(self, objects, objects_without_access):
        if self.held:
            names = ", ".join(str(item) for item in self.held)
            messages.error(self.request, _("Nothing was deleted. Questions hold: %(names)s.") % {"names": names})
            return redirect(self.request.get_full_path())
        return super().prepare_action(objects, objects_without_access)


class DeleteImagesTogether(DeleteTogether, DeleteImages):
    wagtail_template = DeleteImages.template_name

    def held_by_questions(self, items):
        held = set(QuestionFile.objects.filter(image__in=items).values_list("image", flat=True))
        return [item for item in items if item.pk in held]


class DeleteDocumentsTogether(DeleteTogether, DeleteDocuments):
    wagtail_template = DeleteDocuments.template_name
