"""What a template left to be replaced."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ..draft import Draft
from ..findings import Finding, Severity

PLACEHOLDER = re.compile(r"\[\[.+?\]\]", re.DOTALL)


def left_over(draft: Draft) -> Iterator[Finding]:
    for text in draft.texts:
        for found in PLACEHOLDER.findall(text.source):
            yield Finding(
                check="placeholder_left",
                path=text.path,
                severity=Severity.STOP,
                words=_("Words of the template still stand here, in double brackets. Put your own in their place, or remove the block."),
                quote=found,
            )
