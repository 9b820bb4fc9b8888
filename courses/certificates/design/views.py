"""Templates of certificates in the back office: the list, the form with its preview, words, where used, copies."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.forms.utils import ErrorDict
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.translations.at_once import hold
from courses.catalogue.models import Course, CourseVersion
from courses.quizzes.question_forms.rows import rearranged
from courses.quizzes.views.reports import frame
from lms.core.saving.meanwhile import BASE, ChangedMeanwhile, base_in, said_of

from ..models import CertificateTemplate, TemplateVersion
from .about_form import AboutForm, CopyForm, UseForm
from .actions import InUse, add_template, copy_template, delete_template, stop_using, use_template, write_template
from .definition import Design, from_json
from .editors import designs_somewhere, may_add, pictures_seen_by, templates_designed_by, templates_seen_by, uses_chosen_by
from .form import DesignForm, take_pictures
from .preview import PreviewForm, Shown, shown
from .words_form import WordsForm

PER_PAGE = 50
NAMES = dict(settings.LANGUAGES)
PREVIEW = "preview"
BASE_NAME = "base_name"  # the field that says which name the form was opened with


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    if not designs_somewhere(request.user):
        raise PermissionDenied
    found = (
        templates_seen_by(request.user).select_related("owner", "course").annotate(used=Count("uses", distinct=True)).order_by("name", "pk")
    )
    context = {
        **_list_frame(_("Certificate templates")),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "may_add": may_add(request.user),
    }
    return render(request, "certificates/admin/templates.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Begins with our own certificate."""
    if not may_add(request.user):
        raise PermissionDenied
    first = Design(language=request.LANGUAGE_CODE)
    data, problems = _sent(request)
    form = DesignForm(data, design=first, name="", person=request.user, problems=problems)
    about = AboutForm(data, person=request.user)
    if data is not None and not request.POST.get("do") and all([form.is_valid(), about.is_valid()]):
        template = add_template(name=form.cleaned_data["name"], design=form.made, by=request.user, **about.whose)
        messages.success(request, _("The template is kept. Say now which courses or cohorts use it."))
        return redirect("certificate_template_usage", template.pk)
    return _design_page(request, _list_frame(_("Add a template")), form, about)


@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look is led to what can be looked at."""
    is_saved = request.method == "POST" and not request.POST.get("do")
    if is_saved:
        hold(CertificateTemplate, pk)
    if request.method == "GET" and not templates_designed_by(request.user).filter(pk=pk).exists():
        return redirect("certificate_template_look", _seen(request, pk).pk)
    row = _designed(request, pk)
    version = _version(row)
    data, problems = _sent(request)
    form = DesignForm(data, design=from_json(version.definition), name=row.name, person=request.user, problems=problems)
    bases = {BASE: version.number, BASE_NAME: row.name} if data is None else {BASE: base_in(data), BASE_NAME: data.get(BASE_NAME, "")}
    context = {**_template_frame(request, row, "certificate_template"), **bases}
    if is_saved and form.is_valid():
        to_be_told = _save(request, row, form)
        if to_be_told is None:
            return redirect("certificate_template", row.pk)
        context |= to_be_told
    return _design_page(request, context, form, None)


def _save(request: HttpRequest, row: CertificateTemplate, form: DesignForm) -> dict[str, Any] | None:
    """What the page says where somebody has saved meanwhile. A name that only they have changed stays as they have it."""
    look = reverse("certificate_template_look", args=[row.pk])
    name, before = form.cleaned_data["name"], request.POST.get(BASE_NAME, row.name)
    if row.name not in (name, before) and name != before:
        words = _("Meanwhile it was named “%(name)s”. Yours is on this page, not saved yet: save again, and it takes its place.")
        return {BASE_NAME: row.name, "meanwhile": {"words": words % {"name": row.name}, "url": look}}
    kept_name = row.name if name == before else name
    try:
        write_template(template=row, name=kept_name, design=form.made, by=request.user, base=base_in(request.POST))
    except ChangedMeanwhile as changed:
        return {BASE: changed.current.number, "meanwhile": said_of(changed, look)}
    messages.success(request, _("Saved. Certificates that are made from now on look so; those that were made stay as they are."))
    return None


@never_cache
@require_GET
def look(request: HttpRequest, pk: int) -> HttpResponse:
    row = _seen(request, pk)
    design = _design(row)
    chooser = _chooser(request, design.language)
    context = {
        **_template_frame(request, row, "certificate_template_look"),
        "chooser": chooser,
        "preview": shown(design, person=request.user, **_chosen(chooser)),
    }
    return render(request, "certificates/admin/template_look.html", context)


@require_GET
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    row = _designed(request, pk)
    design = _design(row)
    rows = [{"code": code, "name": name, "number": len(design.words.get(code, {}))} for code, name in settings.LANGUAGES]
    context = {
        **_template_frame(request, row, "certificate_template_languages"),
        "rows": [each for each in rows if each["code"] != design.language],
        "source": NAMES[design.language],
    }
    return render(request, "certificates/admin/template_languages.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def language(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    if request.method == "POST" and not request.POST.get("do"):
        hold(CertificateTemplate, pk)
    row = _designed(request, pk)
    design = _design(row)
    if code not in NAMES or code == design.language:
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None, design=design, language=code)
    is_valid = form.is_valid()
    if is_valid and not request.POST.get("do"):
        write_template(template=row, name=row.name, design=form.made, by=request.user)
        messages.success(request, _("%(language)s is saved.") % {"language": NAMES[code]})
        return redirect("certificate_template_languages", row.pk)
    chooser = _chooser(request, code)
    preview = shown(form.made if is_valid else design, person=request.user, **_chosen(chooser))
    if _asks_for_json(request):
        return JsonResponse(preview.as_json())
    context = {
        **_template_frame(request, row, "certificate_template_languages"),
        "form": form,
        "language": NAMES[code],
        "chooser": chooser,
        "preview": preview,
    }
    return render(request, "certificates/admin/template_words.html", context, status=form.status())


@require_http_methods(["GET", "POST"])
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST chooses the template for a course or a cohort."""
    row = _seen(request, pk)
    form = UseForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        use_template(template=row, course=form.cleaned_data["course"], cohort=form.cleaned_data["cohort"])
        messages.success(request, _("Certificates that are made there from now on look so."))
        return redirect("certificate_template_usage", row.pk)
    mine = set(uses_chosen_by(request.user).filter(template=row).values_list("pk", flat=True))
    uses = list(row.uses.select_related("course", "cohort"))
    titles = _titles([use.course for use in uses if use.course])
    context = {
        **_template_frame(request, row, "certificate_template_usage"),
        "uses": [
            {"use": use, "title": titles[use.course_id] if use.course_id else use.cohort.name, "is_mine": use.pk in mine} for use in uses
        ],
        "made": row.versions.aggregate(number=Count("certificates"))["number"],
        "form": form,
    }
    return render(request, "certificates/admin/template_usage.html", context, status=422 if form.errors else 200)


