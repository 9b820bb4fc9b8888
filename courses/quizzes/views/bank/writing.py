"""Adding and changing a question in the form of its type."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lms.core.saving.meanwhile import BASE, ChangedMeanwhile, base_in, said_of

from ...actions.bank import add_question, describe_question, write_version
from ...actions.pictures import set_pictures
from ...actions.regrading import with_older_versions
from ...editors import categories_edited_by, edits_somewhere, questions_edited_by
from ...engine.definition import TYPES, Definition, from_json
from ...engine.translating import is_same_key
from ...graders import quizzes_regraded_by
from ...listing import plain_beginning
from ...models import AttemptQuestion, Category, Question
from ...models.bank import TYPE_LABELS
from ...picture_forms import PREFIX as PICTURES
from ...picture_forms import PictureRow, PicturesForm
from ...question_forms import FORMS, QuestionForm
from ...question_forms.gaps import MAKE_GAPS, GapsForm, new_places
from ..reports import titles_of
from .cards import cards
from .pages import edited, list_frame, question_frame, seen


class AboutForm(forms.Form):
    """Where a question is kept and how editors find it."""

    name = forms.CharField(
        label=gettext_lazy("Name in lists"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("For editors only. Empty: the first words of the text."),
    )
    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=Category.objects.none())
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Between commas. A quiz can draw questions by their tags."),
    )
    idnumber = forms.CharField(
        label=gettext_lazy("Id"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Your own name for it, once in a bank: files and course folders find the question by it. Usually empty."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Translations are added on the next page."),
    )

    def __init__(self, *args: Any, person, question: Question | None = None, **kwargs: Any):
        super().__init__(*args, use_required_attribute=False, prefix="about", **kwargs)
        self.question = question
        mine = categories_edited_by(person).select_related("bank").order_by("bank__name", "path")
        self.fields["category"].queryset = mine.filter(bank=question.bank) if question else mine
        self.fields["category"].label_from_instance = lambda category: f"{category.bank}: {category.path}"
        self.fields["category"].empty_label = None if question else _("Choose where it belongs")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        bank = getattr(values.get("category"), "bank_id", None)
        if values.get("idnumber") and bank:
            others = Question.objects.filter(bank=bank, idnumber=values["idnumber"]).exclude(pk=self.question.pk if self.question else None)
            if others.exists():
                self.add_error("idnumber", _("Another question of the bank has this id. Choose a different one."))
        values["names"] = [name for name in (each.strip()[:100] for each in values.get("tags", "").split(",")) if name]
        return values


@require_GET
def add(request: HttpRequest) -> HttpResponse:
    """The types, each with an example."""
    if not edits_somewhere(request.user):
        raise PermissionDenied
    category = request.GET.get("category", "")
    query = f"?category={category}" if category.isdecimal() else ""
    return render(request, "quizzes/admin/add_question.html", {**list_frame(_("Add a question")), "cards": cards(), "query": query})


@require_http_methods(["GET", "POST"])
def add_of_type(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    if not edits_somewhere(request.user):
        raise PermissionDenied
    data, form, pictures = _bound(request, kind, None)
    initial = {"category": request.GET.get("category"), "language": request.LANGUAGE_CODE}
    about = AboutForm(data, person=request.user, initial=initial)
    if data is not None and not _is_deed(request) and all([form.is_valid(), about.is_valid(), pictures.is_valid()]):
        question = add_question(
            category=about.cleaned_data["category"],
            name=about.cleaned_data["name"] or _name_from(form.definition),
            definition=form.definition,
            language=about.cleaned_data["language"],
            idnumber=about.cleaned_data["idnumber"],
            tags=about.cleaned_data["names"],
            by=request.user,
        )
        set_pictures(question=question, pictures=pictures.pictures)
        _say_warnings(request, form, pictures)
        messages.success(request, _("The question “%(name)s” is in the bank.") % {"name": question.name})
        return redirect("question_try" if "try" in request.POST else "question", question.pk)
    frame = list_frame(_("New question: %(type)s") % {"type": TYPE_LABELS[kind]})
    return _shown(request, frame, form, about, pictures, data)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look is led to what can be looked at."""
    if request.method == "GET" and not questions_edited_by(request.user).filter(pk=pk).exists():
        return redirect("question_try", seen(request, pk).pk)
    row = edited(request, pk)
    data, form, pictures = _bound(request, row.type, row)
    tags = ", ".join(sorted(item.tag.name for item in row.tagged_items.all()))
    initial = {"name": row.name, "category": row.category_id, "tags": tags, "idnumber": row.idnumber, "language": row.version.language}
    about = AboutForm(data, person=request.user, question=row, initial=initial)
    frame = {**question_frame(request, row, "question"), BASE: row.version.number if data is None else base_in(data)}
    if data is not None and not _is_deed(request) and all([form.is_valid(), about.is_valid(), pictures.is_valid()]):
        try:
            _save(request, row, form, about, pictures)
            return redirect("question_try" if "try" in request.POST else "question", row.pk)
        except ChangedMeanwhile as changed:
            frame |= {BASE: changed.current.number, "meanwhile": said_of(changed, reverse("question_versions", args=[row.pk]))}
    return _shown(request, frame, form, about, pictures, data)


