"""Forms of Wagtail's editor that are otherwise for our pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Without an address the page gets one from its title: autosave comes before the script has filled the field, and without scripts
    nobody fills it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class DraftCopyForm(CopyForm):
    """A copy is a draft, with all below it, and goes live through the gate as any draft does. No aliases by hand either: they would show
    one course, with whatever is published there later, in another that nobody has asked."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
        self.fields["new_title"].help_text = _("The copy is a draft, with all that is copied below it. Readers see it once you publish it.")
