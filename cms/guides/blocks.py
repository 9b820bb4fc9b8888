"""What a guide has beside the blocks of other pages: parts that can be linked to, and pictures of the site."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail import blocks

from cms.blocks.media import GROUP as PICTURES
from cms.blocks.previews import Preview
from cms.blocks.text import GROUP as TEXT
from cms.blocks.text import BlockIdBlock, LineBlock
from cms.pages.models import PageBody


class PartBlock(blocks.StructBlock):
    heading = LineBlock(
        label=_("Heading"), max_length=200, help_text=_("What somebody wants to do. It stands in the outline beside the guide.")
    )
    anchor = BlockIdBlock(
        label=_("Name in addresses"),
        required=False,
        help_text=_("Pages of the site lead to it. Leave it as it is when you change the heading."),
    )

    class Meta:
        icon = "title"
        group = TEXT
        label = _("Part of a guide")
        label_format = "{heading}"
        description = _("Starts a new part, which the outline and links from the site's pages lead to.")
        template = "guides/part.html"
        preview_value = Preview({"heading": _("Hand in your work"), "anchor": "hand-in"})


class ScreenBlock(blocks.StructBlock):
    name = LineBlock(
        label=_("Name of the picture"),
        help_text=_("Comes with the site and changes with it. For a picture of your own, use the block “Picture” instead."),
    )
    alt = LineBlock(label=_("What it shows"), help_text=_("Read aloud to those who cannot see it, and shown while it loads."))

    class Meta:
        icon = "desktop"
        group = PICTURES
        label = _("Picture of the site")
        description = _("A picture of one of the site's own pages, in the language of the guide.")
        template = "guides/screen.html"
        preview_value = Preview({"name": "en/learner-road", "alt": _("The road with its ten lessons.")})

    def get_context(self, value, parent_context=None):
        size = size_of(value["name"])
        shown = (
            {"source": f"guides/{value['name']}.webp", "width": size[0], "height": size[1], "is_phone": size[0] <= PHONE} if size else {}
        )
        return super().get_context(value, parent_context) | shown


@lru_cache(maxsize=512)
def size_of(name: str) -> tuple[int, int] | None:
    """How wide and high a picture that comes with the guides is, in the pixels of a page; None where there is none of that name."""
    pictures: Path = settings.GUIDE_PICTURES
    path = (pictures / f"{name}.webp").resolve()
    if not path.is_relative_to(pictures.resolve()):
        return None
    try:
        with Image.open(path) as picture:
            width, height = picture.size
    except (FileNotFoundError, UnidentifiedImageError):
        return None
    return (width // 2, height // 2) if width <= PHONE * 2 else (width, height)


PHONE = 360  # pictures of a phone are taken at twice its width, so that they are sharp there


class GuideBody(PageBody):
    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([("part", PartBlock()), ("screen", ScreenBlock()), *(local_blocks or [])], **kwargs)
