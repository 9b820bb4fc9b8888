"""Wagtail's own lists and pages of pictures and documents, which say of each where it is used, also in drafts, and which can show what is
used nowhere."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.models import ReferenceIndex

from courses.quizzes.models import QuestionFile

from ..drafts.stepping import bring_in_step
from .places import LISTED, MOST_READ, Place, not_read_yet, places_of


class WithPlaces:
    """What of its drafts is new is read before anything is said; `unread` are those left for the next time."""

    request: Any
    object: Any
    unread = 0

    def places(self) -> list[Place]:
        self.unread = bring_in_step(MOST_READ)
        return places_of(self.object, self.request.user)


class UsagePage(WithPlaces):
    """A list instead of a table: on a phone the last columns of a table would be cut off."""

    results_template_name = "finding/admin/usage_results.html"
    columns = [Column("where", label=_("Where it is used"))]

    def get_queryset(self):
        return self.places()

    def get_table(self, object_list, **kwargs):
        """Not shown; Wagtail asks it for its styles and scripts."""
        return super(generic.UsageView, self).get_table(object_list, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"unread": not_read_yet(self.unread)}


class ImageUsage(UsagePage, images.UsageView):
    pass


class DocumentUsage(UsagePage, documents.UsageView):
    pass


class DeletePage(WithPlaces):
    """The places stand above the question."""

    def get_usage(self):
        bring_in_step(MOST_READ)
        return super().get_usage()

    def get_context_data(self, **kwargs):
        places = self.places()
        more = {"places": places[:LISTED], "more_places": max(len(places) - LISTED, 0), "of_wagtail": self.wagtail_template}
        return super().get_context_data(**kwargs) | more | {"unread": not_read_yet(self.unread)}


class ImageDelete(DeletePage, images.DeleteView):
    """A picture of a question stays as long as the question has it."""

    wagtail_template = images.DeleteView.template_name
    template_name = "finding/admin/confirm_delete.html"

    def get_usage(self):
        usage = super().get_usage()
        usage.is_protected = usage.is_protected or QuestionFile.objects.filter(image=self.object).exists()
        return usage


class DocumentDelete(DeletePage, documents.DeleteView):
    wagtail_template = documents.DeleteView.template_name
    template_name = "finding/admin/confirm_delete.html"


class ByUse(django_filters.FilterSet):
    unread = 0
    use = django_filters.ChoiceFilter(
        label=_("Where it is used"),
        choices=[("nowhere", _("Not used anywhere")), ("somewhere", _("Used somewhere"))],
        empty_label=_("Any"),
        method="by_use",
    )

    def by_use(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What was saved a moment ago counts as well: nobody should delete it."""
        self.unread = bring_in_step(MOST_READ)
        kind = ReferenceIndex._get_base_content_type(queryset.model)
        held = ReferenceIndex.objects.filter(to_content_type=kind).values_list("to_object_id", flat=True).distinct()
        used = [queryset.model._meta.pk.to_python(pk) for pk in held]  # a list, for Wagtail's search takes no other query within its own
        return queryset.filter(pk__in=used) if value == "somewhere" else queryset.exclude(pk__in=used)


class ImageFilters(ByUse, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class DocumentFilters(ByUse, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class ListByUse:
    results_template_name = "finding/admin/index_results.html"

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        return found | {"of_wagtail": self.wagtail_template, "unread": not_read_yet(self.filters.unread)}


class ImageList(ListByUse, images.IndexView):
    filterset_class = ImageFilters
    wagtail_template = images.IndexView.results_template_name


class DocumentList(ListByUse, documents.IndexView):
    filterset_class = DocumentFilters
    wagtail_template = documents.IndexView.results_template_name
