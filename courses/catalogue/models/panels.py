"""The editors of courses, modules and lessons: panels in the order of the work. What is it called and for whom, what does it say, how is it
found, when is it published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)


def editor(first_tab: Any, panels: list[Any], before_dates: tuple[Any, ...] = ()) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(panels, heading=first_tab),
            ObjectList([FOUND], heading=_("How it is found")),
            ObjectList([*before_dates, PublishingPanel(), CommentPanel()], heading=_("When it is published")),
        ]
    )


def title(help_text: Any) -> TitleFieldPanel:
    return TitleFieldPanel("title", help_text=help_text)


FOUND = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            heading=_("End of the address"),
            help_text=_(
                "Made from the title. When you change it, the old address leads on to the new one: bookmarks, letters and what was "
                "printed still work."
            ),
        ),
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
    ],
    heading=_("Address and search engines"),
)

COURSE = editor(
    _("Course"),
    [
        title(_("What people look for in the catalogue. It stands on certificates; those already issued keep theirs.")),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("level"), FieldPanel("topics", heading=_("Topics")), FieldPanel("hours")],
            heading=_("For whom it is"),
        ),
        MultiFieldPanel([FieldPanel("introduction")], heading=_("What it says")),
    ],
    before_dates=(FieldPanel("needs_second_reading"),),
)

MODULE = editor(
    _("Module"),
    [
        title(_("Stands in the outline of the course, above its lessons.")),
        MultiFieldPanel([FieldPanel("introduction")], heading=_("What it says")),
    ],
)

LESSON = editor(
    _("Lesson"),
    [
        title(_("Learners read it in the outline, in letters and on their road. What they answered keeps the title it had then.")),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("minutes")], heading=_("For whom it is")),
        MultiFieldPanel([FieldPanel("body", heading=_("Blocks"))], heading=_("What it says and what learners do")),
    ],
)
