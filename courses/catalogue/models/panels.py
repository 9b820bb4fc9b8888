"""The editors of courses, modules and lessons: panels in the order of the work. What is it called and for whom, what does it say, how is it
found, when is it published."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.pages.panels import editor, title

COMING_OFF = _(
    "The page goes off by itself at that hour, with all below it. If the course was written in this language, it goes off in every "
    "language. What learners wrote stays, and the page can be published again."
)

CATALOGUE = editor(
    _("Catalogue"),
    [
        title(_("Stands above the list of courses, and in the search."), has_address=False),
        MultiFieldPanel([FieldPanel("introduction")], heading=_("What it says")),
    ],
    has_address=False,
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
    coming_off=COMING_OFF,
)

MODULE = editor(
    _("Module"),
    [
        title(_("Stands in the outline of the course, above its lessons.")),
        MultiFieldPanel([FieldPanel("introduction")], heading=_("What it says")),
    ],
    coming_off=COMING_OFF,
)

LESSON = editor(
    _("Lesson"),
    [
        title(_("Learners read it in the outline, in letters and on their road. What they answered keeps the title it had then.")),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("minutes")], heading=_("For whom it is")),
        MultiFieldPanel([FieldPanel("body", heading=_("Blocks"))], heading=_("What it says and what learners do")),
    ],
    coming_off=COMING_OFF,
)
