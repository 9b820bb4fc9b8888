"""Pictures that come with question files: checked by what is in them, then rows of Wagtail's library like any other."""

import hashlib
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images import get_image_model
from willow.image import UnrecognisedImageFormatError

from cms.media.checks import check_picture, extension_of
from lms.accounts.models import User

MOST_PIXELS = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", 50_000_000)
MOST_BYTES = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
Image = get_image_model()


def hash_of(content: bytes) -> str:
    """As Wagtail keeps it with a picture."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def unsaved_picture(name: str, content: bytes) -> Any:
    """Raises ValidationError for what is no picture of an allowed kind, is too large, or could run something."""
    if extension_of(name) not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise ValidationError(_("This is not a picture of a kind that is known here."))
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This picture is too large: %(most)s MB are possible.") % {"most": MOST_BYTES // 1024 // 1024})
    stream = BytesIO(content)
    picture = Image(title=name[:255])
    try:
        picture.file = File(stream, name=name)
    except Pillow.DecompressionBombError as error:
        raise ValidationError(_("This picture has too many pixels. Make it smaller and try again.")) from error
    except (UnrecognisedImageFormatError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("This is not a picture of a kind that is known here.")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(_("This picture has too many pixels. Make it smaller and try again."))
    check_picture(stream, name)
    return picture


def picture_row(name: str, content: bytes, by: User | None) -> tuple[Any, bool]:
    """The picture with this content, and whether it is new. Raises ValidationError."""
    digest = hash_of(content)
    known = Image.objects.filter(file_hash=digest).first()
    if known:
        return known, False
    picture = unsaved_picture(name, content)
    picture.file_hash, picture.file_size, picture.uploaded_by_user = digest, len(content), by
    picture.save()
    return picture, True
