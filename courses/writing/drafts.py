"""Drafts of a page as `odds` compares them: what revisions keep, with every value that a form would fill in."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page

from .models import SavedFrom
from .odds import Part, odds


def content_of(page: Page) -> dict[str, Any]:
    """As a revision would keep it."""
    return dict(json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder)))


def fields_of(page: Page) -> list[str]:
    """What an editor fills in, in the order of the form."""
    form = page.get_edit_handler().get_form_class()
    kept = {field.name for field in page._meta.concrete_fields}
    return [name for name in form.base_fields if name in kept]


def bodies_of(page: Page) -> list[str]:
    return [field.name for field in page._meta.concrete_fields if isinstance(field, StreamField)]


def differing(page: Page, mine: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] | None) -> list[Part]:
    return odds(mine, theirs, base, fields_of(page), bodies_of(page))


def page_of_tab(*, model: type[Page], parent: Page, tab: str, person: Any) -> Page | None:
    """What a form for a new page has made already."""
    saved = SavedFrom.objects.filter(tab=tab, revision__user=person).exclude(tab="").values_list("revision__object_id", flat=True)
    return model.objects.child_of(parent).filter(pk__in=list(saved)).first()
