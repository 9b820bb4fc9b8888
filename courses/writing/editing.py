"""Wagtail's editor, which never writes over what somebody else has saved meanwhile.

Wagtail compares revisions for autosave alone: whoever presses a button in a form that is out of date overwrites in silence. Here every
save holds the page, and what comes too late is set aside and shown beside what came first (docs/decisions/0021)."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page, Revision, TaskState
from wagtail.utils.timestamps import render_timestamp

from courses.catalogue.models import LessonPage

from .actions import hold, remember_tab, set_aside
from .answers import words_of_answers
from .beginning import begin, offered
from .drafts import content_of, differing, page_of_tab
from .models import SavedFrom

TAB = "editing_tab"
LONGEST = 40


def says_something_else(form: Any) -> bool:
    """Wagtail compares a stream as it was typed: each number of a block is another one then, so that an approval would be an edit, and the
    second reading would begin anew for ever."""
    is_same = {name for name in form.changed_data if _is_same_stream(form, name)}
    return bool(set(form.changed_data) - is_same) or any(formset.has_changed() for formset in form.formsets.values())


def _is_same_stream(form: Any, name: str) -> bool:
    block = getattr(form.fields[name], "block", None)
    if block is None or name not in form.cleaned_data:
        return False
    was, now = form.get_initial_for_field(form.fields[name], name), form.cleaned_data[name]
    return bool(block.get_prep_value(was) == block.get_prep_value(now))


class FromATab:
    """Each form names the tab it stands in, so that a revision can be told from one of another tab."""

    request: HttpRequest

    @cached_property
    def tab(self) -> str:
        return self.request.POST.get(TAB, "")[:LONGEST] or secrets.token_urlsafe(16)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "editing_tab": self.tab}  # type: ignore[misc]


class CarefulCreateView(FromATab, CreateView):
    template_name = "writing/create.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A lesson begins from a template, which is chosen first."""
        if self.page_class is LessonPage:
            key = request.GET.get("template")
            if key is None:
                return render(request, "writing/begin.html", self._to_choose_from())
            if not begin(self.page, key=key, module=self.parent_page):
                raise Http404
        return super().get(request)

    def _to_choose_from(self) -> dict[str, Any]:
        title = self.parent_page.get_admin_display_title()
        return {
            "offered": offered(self.parent_page),
            "next": self.next_url,
            "language": self.parent_page.locale.language_code,
            "page_title": _("New lesson"),
            "page_subtitle": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_explore", args=[self.parent_page.pk]), "label": title},
                {"url": "", "label": _("New lesson")},
            ],
        }

    def publish_action(self) -> HttpResponse:
        """Wagtail puts a new page into the tree as live, and asks whether it may be afterwards."""
        self.page.live = False
        return super().publish_action()

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Until the browser has the answer to the first autosave, its form still asks for a new page."""
        hold(self.parent_page.pk)
        if made := page_of_tab(model=self.page_class, parent=self.parent_page, tab=request.POST.get(TAB, ""), person=request.user):
            edit = resolve(reverse("wagtailadmin_pages:edit", args=[made.pk]))
            return edit.func(request, *edit.args, **edit.kwargs)
        self.parent_page.refresh_from_db()
        response = super().post(request, *args, **kwargs)
        if self.page.pk and self.page.latest_revision_id:
            remember_tab(revision_id=self.page.latest_revision_id, tab=self.tab)
        return response


class CarefulEditView(FromATab, EditView):
    _answered: str | None = None

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        return ["writing/edit.html"] if names == ["wagtailadmin/pages/edit.html"] else names

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            hold(page_id)
            return super().dispatch(request, page_id, **kwargs)

    @cached_property
    def is_out_of_date(self) -> bool:
        """Autosave says of itself which revision it goes on from. A button does not: the newest revision of its own tab is none of
        somebody else."""
        if not self.expects_json_response and self._is_of_this_tab(self.latest_revision):
            return False
        return EditView.is_out_of_date.func(self)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_late = self.is_out_of_date and not self.expects_json_response
        if is_late and not self.page.alias_of_id and not self.locked_for_user:
            return self._set_aside()
        before = self._newest()
        response = super().post(request, *args, **kwargs)
        after = self._newest()
        if after != before and after[0]:
            remember_tab(revision_id=after[0], tab=self.tab)
        return response

    def save_action(self) -> HttpResponse:
        """Somebody was asked about a draft and answers for it: it stays as it was, though the autosave of its own tab goes on from it."""
        number = self.request.POST.get("overwrite_revision_id", "")
        if number.isdecimal() and TaskState.objects.filter(revision=number).exists():
            sent = self.request.POST.copy()
            del sent["overwrite_revision_id"]
            self.request.POST = sent  # type: ignore[assignment]  # as Django has it: a form that was sent cannot be changed
        return super().save_action()

    def add_save_confirmation_message(self) -> None:
        """Who answers for a page wants to know what became of it. The button may be older than what is open to them: then the page is
        saved, and nothing else."""
        words = words_of_answers() if self.request.POST.get("action-workflow-action") else None
        if words is None:
            super().add_save_confirmation_message()
            return
        page = Page.objects.get(pk=self.page.pk)
        if self._answered is None:
            messages.warning(self.request, words.closed(page, self._person))
        elif said := words.followed(page, self._person):
            messages.success(self.request, said)

    def perform_workflow_action(self) -> HttpResponse:
        self._answered = self.workflow_action
        return super().perform_workflow_action()

    def form_valid(self, form: Any) -> HttpResponse:
        self.has_content_changes = says_something_else(form)
        return self.action_method()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A late form that is shown once more, because something in it is wrong, stays as late as it was."""
        context = super().get_context_data(**kwargs)
        if self.request.method == "POST" and not self.expects_json_response and self.is_out_of_date:
            number = self.request.POST.get("loaded_revision_id", "")
            self.page.latest_revision_id = int(number) if number.isdecimal() else 0  # what the form is made with; never saved
            context["loaded_revision_created_at"] = self.request.POST.get("loaded_revision_created_at", "")
        return context

    def _set_aside(self) -> HttpResponse:
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        if not self.form.is_valid():
            self.form.restore_required_fields()
            return self.form_invalid(self.form)
        page = self.form.save(commit=False)
        if not differing(page, content_of(page), content_of(self.latest_revision.as_object()), None):
            return self._go_on()
        aside = set_aside(page=page, base=self._base(), by=self._person, wanted=self.action_name)
        return redirect("aside", aside.pk)

    def _go_on(self) -> HttpResponse:
        """The very same was saved already, as by a second press of the button: nothing is lost by saving it once more."""
        self.is_out_of_date = False
        self.page = self.latest_revision.as_object()
        return self.post(self.request)

    def _newest(self) -> tuple[Any, Any]:
        """Which revision is the newest, and when it was written: autosave writes over its own."""
        newest = Page.objects.filter(pk=self.page.pk).values_list("latest_revision_id", "latest_revision__created_at").first()
        return newest or (None, None)

    @property
    def _person(self) -> Any:
        return self.request.user

    def _base(self) -> Revision | None:
        """What the form was opened with, unless autosave has written over it since."""
        number = self.request.POST.get("loaded_revision_id", "")
        revision = self.page.revisions.filter(pk=number).first() if number.isdecimal() else None
        is_as_it_was = revision and revision.created_at.isoformat() == self.request.POST.get("loaded_revision_created_at")
        return revision if is_as_it_was else None

    def _is_of_this_tab(self, revision: Revision | None) -> bool:
        named = self.request.POST.get(TAB)
        return bool(revision and named and SavedFrom.objects.filter(revision=revision, tab=named, revision__user=self._person).exists())


class CarefulRevertView(CarefulEditView, RevisionsRevertView):
    """Bringing back a revision is a save like any other."""

    def get_warning_message(self) -> str:
        """Wagtail names nobody as "None": the site itself, or somebody whose account is gone."""
        if self.previous_revision.user:
            return str(super().get_warning_message())
        when = render_timestamp(self.previous_revision.created_at)
        return _("You are looking at an earlier version of this page, from %(when)s.") % {"when": when}


class CarefulUnpublishView(UnpublishView):
    """Wagtail asks nobody before it asks the editor: whoever registers `before_asking_to_unpublish` may say something on that page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for hook in hooks.get_hooks("before_asking_to_unpublish"):
            hook(request, self.objects_to_unpublish)
        return super().get(request, *args, **kwargs)
