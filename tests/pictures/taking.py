"""A page of the site as a picture: cropped to what matters, small, the same twice."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Page

from .site import MINUTE
from .stages import Address

MARGIN = 12  # CSS pixels around what is shown
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }"


@dataclass(frozen=True)
class Picture:
    """`name` begins with the guide it is in. `who` signs in: the e-mail address before the at; where it is empty nobody does. `path` is
    asked with the language, and may be looked up in the site, where what it shows is made first. What is between the first and the last of
    `around` is shown, at most `height` of it."""

    name: str
    who: str
    path: Address
    around: tuple[str, ...]
    before: Callable[[Page, str], None] | None = None
    height: int = 700

    @property
    def is_on_a_phone(self) -> bool:
        return self.name.startswith("learner-")


def take(browser: Browser, address: str, picture: Picture, language: str) -> bytes:
    """The picture in a language, as WebP."""
    width, sharpness = (360, 2) if picture.is_on_a_phone else (1280, 1)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        device_scale_factor=sharpness,
        locale=language,
        timezone_id="Europe/Kyiv",
        color_scheme="light",
        reduced_motion="reduce",
        bypass_csp=True,  # for the style that holds everything still
    )
    try:
        if picture.who:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": signed_in(picture.who, language), "url": address}])
        page = context.new_page()
        page.clock.set_fixed_time(MINUTE)
        path = picture.path(language) if callable(picture.path) else picture.path
        page.goto(address + path.replace("LANG", language))
        page.add_style_tag(content=STILL)
        if picture.before:
            picture.before(page, language)
        page.wait_for_load_state("networkidle")
        return packed(page.screenshot(clip=_clip(page, picture, width), full_page=True, animations="disabled"))
    finally:
        context.close()


def _clip(page: Page, picture: Picture, width: int) -> dict[str, float]:
    boxes = [page.locator(each).first.bounding_box() for each in picture.around]
    found = [box for box in boxes if box]
    assert len(found) == len(boxes), f"{picture.name}: not on the page: {picture.around}"
    scrolled = page.evaluate("scrollY")
    top = max(0, min(box["y"] for box in found) + scrolled - MARGIN)
    bottom = max(box["y"] + box["height"] for box in found) + scrolled + MARGIN
    left = 0 if picture.is_on_a_phone else max(0, min(box["x"] for box in found) - MARGIN)
    right = width if picture.is_on_a_phone else min(width, max(box["x"] + box["width"] for box in found) + MARGIN)
    return {"x": left, "y": top, "width": right - left, "height": min(picture.height, bottom - top)}


def packed(png: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, "WEBP", quality=60, method=6)
    return out.getvalue()


def signed_in(who: str, language: str) -> str:
    """The key of a session of theirs. Their back office speaks the language."""
    from django.test import Client
    from wagtail.users.models import UserProfile

    from lms.accounts.models import User

    person = User.objects.get(email=f"{who}@example.org")
    profile = UserProfile.get_for_user(person)
    profile.preferred_language, profile.current_time_zone = language, "Europe/Kyiv"
    profile.save()
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def path_of(folder: Path, picture: Picture, language: str) -> Path:
    return folder / language / f"{picture.name}.webp"
