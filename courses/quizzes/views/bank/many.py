"""One change to many questions, asked before it is made: move, tag, retire, bring back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from ...actions.bank import bring_back_question, move_question, retire_question, tag_question
from ...editors import categories_edited_by, questions_edited_by
from ...models import Category
from .pages import list_frame

MOST = 500


class ManyForm(forms.Form):
    deed = forms.ChoiceField(
        label=gettext_lazy("With the ticked questions"),
        choices=[
            ("move", gettext_lazy("Move to the category")),
            ("tag", gettext_lazy("Add the tags")),
            ("retire", gettext_lazy("Retire")),
            ("bring_back", gettext_lazy("Bring back")),
        ],
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.none(), required=False, help_text=gettext_lazy("Only to move them.")
    )
    tags = forms.CharField(label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Only to tag them; between commas."))

    def __init__(self, *args: Any, person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = categories_edited_by(person).select_related("bank").order_by("bank__name", "path")
        self.fields["to"].label_from_instance = lambda category: f"{category.bank}: {category.path}"

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("deed") == "move" and not values.get("to"):
            self.add_error("to", _("Choose the category to move them to."))
        values["names"] = [name for name in (each.strip()[:100] for each in values.get("tags", "").split(",")) if name]
        if values.get("deed") == "tag" and not values["names"]:
            self.add_error("tags", _("Write the tags to add."))
        return values


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First says what will happen to which; "sure" does it. What is not in the person's scope is left out."""
    ids = [int(one) for one in request.POST.getlist("question") if one.isdecimal() and len(one) < 10][:MOST]
    chosen = list(questions_edited_by(request.user).filter(pk__in=ids).select_related("category", "bank").order_by("name", "pk"))
    if ids and len(chosen) < len(set(ids)):
        raise Http404
    form = ManyForm(request.POST, person=request.user)
    form_is_valid = form.is_valid()
    if form_is_valid and form.cleaned_data["deed"] == "move":
        strangers = [one for one in chosen if one.bank_id != form.cleaned_data["to"].bank_id]
        if strangers:
            form.add_error("to", _("A question stays in its bank. Choose a category of the same bank for all ticked questions."))
    if not chosen:
        messages.warning(request, _("Tick the questions first."))
        return redirect("questions")
    if form.is_valid() and "sure" in request.POST:
        _do(chosen, form.cleaned_data)
        messages.success(
            request, ngettext("%(count)d question is changed.", "%(count)d questions are changed.", len(chosen)) % {"count": len(chosen)}
        )
        return redirect("questions")
    explanations = {
        "retire": _("New attempts get them no more, and quizzes that placed them have fewer questions. Attempts that hold them go on."),
        "bring_back": _("New attempts may get them again."),
        "move": _("Quizzes that draw from a category draw from where the questions are then."),
        "tag": _("Quizzes that draw by these tags may draw them from then on."),
    }
    context = {**list_frame(_("Change many questions")), "form": form, "chosen": chosen}
    return render(request, "quizzes/admin/many.html", {**context, "explanation": explanations.get(request.POST.get("deed", ""), "")})


@transaction.atomic
def _do(chosen: list, asked: dict[str, Any]) -> None:
    for question in chosen:
        match asked["deed"]:
            case "move":
                move_question(question=question, category=asked["to"])
            case "tag":
                tag_question(question=question, names=asked["names"])
            case "retire":
                retire_question(question=question)
            case "bring_back":
                bring_back_question(question=question)
