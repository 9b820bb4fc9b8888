"""Forms of Wagtail's editor that are otherwise for our pages."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Without an address the page gets one from its title: autosave comes before the script has filled the field, and without scripts
    nobody fills it. Lines end as they are stored: a text that nobody has touched is the same text, also to its translations."""

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any):
        super().__init__(_with_plain_lines(data) if data else data, *args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


def _with_plain_lines(sent: QueryDict) -> QueryDict:
    """Browsers end lines as letters of old did."""
    data = QueryDict(mutable=True)
    for name, values in sent.lists():
        data.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return data


class DraftCopyForm(CopyForm):
    """A copy is a draft, with all below it, and goes live through the gate as any draft does. No aliases by hand either: they would show
    one course, with whatever is published there later, in another that nobody has asked."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
        self.fields["new_title"].help_text = _("The copy is a draft, with all that is copied below it. Readers see it once you publish it.")
