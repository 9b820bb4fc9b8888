"""Words that editors have agreed to do without."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..draft import Draft
from ..findings import Finding, Severity
from ..models import AvoidedWord


def advised_against(draft: Draft) -> Iterator[Finding]:
    avoided = AvoidedWord.objects.in_language(draft.language)
    if not avoided:
        return
    for text, found in draft.marked:
        for passage in found.passages:
            for word in avoided:
                for said in word.found_in(passage):
                    yield Finding(
                        check="word_avoided",
                        path=text.path,
                        severity=Severity.ADVICE,
                        words=_("“%(word)s”: better “%(instead)s”.") % {"word": said, "instead": word.instead},
                        quote=passage,
                        about=f"{word.word}\x1f{passage}",
                    )
