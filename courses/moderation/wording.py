"""Why an answer did not count, in words."""

from django.utils.translation import gettext as _

ANSWERED, CHANGED, STOPPED = "answered", "changed", "stopped"
MENDED, OTHERWISE = "mended", "otherwise"  # said in a dialog only


def comment_about(why: str) -> str:
    return {
        ANSWERED: _("Somebody else was quicker: this step is answered already. Nothing was done a second time."),
        CHANGED: _(
            "The page was changed after it was handed in. Nothing was published: it begins anew, "
            "and whoever did not write it reads it as it is now."
        ),
        STOPPED: _("Nothing was published: something has to be mended first. The page went back to whoever handed it in."),
        MENDED: _("You have changed something while reading, and what you wrote is read by somebody else. You can ask for changes."),
        OTHERWISE: _("The page has gone on since you opened it. Nothing was done."),
    }[why]
