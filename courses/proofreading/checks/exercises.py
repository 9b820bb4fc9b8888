"""Exercises that leave the learner alone."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from courses.workbook.kinds import KINDS

from ..draft import Draft
from ..findings import Finding, Severity

WITH_MODEL_ANSWER = ("short_text", "long_text", "fill_table")  # kinds where an answer can be shown


def prompts(draft: Draft) -> Iterator[Finding]:
    for block in draft.blocks_of(*KINDS):
        if not block.value["prompt"].strip():
            words = _("The exercise does not say what to do.")
            yield Finding(check="prompt_missing", path=("body", block.id, "prompt"), severity=Severity.STOP, words=words)


def model_answers(draft: Draft) -> Iterator[Finding]:
    for block in draft.blocks_of(*WITH_MODEL_ANSWER):
        if not block.value["model_answer"].strip() and not block.value["is_private"]:
            yield Finding(
                check="model_answer_missing",
                path=("body", block.id, "model_answer"),
                severity=Severity.ADVICE,
                words=_("There is no model answer. Whoever learns alone cannot see what a good answer looks like."),
                quote=block.value["title"],
            )
