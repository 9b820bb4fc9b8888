"""Frameworks in the back office: the list, the tree, title and purpose."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..actions.frameworks import (
    add_competence,
    add_framework,
    bring_back_framework,
    move_competence,
    retire_framework,
    write_framework,
)
from ..editors import edits_somewhere, frameworks_seen_by, reads_somewhere
from ..framework_form import FrameworkForm, NewCompetenceForm, WordsForm
from ..models import Competence, CompetenceWords, Framework, FrameworkWords, Practises
from ..rules import Refused
from ..scale import LEVELS
from ..tree import Node, Way, nodes
from ..wording import Words, missing_levels, titles_of, words_of
from .frame import competence_edited, edited, framework_frame, frameworks_frame, seen


@require_GET
def frameworks(request: HttpRequest) -> HttpResponse:
    if not reads_somewhere(request.user):
        raise PermissionDenied
    is_retired = request.GET.get("state") == "retired"
    live = Count("competences", filter=Q(competences__retired_at=None))
    found = frameworks_seen_by(request.user).filter(retired_at__isnull=not is_retired).select_related("owner").annotate(number=live)
    rows = list(found.order_by("slug", "pk"))
    titles = titles_of(rows, request.LANGUAGE_CODE)
    context = {
        **frameworks_frame(),
        "rows": [{"framework": row, "title": titles[row.pk]} for row in rows],
        "is_retired": is_retired,
        "may_add": edits_somewhere(request.user),
    }
    return render(request, "competences/admin/frameworks.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = FrameworkForm(data, person=request.user, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        framework = _added(form)
        messages.success(request, _("The framework is kept. Add its competences now."))
        return redirect("framework", framework.pk)
    context = {**frameworks_frame(_("Add a framework")), "form": form, "button": _("Save")}
    return render(request, "competences/admin/form.html", context, status=422 if form.errors else 200)


def _added(form: FrameworkForm) -> Framework:
    """Of two with one title at once each gets a slug of its own: who comes second takes the next that is free."""
    values = form.cleaned_data
    words = {"language": values["language"], "texts": form.texts, "owner": values["owner"]}
    try:
        return add_framework(slug=form.slug(), **words)
    except IntegrityError:
        return add_framework(slug=form.slug(), **words)


@dataclass(frozen=True)
class Branch:
    """A node of the tree as the page shows it: `wants` says what it still lacks, `focus` which of its buttons was pressed last."""

    node: Node
    words: Words
    wants: tuple[str, ...]
    moves: tuple[tuple[str, str, bool], ...]
    has_focus: bool
    branches: tuple["Branch", ...]


@require_http_methods(["GET", "POST"])
def framework(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree. A POST adds a competence at its end."""
    row = edited(request, pk) if request.method == "POST" else seen(request, pk)
    form = NewCompetenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = add_competence(framework=row, texts={"title": " ".join(form.cleaned_data["title"].split())})
        messages.success(request, _("The competence is added at the end. Say now what each level looks like."))
        return redirect("competence", made.pk)
    tree = _tree(row, request)
    context = {**framework_frame(request, row, "framework"), "tree": tree, "form": form}
    return render(request, "competences/admin/framework.html", context, status=422 if form.errors else 200)


def _tree(row: Framework, request: HttpRequest) -> tuple[Branch, ...]:
    """Four queries."""
    rows = list(Competence.objects.filter(framework=row).select_related("framework"))
    words = words_of(rows, request.LANGUAGE_CODE)
    own = {one.competence_id: one for one in CompetenceWords.objects.filter(competence__in=rows, language=row.language)}
    practised = set(Practises.objects.live().filter(competence__in=rows).values_list("competence", flat=True))
    asked = (request.GET.get("moved", ""), request.GET.get("way", ""))
    return _branches(nodes(rows), words, own, practised, asked)


def _branches(tree: Any, words: dict, own: dict, practised: set[int], asked: tuple[str, str]) -> tuple[Branch, ...]:
    found = []
    for node in tree:
        pk = node.row.pk
        is_here = asked[0] == str(pk)
        moves = tuple((way.value, way_label(way), is_here and asked[1] == way) for way in Way if way in node.ways)
        has_focus = is_here and not any(focus for _way, _label, focus in moves)
        wants = _wants(own.get(pk), pk in practised) if node.is_leaf and not node.row.retired_at else ()
        found.append(Branch(node, words[pk], wants, moves, has_focus, _branches(node.children, words, own, practised, asked)))
    return tuple(found)


def _wants(words: CompetenceWords | None, is_practised: bool) -> tuple[str, ...]:
    missing = missing_levels(words)
    found = []
    if len(missing) == len(LEVELS):
        found.append(_("No level has words of its own"))
    elif missing:
        found.append(_("Levels without words: %(levels)s") % {"levels": ", ".join(map(str, missing))})
    if not is_practised:
        found.append(_("Nothing practises it yet, so nobody is asked"))
    return tuple(found)


def way_label(way: Way) -> str:
    return {Way.UP: _("Up"), Way.DOWN: _("Down"), Way.IN: _("In"), Way.OUT: _("Out")}[way]


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, pk: int) -> HttpResponse:
    row = edited(request, pk)
    words = FrameworkWords.objects.filter(framework=row, language=row.language).first()
    form = WordsForm(request.POST if request.method == "POST" else None, initial=words.texts if words else {})
    if form.is_valid():
        write_framework(framework=row, texts=form.texts)
        messages.success(request, _("Saved."))
        return redirect("framework", row.pk)
    context = {**framework_frame(request, row, "framework_about"), "form": form, "button": _("Save")}
    return render(request, "competences/admin/form.html", context, status=422 if form.errors else 200)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Comes back with the focus on the button that was pressed, so that it can be pressed again."""
    row = competence_edited(request, pk)
    if request.POST.get("way") not in set(Way):
        raise Http404
    way = Way(request.POST["way"])
    try:
        move_competence(competence=row, way=way)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('framework', args=[row.framework_id])}?moved={row.pk}&way={way.value}")


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it means first."""
    row = edited(request, pk)
    if request.method == "POST":
        retire_framework(framework=row)
        messages.success(request, _("The framework is retired. You find it in the list under “Retired”."))
        return redirect("frameworks")
    return render(request, "competences/admin/retire.html", framework_frame(request, row, "", _("Retire the framework")))


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = edited(request, pk)
    bring_back_framework(framework=row)
    messages.success(request, _("The framework is back: learners are asked by it again."))
    return redirect("framework", row.pk)
