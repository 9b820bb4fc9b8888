"""Sentences that lose the reader, and texts that read like a letter from an office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import reading
from ..draft import Draft
from ..findings import Finding, Severity


def sentences(draft: Draft) -> Iterator[Finding]:
    for text, passage in draft.prose:
        for sentence in reading.too_long(passage, draft.language):
            count = reading.word_count(sentence)
            words = ngettext("%(count)d word in one sentence: split it in two.", "%(count)d words in one sentence: split it in two.", count)
            yield Finding(check="sentence_long", path=text.path, severity=Severity.ADVICE, words=words % {"count": count}, quote=sentence)


def whole(draft: Draft) -> Iterator[Finding]:
    level = reading.lix((passage for _text, passage in draft.prose), draft.language)
    most = reading.MOST_LIX.get(draft.language, reading.MOST_LIX["en"])
    if level is not None and level > most:
        words = _("This reads like a letter from an office (LIX %(level)d; the limit is %(most)d). Shorter sentences and words help.")
        said = words % {"level": round(level), "most": most}
        yield Finding(check="hard_to_read", path=("title",), severity=Severity.ADVICE, words=said, about=str(round(level) // 5))
