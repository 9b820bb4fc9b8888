"""Backgrounds, logos and signatures. Whatever was uploaded is decoded and made again: nothing that hides behind a picture gets in, and the
paper stays light. Drawings (SVG) are not taken."""

import hashlib
import io
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from PIL import Image

from lms.accounts.models import User
from lms.core import uploads

from ..models import TemplatePicture, private_storage

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")
LARGEST_GROUND = 2000  # pixels: A4 across at 170 dots an inch
LARGEST_LOGO = 600
UNUSED_AFTER = timedelta(days=2)


@transaction.atomic
def keep_picture(*, name: str, data: bytes, is_ground: bool, by: User) -> TemplatePicture:
    """Raises ValidationError, in words for the editor."""
    if not name.lower().endswith(ENDINGS):
        raise ValidationError(_("Choose a picture: PNG, JPEG, WebP or GIF."))
    try:
        checked = uploads.check(name, data)
    except uploads.FileNotAccepted as refused:
        raise ValidationError(refused.message) from refused
    content, size, kind = _made_again(checked.data, LARGEST_GROUND if is_ground else LARGEST_LOGO, is_flat=is_ground)
    digest = hashlib.sha256(content).hexdigest()
    fields = {"content_type": f"image/{kind}", "width": size[0], "height": size[1], "file": f"certificate_pictures/{digest}.{kind}"}
    picture, is_new = TemplatePicture.objects.get_or_create(digest=digest, defaults=fields)
    picture.added_by.add(by)
    TemplatePicture.objects.filter(pk=picture.pk).update(created_at=now())  # so that no sweep takes it while it is tried again
    storage = private_storage()
    if is_new or not storage.exists(str(picture.file)):
        storage.delete(str(picture.file))  # what lies there is of a process that died, and may be half a file
        storage.save(str(picture.file), ContentFile(content))
    return picture


def _made_again(data: bytes, largest: int, *, is_flat: bool) -> tuple[bytes, tuple[int, int], str]:
    with Image.open(io.BytesIO(data)) as opened:
        picture: Image.Image = opened.convert("RGBA") if "A" in opened.mode or opened.mode == "P" else opened.convert("RGB")
    picture.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    if is_flat and picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    made = io.BytesIO()
    if picture.mode == "RGB" and is_flat:
        picture.save(made, "JPEG", quality=82, optimize=True)
        return made.getvalue(), picture.size, "jpeg"
    picture.save(made, "PNG", optimize=True)
    return made.getvalue(), picture.size, "png"


def contents(digests: Iterable[str]) -> dict[str, bytes]:
    wanted = set(digests)
    found = {}
    for picture in TemplatePicture.objects.filter(digest__in=wanted) if wanted else ():
        with picture.file.open("rb") as file:
            found[picture.digest] = file.read()
    return found


def unused_pictures() -> QuerySet[TemplatePicture]:
    """Uploaded to try, and in no template."""
    return TemplatePicture.objects.filter(versions=None, created_at__lte=now() - UNUSED_AFTER)


def remove_unused_pictures() -> None:
    """The row first: a file without a row is written anew when the picture comes again, a row without a file could not be printed."""
    for picture in unused_pictures():
        with transaction.atomic():
            held = TemplatePicture.objects.select_for_update().filter(pk=picture.pk, versions=None).first()
            if held:
                held.delete()
                transaction.on_commit(partial(private_storage().delete, str(held.file)))
