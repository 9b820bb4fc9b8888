"""What the editors of all our pages have in common: three tabs, in the order of the work. What is it called and what does it say, how is it
found, when is it published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .comment_forms import CommentPanel


def editor(
    first_tab: Any, panels: list[Any], before_dates: tuple[Any, ...] = (), *, has_address: bool = True, coming_off: Any = ""
) -> TabbedInterface:
    found = MultiFieldPanel([ADDRESS, *WORDS], heading=_("Address and search engines")) if has_address else MultiFieldPanel(WORDS)
    return TabbedInterface(
        [
            ObjectList(panels, heading=first_tab),
            ObjectList([found], heading=_("How it is found")),
            ObjectList([*before_dates, dates(coming_off), CommentPanel()], heading=_("When it is published")),
        ]
    )


def dates(coming_off: Any) -> PublishingPanel:
    panel = PublishingPanel()
    going_live, expiry = panel.children
    going_live.help_text = _("By the clock of your account. Until that hour the page cannot be changed; cancel the hour to go on writing.")
    expiry.help_text = coming_off
    return panel


class OneLine(AdminAutoHeightTextInput):
    """Grows with its words, so that a long title is seen whole on a phone. What is pasted in several lines becomes one."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"data-one-line": "", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return " ".join(typed.splitlines()) if isinstance(typed, str) else typed


def title(help_text: Any, *, has_address: bool = True) -> FieldPanel:
    """Without a field for the address beside it Wagtail's script, which fills that in, breaks."""
    panel = TitleFieldPanel if has_address else FieldPanel
    return panel("title", help_text=help_text, classname="title", widget=OneLine)


ADDRESS = FieldPanel(
    "slug",
    heading=_("End of the address"),
    help_text=_(
        "Made from the title, in Latin letters. When you change it, the old address leads on to the new one: bookmarks, letters and what "
        "was printed still work."
    ),
)
WORDS = [
    FieldPanel(
        "seo_title",
        heading=_("Title for search engines"),
        help_text=_("Only where the title alone says too little among other sites. It also stands on the browser’s tab."),
    ),
    FieldPanel(
        "search_description",
        heading=_("Words under the title in search engines"),
        help_text=_("One or two sentences. Without them search engines choose words of the page themselves."),
    ),
]