@require_POST
def unuse(request: HttpRequest, pk: int, use_pk: int) -> HttpResponse:
    use = get_object_or_404(uses_chosen_by(request.user).filter(template__in=templates_seen_by(request.user)), pk=use_pk, template=pk)
    stop_using(use=use)
    messages.success(request, _("The template is no longer used there. Certificates that were made with it stay as they are."))
    return redirect("certificate_template_usage", pk)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Also of one that may only be looked at: the copy is the person's own to change."""
    row = _seen(request, pk)
    if not may_add(request.user):
        raise PermissionDenied
    initial = {"name": _("%(title)s (copy)") % {"title": row.name[:100]}, "owner": row.owner_id, "course": row.course_id}
    form = CopyForm(request.POST if request.method == "POST" else None, person=request.user, initial=initial)
    if form.is_valid():
        made = copy_template(template=row, name=form.cleaned_data["name"], by=request.user, **form.whose)
        messages.success(request, _("This is the copy: a template of its own."))
        return redirect("certificate_template", made.pk)
    context = {**_template_frame(request, row, "", _("Make a copy")), "form": form}
    return render(request, "certificates/admin/template_copy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it means first."""
    row = _designed(request, pk)
    is_unused = CertificateTemplate.objects.unused().filter(pk=pk).exists()
    if request.method == "POST":
        try:
            delete_template(template=row)
        except InUse:
            messages.error(request, _("The template is in use, so it stays."))
            return redirect("certificate_template_usage", row.pk)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name})
        return redirect("certificate_templates")
    context = {**_template_frame(request, row, "", _("Delete the template")), "is_unused": is_unused}
    return render(request, "certificates/admin/template_delete.html", context)


@require_GET
def picture(request: HttpRequest, digest: str) -> FileResponse:
    found = get_object_or_404(pictures_seen_by(request.user), digest=digest)
    answer = FileResponse(found.file.open("rb"), content_type=found.content_type)
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _titles(courses: list[Course]) -> dict[int, str]:
    """In the language that each is written in. One query."""
    versions = CourseVersion.objects.current().filter(of__in=courses).values_list("of", "language", "title")
    written = {(of, language): title for of, language, title in versions}
    return {course.pk: written.get((course.pk, course.source_language), course.slug) for course in courses}


