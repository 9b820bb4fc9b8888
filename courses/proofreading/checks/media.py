"""What somebody misses who cannot see or hear."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ..draft import Draft
from ..findings import Finding, Severity


def pictures(draft: Draft) -> Iterator[Finding]:
    for block in draft.blocks_of("picture"):
        if block.value["image"] and not block.value["alt"].strip():
            yield _unseen(("body", block.id, "alt"), str(block.value["image"].pk))
    for text, found in draft.marked:
        yield from (_unseen(text.path, address, quote=address) for address, shows in found.pictures if not shows.strip())


def _unseen(path: tuple[str, ...], about: str, quote: str = "") -> Finding:
    words = _("Say what the picture shows. Who cannot see it hears nothing here, and who waits for it on a bad line sees nothing.")
    return Finding(check="alt_missing", path=path, severity=Severity.STOP, words=words, quote=quote, about=about)


def recordings(draft: Draft) -> Iterator[Finding]:
    for block in draft.blocks_of("audio", "video"):
        about = str(block.value["file"].pk) if block.value["file"] else ""
        if not block.value["transcript"].strip():
            words = _("Write down what is said. Without a transcript deaf learners, and all who save data, get nothing.")
            path = ("body", block.id, "transcript")
            yield Finding(check="transcript_missing", path=path, severity=Severity.STOP, words=words, about=about)
        if block.block_type == "video" and not block.value["captions"]:
            words = _("The video has no captions. Who cannot hear it cannot follow it while it runs.")
            path = ("body", block.id, "captions")
            yield Finding(check="captions_missing", path=path, severity=Severity.STOP, words=words, about=about)
