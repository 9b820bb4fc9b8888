"""The list of questions: found by words and by what they are, and changed many at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from courses.catalogue.search import stems

from ...editors import banks_seen_by, categories_seen_by, edits_somewhere, questions_seen_by, reads_somewhere
from ...listing import beginning_of
from ...models import Category, QuestionBank, QuestionTag
from ...models.bank import TYPE_LABELS
from ...usage import in_use, used_in
from ..reports import frame
from .many import ManyForm

PER_PAGE = 50


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words, name or id"), required=False)
    bank = forms.ModelChoiceField(label=gettext_lazy("Question bank"), queryset=QuestionBank.objects.none(), required=False)
    category = forms.ModelChoiceField(label=gettext_lazy("Category, with those below it"), queryset=Category.objects.none(), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=[("", gettext_lazy("All types")), *TYPE_LABELS.items()], required=False)
    tag = forms.ModelChoiceField(label=gettext_lazy("Tag"), queryset=QuestionTag.objects.none(), required=False)
    without = forms.ChoiceField(
        label=gettext_lazy("Not translated into"), choices=[("", gettext_lazy("Any language")), *settings.LANGUAGES], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("All but retired ones")),
            ("used", gettext_lazy("Used in a quiz")),
            ("unused", gettext_lazy("Used in no quiz")),
            ("problems", gettext_lazy("With something doubtful")),
            ("retired", gettext_lazy("Retired")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        everything = {
            "bank": banks_seen_by(person),
            "category": categories_seen_by(person).select_related("bank").order_by("bank__name", "path"),
        }
        for name, rows in everything.items():
            self.fields[name].queryset = rows
        self.fields["bank"].empty_label = _("All banks")
        self.fields["category"].empty_label = _("All categories")
        self.fields["category"].label_from_instance = lambda category: f"{category.bank}: {category.path}"
        self.fields["tag"].queryset = QuestionTag.objects.filter(tagged_questions__content_object__in=questions_seen_by(person)).distinct()
        self.fields["tag"].empty_label = _("All tags")

    def filter(self, questions):
        """A value that is no choice filters nothing."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        questions = questions.filter(retired_at__isnull=asked.get("state") != "retired")
        if words := asked.get("q"):
            questions = questions.filter(_holding(words))
        if asked.get("bank"):
            questions = questions.filter(bank=asked["bank"])
        if asked.get("category"):
            questions = questions.filter(category__in=Category.objects.within(asked["category"]))
        if asked.get("type"):
            questions = questions.filter(type=asked["type"])
        if asked.get("tag"):
            questions = questions.filter(tagged_items__tag=asked["tag"])
        if language := asked.get("without"):
            questions = questions.exclude(Q(version__language=language) | Q(version__translations__has_key=language))
        match asked.get("state"):
            case "used":
                questions = questions.filter(in_use())
            case "unused":
                questions = questions.exclude(in_use())
            case "problems":
                questions = questions.filter(has_problems=True)
        return questions


def _holding(words: str) -> Q:
    """Every word in any of its forms, or the beginning of the id."""
    held = Q()
    for stem in stems(words):
        held &= Q(search_text__contains=f" {stem}")
    return (held if held else Q(pk__in=[])) | Q(name__icontains=words) | Q(idnumber__istartswith=words)


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    if not reads_somewhere(request.user):
        raise PermissionDenied
    form = FilterForm(request.GET, person=request.user)
    found = form.filter(questions_seen_by(request.user)).order_by("bank__name", "category__path", "name", "pk")
    found = found.select_related("bank", "category", "version").prefetch_related("tagged_items__tag")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = list(page)
    quizzes = used_in(rows)
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        **frame(_("Questions")),
        "filters": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "query": query.urlencode(),
        "rows": [
            {
                "question": question,
                "text": beginning_of(question),
                "tags": sorted(item.tag.name for item in question.tagged_items.all()),
                "languages": languages_of(question),
                "quizzes": len(quizzes[question.pk]),
            }
            for question in rows
        ],
        "may_edit": edits_somewhere(request.user),
        "many": ManyForm(person=request.user, auto_id="many-%s"),
    }
    return render(request, "quizzes/admin/questions.html", context)


def languages_of(question) -> list[str]:
    return [question.version.language, *sorted(question.version.translations)] if question.version else []
