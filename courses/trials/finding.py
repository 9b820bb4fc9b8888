"""Words of an answer, found by what they say: for whoever writes a reference review away from the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.mentorship.anchors import lines, passage
from courses.mentorship.showing.rows import texts_among

from .definition import Remark

Texts = Mapping[tuple[int | None, str], str]


@dataclass
class _Answer:
    activity_id: int
    value: Mapping[str, Any]


def texts_of(answers: Mapping[int, Mapping[str, Any]], added: str) -> dict[tuple[int | None, str], str]:
    """By exercise and field; the text that was added belongs to none."""
    return texts_among(added, [_Answer(activity, value) for activity, value in answers.items()])


def find_in(texts: Texts, words: str, activity: int | None, said: str) -> Remark | None:
    """Where they stand first. None: nowhere."""
    words = lines(words).strip()
    for (number, name), text in texts.items():
        at = text.find(words) if number == activity and words else -1
        if at >= 0:
            try:
                place = passage(text, at, at + len(words))
            except ValueError:
                return None
            return Remark(said, activity, name, place.exact, place.prefix, place.suffix, place.start)
    return None


def find_words(words: str, activity: int | None, answers: Mapping[int, Mapping[str, Any]], added: str, said: str) -> Remark | None:
    return find_in(texts_of(answers, added), words, activity, said)
