"""A comment is written once. Until the browser has the answer to the autosave that brought it, the form sends it as new again with the next
save: on a bad line that is seconds."""

from typing import Any

from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.comments import CommentForm as WagtailCommentForm
from wagtail.admin.forms.comments import CommentFormSet, CommentReplyForm
from wagtail.admin.panels import CommentPanel as WagtailCommentPanel
from wagtail.models import COMMENTS_RELATION_NAME

KEPT = ("pk", "created_at", "revision_created_id")


class WrittenOnce(BaseChildFormSet):
    """What comes as new and stands there already in the same words, of the same person, is that. As it stands here: replies."""

    same: tuple[str, ...] = ("user", "text")

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if twin := self._twin(form.instance):
            for name in KEPT:
                if hasattr(twin, name):
                    setattr(form.instance, name, getattr(twin, name))
            form.instance._state.adding = False
        return super().save_new(form, commit=commit)

    def _twin(self, one: Any) -> Any:
        """Not of those that the form knows: whoever says the same twice means it."""
        if self.instance.pk is None:
            return None
        words = {name: getattr(one, name) for name in self.same}
        rows = self.model.objects.filter(**{self.fk.name: self.instance.pk}, **words)
        return rows.exclude(pk__in=[form.instance.pk for form in self.initial_forms]).order_by("pk").first()


class CommentsOnce(WrittenOnce, CommentFormSet):
    same = ("user", "text", "contentpath", "position", "resolved_at")


class CommentForm(WagtailCommentForm):
    class Meta:
        formsets = {"replies": {"form": CommentReplyForm, "formset": WrittenOnce, "inherit_kwargs": ["for_user"]}}


class CommentPanel(WagtailCommentPanel):
    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][COMMENTS_RELATION_NAME] |= {"formset": CommentsOnce, "form": CommentForm}
        return options