def _seen(request: HttpRequest, pk: int) -> CertificateTemplate:
    return get_object_or_404(templates_seen_by(request.user), pk=pk)


def _designed(request: HttpRequest, pk: int) -> CertificateTemplate:
    return get_object_or_404(templates_designed_by(request.user), pk=pk)


def _version(row: CertificateTemplate) -> TemplateVersion:
    return TemplateVersion.objects.current().get(template=row)


def _design(row: CertificateTemplate) -> Design:
    return from_json(_version(row).definition)


def _sent(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """What was sent, after pictures were taken out of it and after the button that was pressed; and what is wrong with pictures."""
    if request.method != "POST":
        return None, {}
    data = request.POST.copy()
    problems = take_pictures(data, request.FILES, request.user)
    deed = data.get("do", "")
    return (rearranged(data, deed) if deed and deed != PREVIEW and not problems else data), problems


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _chooser(request: HttpRequest, language: str) -> PreviewForm:
    """Which language and name the preview shows. What is no choice is as at first."""
    first = {"preview_language": language, "preview_name": PreviewForm.base_fields["preview_name"].choices[0][0]}
    form = PreviewForm(request.POST if request.method == "POST" else {**first, **request.GET.dict()})
    return form if form.is_valid() else PreviewForm(first)


def _chosen(form: PreviewForm) -> dict[str, str]:
    form.is_valid()
    return {"language": form.cleaned_data["preview_language"], "name": form.cleaned_data["preview_name"]}


def _preview(request: HttpRequest, form: DesignForm, chooser: PreviewForm) -> Shown:
    """Of what the form says, as far as it can be drawn; else of what was kept last."""
    if form.is_bound:
        form.is_valid()
    return shown(form.made or form.design, person=request.user, **_chosen(chooser))


def _design_page(request: HttpRequest, context: dict[str, Any], form: DesignForm, about: AboutForm | None) -> HttpResponse:
    is_refused = request.method == "POST" and not request.POST.get("do")
    chooser = _chooser(request, form.design.language)
    preview = _preview(request, form, chooser)
    if _asks_for_json(request):
        kept = {row.add_prefix("picture"): row["picture"].value() for row in form.rows["partners"].all} | {
            "background": form["background"].value()
        }
        return JsonResponse(preview.as_json() | {"problems": _problems(form), "pictures": kept})
    is_moved = request.method == "POST" and not is_refused and request.POST.get("do") != PREVIEW
    if is_moved and not form.problems:
        _silence(form)
    if about and request.method == "POST" and not is_refused:
        about._errors = ErrorDict()
    context = {
        **context,
        "form": form,
        "about": about,
        "is_refused": is_refused,
        "chooser": chooser,
        "preview": preview,
        "problems": _problems(form),
    }
    status = 409 if "meanwhile" in context else 422 if is_refused else 200
    return render(request, "certificates/admin/template.html", context, status=status)


def _problems(form: DesignForm) -> list[str]:
    """What is wrong, each with its place."""
    if not form.is_bound:
        return []
    found = [f"{form[name].label}: {error}" if name in form.fields else error for name, errors in form.errors.items() for error in errors]
    for rows in form.rows.values():
        found += rows.errors
        found += [
            f"{row.title}, {row[name].label}: {error}" for row in rows.filled for name, errors in row.errors.items() for error in errors
        ]
    return found


def _silence(form: Any) -> None:
    """After a button that only moved rows nothing is wrong yet."""
    form._errors = ErrorDict()
    for rows in form.rows.values():
        rows.errors = []
        for row in rows.all:
            _silence(row)


def _list_frame(title: str) -> dict[str, Any]:
    name = _("Certificate templates")
    above = [] if title == name else [(reverse("certificate_templates"), name)]
    return {**frame(title, *above), "header_icon": "doc-full"}


def _template_frame(request: HttpRequest, row: CertificateTemplate, here: str, title: str = "") -> dict[str, Any]:
    """`here` is the tab that is open."""
    designs = templates_designed_by(request.user).filter(pk=row.pk).exists()
    tabs = [
        ("certificate_template", _("How it looks"), designs),
        ("certificate_template_look", _("How it looks"), not designs),
        ("certificate_template_languages", _("Languages"), designs),
        ("certificate_template_usage", _("Where used"), True),
    ]
    return {
        **_list_frame(title or row.name),
        "template": row,
        "designs": designs,
        "may_copy": may_add(request.user),
        "tabs": [
            {"url": reverse(name, args=[row.pk]), "label": label, "is_here": name == here} for name, label, is_there in tabs if is_there
        ],
    }
