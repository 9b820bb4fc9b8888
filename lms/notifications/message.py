"""A letter as a message: text and HTML in the person's language and time zone."""

import re
from dataclasses import dataclass
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
from .signed import choices_path, why_path
from .stopping import stop_path
from .wording import Wording, wording_of


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def compose(letter: Letter, kind: LetterKind) -> EmailMultiAlternatives:
    """The same letter always has the same Message-ID, so that a second copy is recognised as one."""
    person = letter.person
    with translation.override(person.language), timezone.override(zone_of(person)):
        context = context_of(letter, kind)
        written = write(kind, context, wording_of(kind, person.language))
        message = EmailMultiAlternatives(
            subject=written.subject, body=written.text, to=[str(person.email)], headers=_headers(letter, context["stop_link"])
        )
        message.attach_alternative(written.html, "text/html")
        for attachment in kind.attachments(letter):
            message.attach(attachment.name, attachment.content, attachment.mimetype)
    return message


def zone_of(person: User) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def write(kind: LetterKind, context: dict[str, Any], wording: Wording) -> Written:
    """In the active language and time zone."""
    context = context | {"wording": wording, "subject": subject_of(kind, context, wording)}
    text, html = (render_to_string(kind.template(part), context) for part in ("body.txt", "body.html"))
    return Written(context["subject"], _tidy(text), _inliner().inline(html))


def subject_of(kind: LetterKind, context: dict[str, Any], wording: Wording) -> str:
    return " ".join(render_to_string(kind.template("subject.txt"), context | {"wording": wording}).split())


def context_of(letter: Letter, kind: LetterKind) -> dict[str, Any]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "site": settings.SITE_NAME,
        "site_link": absolute("/"),
        "language": letter.person.language,
        "name": letter.person.get_short_name() if letter.person.name else "",
        "stop_link": absolute(stop_path(letter.person, kind)) if kind.can_stop else "",
        "why_link": absolute(why_path(letter)),
        "choices_link": absolute(choices_path(letter.person)),
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
