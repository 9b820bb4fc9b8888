from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.quizzes.editors import edits_somewhere

from ..actions import bring_template_back, retire_template, save_template
from ..forms import NewTemplateForm, TemplateForm
from ..models import LessonTemplate
from ..rules import edits_every_course, may_change, templates_of
from .lessons import frame, lesson_of


@require_http_methods(["GET", "POST"])
def save_as_template(request: HttpRequest, page_id: int) -> HttpResponse:
    lesson = lesson_of(request, page_id)
    draft = lesson.get_latest_revision_as_object()
    may_everywhere = edits_every_course(request.user)
    form = NewTemplateForm(
        request.POST if request.method == "POST" else None, may_everywhere=may_everywhere, initial={"title": draft.title[:120]}
    )
    if form.is_valid():
        said = form.cleaned_data
        everywhere = bool(said.get("everywhere"))
        save_template(lesson=draft, title=said["title"], description=said["description"], everywhere=everywhere, by=request.user)
        messages.success(request, _("The template is saved. It is offered when somebody begins a new lesson."))
        return redirect("lesson_templates")
    return render(request, "writing/save_template.html", {**frame(lesson, _("Save as a template")), "form": form})


@require_GET
def lesson_templates(request: HttpRequest) -> HttpResponse:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    rows = templates_of(request.user)
    title = _("Lesson templates")
    context = {"templates": rows, "page_title": title, "breadcrumbs_items": [{"url": "", "label": title}]}
    return render(request, "writing/templates.html", context)


@require_http_methods(["GET", "POST"])
def rename_template(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=template)
    if form.is_valid():
        form.save()
        messages.success(request, _("The template has its new name."))
        return redirect("lesson_templates")
    title = _("Rename the template")
    crumbs = [{"url": reverse("lesson_templates"), "label": _("Lesson templates")}, {"url": "", "label": title}]
    return render(request, "writing/rename_template.html", {"form": form, "page_title": title, "breadcrumbs_items": crumbs})


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    if "back" in request.POST:
        bring_template_back(template=template)
        messages.success(request, _("The template is offered again."))
    else:
        retire_template(template=template)
        messages.success(request, _("The template is not offered any more. Lessons that began from it stay as they are."))
    return redirect("lesson_templates")


def _template(request: HttpRequest, pk: int) -> LessonTemplate:
    template = get_object_or_404(LessonTemplate, pk=pk)
    if not may_change(request.user, template):
        raise Http404
    return template
