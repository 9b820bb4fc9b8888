"""A letter as a message: text and HTML in the person's language and time zone."""

import re
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.accounts.models import User
from lms.core.links import absolute

from .kinds import LetterKind
from .models import Letter
from .stopping import stop_path


def compose(letter: Letter, kind: LetterKind) -> EmailMultiAlternatives:
    """The same letter always has the same Message-ID, so that a second copy is recognised as one."""
    person = letter.person
    with translation.override(person.language), timezone.override(zone_of(person)):
        context = _context(letter, kind)
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"{kind.template_folder}/subject.txt", context).split()),
            body=_tidy(render_to_string(f"{kind.template_folder}/body.txt", context)),
            to=[str(person.email)],
            headers=_headers(letter, context["stop_link"]),
        )
        message.attach_alternative(_inliner().inline(render_to_string(f"{kind.template_folder}/body.html", context)), "text/html")
        for attachment in kind.attachments(letter):
            message.attach(attachment.name, attachment.content, attachment.mimetype)
    return message


def zone_of(person: User) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _context(letter: Letter, kind: LetterKind) -> dict[str, Any]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "site_link": absolute("/"),
        "language": letter.person.language,
        "name": letter.person.get_short_name() if letter.person.name else "",
        "stop_link": absolute(stop_path(letter.person, kind)) if kind.can_stop else "",
        **kind.context(letter),
    }


def _headers(letter: Letter, stop_link: str) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{letter.message_id}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.person.language,
    }
    if stop_link:
        headers |= {"List-Unsubscribe": f"<{stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _tidy(text: str) -> str:
    """Template tags leave empty lines behind."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