def _bound(request: HttpRequest, kind: str, row: Question | None) -> tuple[Any, QuestionForm, PicturesForm]:
    """What was sent, after the button that was pressed. Words in brackets that are no gap yet become one before anything is saved."""
    form_class = FORMS[kind]
    definition = from_json(row.version.definition) if row else None
    has: dict[str, Any] = {"files": row.files.select_related("image") if row else (), "person": request.user}
    if request.method != "POST":
        return None, form_class(definition=definition), PicturesForm(**has)
    deed = request.POST.get("do", "")
    data = request.POST.copy()
    if issubclass(form_class, GapsForm) and (deed == MAKE_GAPS or (not deed and new_places(data))):
        if not deed:
            request.made_gaps = True
        data = form_class.with_gaps(data, _gaps_ever(row) if row else ())
    if deed.startswith(f"{PICTURES}:"):
        data = PicturesForm(data, **has).after(data, deed)
    elif deed and deed != MAKE_GAPS:
        data = form_class.after(data, deed)
    return data, form_class(data, definition=definition), PicturesForm(data, **has)


def _is_deed(request: HttpRequest) -> bool:
    """Whether the button only changed the form."""
    return bool(request.POST.get("do")) or getattr(request, "made_gaps", False)


def _gaps_ever(row: Question) -> set[str]:
    """Names of gaps are never used again: statistics would mix two gaps up."""
    definitions = row.versions.values_list("definition", flat=True)
    return {gap["id"] for definition in definitions for gap in definition.get("gaps", [])}


def _shown(
    request: HttpRequest, frame: dict[str, Any], form: QuestionForm, about: AboutForm, pictures: PicturesForm, data: Any
) -> HttpResponse:
    is_refused = data is not None and not _is_deed(request)
    if data is not None and not is_refused:
        _silence(form)
        _silence(about)
        _silence(pictures)
    if getattr(request, "made_gaps", False):
        messages.info(request, _("The words in brackets are gaps now: look at them below, then save. Nothing has been saved yet."))
    context = {
        **frame,
        "form": form,
        "about": about,
        "pictures": pictures.rows[PICTURES],
        "media": form.media + PictureRow.base_fields["image"].widget.media,
        "is_refused": is_refused,
        "warnings": form.warnings if is_refused else [],
    }
    status = 409 if "meanwhile" in frame else 422 if is_refused else 200
    return render(request, "quizzes/admin/question.html", context, status=status)


def _silence(form: Any) -> None:
    """After a button that only moved rows nothing is wrong yet."""
    form._errors = ErrorDict()
    for rows in getattr(form, "rows", {}).values():
        rows.errors = []
        for row in rows.all:
            _silence(row)


def _save(request: HttpRequest, row: Question, form: QuestionForm, about: AboutForm, pictures: PicturesForm) -> None:
    """Raises ChangedMeanwhile."""
    before = row.version
    with transaction.atomic():
        describe_question(
            question=row,
            category=about.cleaned_data["category"],
            name=about.cleaned_data["name"] or _name_from(form.definition),
            idnumber=about.cleaned_data["idnumber"],
            tags=about.cleaned_data["names"],
        )
        version = write_version(
            question=row,
            definition=form.definition,
            language=about.cleaned_data["language"],
            translations={language: moved(words, form) for language, words in before.translations.items()},
            by=request.user,
            base=base_in(request.POST),
        )
    kept = set_pictures(question=row, pictures=pictures.pictures) if pictures.is_sent else []
    for name in kept:
        messages.info(request, _("The picture “%(name)s” stays: this version or an earlier one shows it.") % {"name": name})
    _say_warnings(request, form, pictures)
    if version.pk == before.pk:
        messages.success(
            request, _("Saved. The question says the same as before, so version %(number)d stays.") % {"number": version.number}
        )
    else:
        messages.success(request, _("Version %(number)d is what new attempts get.") % {"number": version.number})
        row.refresh_from_db(fields=["version"])
        _say_attempts(request, row, form.definition)


def moved(words: dict[str, str], form: QuestionForm) -> dict[str, str]:
    """Translations of hints and units go where their rows went."""
    gone: dict[str, dict[str, str]] = {name: form.renumbered(name) for name in ("hints", "units") if name in form.rows}
    result = {}
    for place, text in words.items():
        name, _sep, rest = place.partition(".")
        if name in gone:
            old, _sep, field = rest.partition(".")
            if old in gone[name]:
                result[f"{name}.{gone[name][old]}.{field}"] = text
        else:
            result[place] = text
    return result


def _say_attempts(request: HttpRequest, row: Question, definition: Definition) -> None:
    """Marks given by a key that is wrong stay until the quizzes are graded again: each is a link away for who may do that."""
    held = AttemptQuestion.objects.filter(version__question=row).exclude(version=row.version_id)
    attempts = held.values("attempt").distinct().count()
    if not attempts:
        return
    words = ngettext("%(count)d attempt keeps an earlier version.", "%(count)d attempts keep an earlier version.", attempts)
    words %= {"count": attempts}
    earlier = row.versions.filter(pk__in=held.values("version")).values_list("definition", flat=True)
    quizzes = list(with_older_versions(row).filter(pk__in=quizzes_regraded_by(request.user)).select_related("lesson__course"))
    if not quizzes or all(is_same_key(from_json(each), definition) for each in earlier):
        messages.info(request, words)
        return
    titles = titles_of(quizzes, request.LANGUAGE_CODE)
    links = format_html_join(", ", '<a href="{}">{}</a>', [(reverse("quiz_regrades", args=[pk]), title) for pk, title in titles.items()])
    messages.warning(request, format_html("{} {} {}", words, _("If the key was wrong, grade them again:"), links))


def _say_warnings(request: HttpRequest, form: QuestionForm, pictures: PicturesForm) -> None:
    for words in [*form.warnings, *pictures.warnings(form.definition)]:
        messages.warning(request, words)


def _name_from(definition: Definition) -> str:
    return Truncator(plain_beginning(definition.text)).chars(60) or str(TYPE_LABELS[definition.type])
