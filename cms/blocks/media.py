"""Pictures, recordings and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock

from .chosen import FetchedOnce
from .previews import Preview
from .text import LineBlock, MarkdownBlock

GROUP = _("Pictures and files")
TRANSCRIPT_HELP = _("Everything that is said, in Markdown. Who cannot hear it, and who has little data, reads this instead.")


class ImageChooserBlock(FetchedOnce, WagtailImageChooserBlock):
    """Brings all pictures of a lesson with their sizes in two queries, however many there are."""

    def fetch(self, values):
        return self.model_class.objects.prefetch_renditions().in_bulk(values)


def _a_picture():
    return get_image_model().objects.order_by("pk").first()


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = LineBlock(
        label=_("What it shows"),
        required=False,
        help_text=_("Read aloud to those who cannot see it, and shown while it loads. Leave empty only for a picture that says nothing."),
    )
    caption = LineBlock(label=_("Caption"), required=False, help_text=_("Printed under the picture. One line of Markdown."))

    class Meta:
        icon = "image"
        group = GROUP
        label = _("Picture")
        description = _("A picture with words for those who cannot see it. It is made small enough for a phone by itself.")
        template = "blocks/picture.html"

    def get_preview_value(self):
        return self.normalize(
            {
                "image": _a_picture(),
                "alt": str(_("A village library with a bench in front of it.")),
                "caption": str(_("The bench knows more than any report")),
            }
        )


class AudioBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), required=False)
    file = DocumentChooserBlock(label=_("Recording"), help_text=_("MP3, M4A or OGG. Loads only when the learner presses play."))
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt), offered for download."))
    transcript = MarkdownBlock(label=_("Transcript"), help_text=TRANSCRIPT_HELP)

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Sound")
        description = _("A recording with its transcript folded under it.")
        template = "blocks/audio.html"
        preview_value = Preview({"title": _("A talk with Rositsa"), "transcript": _("– How did last week go?\n\n– It went.")})


class VideoBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), required=False)
    file = DocumentChooserBlock(
        label=_("Video"), help_text=_("MP4 or WebM. Loads only when the learner presses play; keep it under five minutes.")
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt). Without captions deaf learners have the transcript only.")
    )
    poster = ImageChooserBlock(label=_("Still picture"), required=False, help_text=_("Shown before the video starts."))
    transcript = MarkdownBlock(label=_("Transcript"), help_text=TRANSCRIPT_HELP)

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Video")
        description = _("A video with captions and its transcript folded under it.")
        template = "blocks/video.html"
        preview_value = Preview(
            {"title": _("How to begin a conversation"), "transcript": _("Rositsa sits down on the bench and is silent for a while.")}
        )


class DownloadBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), required=False, help_text=_("The words of the link. Empty: the title of the file."))
    file = DocumentChooserBlock(label=_("File"), help_text=_("Learners download it; it never opens inside the site."))
    text = MarkdownBlock(label=_("What it is for"), required=False)

    class Meta:
        icon = "download"
        group = GROUP
        label = _("Download")
        description = _("A file to take away: a form, a template, a list to print.")
        template = "blocks/download.html"
        preview_value = Preview({"title": _("A form for ten conversations"), "text": _("Print it double-sided and fold it.")})
