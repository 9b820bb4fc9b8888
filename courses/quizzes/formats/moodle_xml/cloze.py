"""The little language of Moodle's cloze questions: `{2:MULTICHOICE_V:=Kyiv#Right~Lviv~%50%Odesa}` inside of a text.

Written from Moodle's documentation: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape, unescape

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Answer,
    Choice,
    Format,
    Gap,
    GapQuestion,
    Layout,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    ShortAnswer,
)
from ..base import Unreadable
from ..moodle import letter
from .numbers import as_percent, from_percent, number, number_text

MOST_PARTS = 1000
_KINDS = {
    "NUMERICAL": "NM",
    "SHORTANSWER": "SA",
    "MW": "SA",
    "SHORTANSWER_C": "SAC",
    "MWC": "SAC",
    "MULTICHOICE": "MC",
    "MULTICHOICE_V": "MCV",
    "MULTICHOICE_H": "MCH",
    "MULTICHOICE_S": "MCS",
    "MULTICHOICE_VS": "MCVS",
    "MULTICHOICE_HS": "MCHS",
    "MULTIRESPONSE": "MR",
    "MULTIRESPONSE_H": "MRH",
    "MULTIRESPONSE_S": "MRS",
    "MULTIRESPONSE_HS": "MRHS",
}
_NAMES = {short: long for long, short in _KINDS.items() if long not in ("MW", "MWC")}
_OPENING = re.compile(r"\{(\d*):(" + "|".join(sorted([*_KINDS, *_NAMES], key=len, reverse=True)) + r"):")
_FRACTION = re.compile(r"\s*(?:=|%(-?\d+(?:\.\d+)?)%)")
_ESCAPED = re.compile(r"\\([}#~/\"\\=%])")
_TAGS = re.compile(r"<[^<>]*>")


def holds_gaps(text: str) -> bool:
    return _OPENING.search(text) is not None


def read_cloze(text: str, text_format: Format, line: int) -> tuple[str, tuple[Gap, ...]]:
    """The text with `[[1]]`, `[[2]]` … in it, and what stands there. Raises Unreadable."""
    gaps: list[Gap] = []
    pieces: list[str] = []
    place, here = 0, line
    while opening := _OPENING.search(text, place):
        end = _end(text, opening.end())
        here += text.count("\n", place, opening.start())
        if end is None:
            raise Unreadable("cloze_open", _("A gap is opened here and never closed with “}”."), line=here, text=text[opening.start() :])
        kind = _KINDS.get(opening[2], opening[2])
        gap_id = str(len(gaps) + 1)
        question = _question(kind, text[opening.end() : end], text_format, here)
        question = replace(question, format=text_format)  # as the text around it
        gaps.append(Gap(id=gap_id, weight=float(opening[1] or 1), layout=_layout(kind), question=question))
        pieces += [text[place : opening.start()], f"[[{gap_id}]]"]
        here += text.count("\n", opening.start(), end + 1)
        place = end + 1
        if len(gaps) > MOST_PARTS:
            raise Unreadable("too_many", _("This text has more than %(number)d gaps."), line=here, number=MOST_PARTS)
    if not gaps:
        raise Unreadable("cloze_none", _("There is no gap in this text, like {1:SHORTANSWER:=Kyiv}."), line=line, text=text)
    if not sum(gap.weight for gap in gaps):
        raise Unreadable("cloze_weights", _("Every gap in this text has the weight 0."), line=line, text=text)
    return "".join([*pieces, text[place:]]), tuple(gaps)


def _end(text: str, place: int) -> int | None:
    """Where the gap's brace is closed: the first one without a backslash."""
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == "}":
            return place
        place += 1
    return None


def _layout(kind: str) -> Layout:
    if "H" in kind[2:]:
        return Layout.HORIZONTAL
    return Layout.VERTICAL if "V" in kind[2:] or kind.startswith("MR") else Layout.DROPDOWN


def _question(kind: str, body: str, text_format: Format, line: int) -> GapQuestion:
    parts = _split(body, "~")
    if len(parts) > MOST_PARTS:
        raise Unreadable("too_many", _("This question has more than %(number)d choices or answers."), line=line, number=MOST_PARTS)
    answers = [_answer(part) for part in parts]
    answers = [answer for answer in answers if answer[1] or answer[2]]
    if not answers:
        raise Unreadable("cloze_empty", _("A gap has no answers."), line=line, text=body)
    if kind == "NM":
        question: GapQuestion = _numerical(answers, line)
    elif kind in ("SA", "SAC"):
        question = ShortAnswer(
            use_case=kind == "SAC",
            answers=tuple(
                Answer(id=letter(place), text=_typed(text, text_format), fraction=fraction, feedback=feedback)
                for place, (fraction, text, feedback) in enumerate(answers, 1)
            ),
        )
    else:
        question = _choice(kind, answers, line)
    best = max(_fractions(question))
    if best < 0.9999 and (not isinstance(question, MultiChoice) or question.single):
        raise Unreadable("cloze_no_full", _("No answer of this gap gets the full mark."), line=line, text=body)
    return question


def _choice(kind: str, answers: list[tuple[float, str, str]], line: int) -> MultiChoice:
    if len(answers) < 2:
        raise Unreadable("cloze_one_choice", _("A gap has only one choice: at least two are needed."), line=line, text=answers[0][1])
    single = kind.startswith("MC")
    choices = [
        Choice(id=letter(place), text=text, fraction=fraction, feedback=feedback)
        for place, (fraction, text, feedback) in enumerate(answers, 1)
    ]
    whole = sum(choice.fraction for choice in choices if choice.fraction > 0)
    if not single and whole <= 0:
        raise Unreadable("cloze_no_full", _("No answer of this gap gets the full mark."), line=line, text=answers[0][1])
    if not single and abs(whole - 1) > 0.0001:  # `=` on each of several: together they are the whole
        choices = [replace(choice, fraction=choice.fraction / whole) if choice.fraction > 0 else choice for choice in choices]
    return MultiChoice(single=single, shuffle="S" in kind[2:], choices=tuple(choices))


def _numerical(answers: list[tuple[float, str, str]], line: int) -> Numerical:
    read = []
    for place, (fraction, text, feedback) in enumerate(answers, 1):
        value, _colon, tolerance = _TAGS.sub("", unescape(text)).strip().partition(":")
        try:
            wanted = None if value.strip() == "*" else number(value)
            around = number(tolerance) if tolerance.strip() else 0.0
        except ValueError as error:
            message = _("“%(what)s” is no number; a number with a tolerance is written like 3.14:0.01.")
            raise Unreadable("number", message, line=line, text=text, what=text[:50]) from error
        read.append(NumericalAnswer(id=letter(place), value=wanted, tolerance=around, fraction=fraction, feedback=feedback))
    return Numerical(answers=tuple(read))


def _fractions(question: GapQuestion) -> list[float]:
    return [part.fraction for part in _parts(question)]


def _split(text: str, mark: str) -> list[str]:
    """At each mark that has no backslash before it."""
    pieces, begin, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == mark:
            pieces.append(text[begin:place])
            begin = place + 1
        place += 1
    return [*pieces, text[begin:]]


def _answer(part: str) -> tuple[float, str, str]:
    """Fraction, text and feedback of one answer."""
    fraction = 0.0
    found = _FRACTION.match(part)
    if found:
        fraction = from_percent(found[1]) if found[1] else 1.0
        part = part[found.end() :]
    answer, *feedback = _split(part, "#")
    return fraction, _ESCAPED.sub(r"\1", answer).strip(), _ESCAPED.sub(r"\1", "#".join(feedback)).strip()


def _typed(text: str, text_format: Format) -> str:
    """What a learner has to type: characters, not HTML."""
    return unescape(text) if text_format in (Format.HTML, Format.MOODLE) else text


# --- ids ---


def ids_and_weights(gaps: tuple[Gap, ...]) -> str:
    """What the language has no place for, as one attribute: `g1|0.5|a,b g2|1|a,b,c`. Empty where it would say nothing new."""
    numbered = [(gap.id, [part.id for part in _parts(gap.question)]) for gap in gaps]
    usual = [(str(place), [letter(one) for one in range(1, len(parts) + 1)]) for place, (_id, parts) in enumerate(numbered, 1)]
    names = [name for gap_id, parts in numbered for name in (gap_id, *parts)]
    whole = all(gap.weight == int(gap.weight) for gap in gaps)
    if (numbered == usual and whole) or not all(re.fullmatch(r"[\w-]+", name) for name in names):
        return ""
    return " ".join(f"{gap.id}|{number_text(gap.weight)}|{','.join(part.id for part in _parts(gap.question))}" for gap in gaps)


def with_ids_and_weights(text: str, gaps: tuple[Gap, ...], told: str) -> tuple[str, tuple[Gap, ...]]:
    """The same gaps by their own names, where `told` fits them."""
    own = [each.split("|") for each in told.split()]
    fits = len(own) == len(gaps) and all(
        len(each) == 3 and len(each[2].split(",")) == len(_parts(gap.question)) for each, gap in zip(own, gaps, strict=True)
    )
    if not fits or len({each[0] for each in own}) < len(own):
        return text, gaps
    names = {gap.id: each[0] for gap, each in zip(gaps, own, strict=True)}
    renamed = tuple(
        replace(gap, id=gap_id, weight=number(weight), question=_renamed(gap.question, parts.split(",")))
        for gap, (gap_id, weight, parts) in zip(gaps, own, strict=True)
    )
    return re.sub(r"\[\[(\d+)\]\]", lambda found: f"[[{names.get(found[1], found[1])}]]", text), renamed


def _renamed(question: GapQuestion, ids: list[str]) -> GapQuestion:
    if isinstance(question, MultiChoice):
        return replace(question, choices=tuple(replace(each, id=i) for each, i in zip(question.choices, ids, strict=True)))
    if isinstance(question, ShortAnswer):
        return replace(question, answers=tuple(replace(each, id=i) for each, i in zip(question.answers, ids, strict=True)))
    return replace(question, answers=tuple(replace(each, id=i) for each, i in zip(question.answers, ids, strict=True)))


def _parts(question: GapQuestion) -> Sequence[Choice | Answer | NumericalAnswer]:
    return question.choices if isinstance(question, MultiChoice) else question.answers


# --- writing ---


def write_cloze(text: str, text_format: Format, gaps: tuple[Gap, ...]) -> str:
    """The text as Moodle reads it. Raises Unreadable for what the language cannot say."""
    weights = _whole_weights(gaps)
    written = {gap.id: _gap(gap, weight, text_format) for gap, weight in zip(gaps, weights, strict=True)}
    pieces = re.split(r"\[\[([^\[\]]+)\]\]", text)
    for place, piece in enumerate(pieces):
        if place % 2:
            pieces[place] = written.pop(piece, f"[[{piece}]]")
        elif text_format in (Format.HTML, Format.MOODLE):
            pieces[place] = _OPENING.sub(lambda found: "&#123;" + found[0][1:], piece)
    if written:
        raise Unreadable("gap_missing", _("The gap [[%(gap)s]] is not in the text."), text=text, gap=next(iter(written)))
    return "".join(pieces)


def _whole_weights(gaps: tuple[Gap, ...]) -> list[int]:
    """The same proportions in whole numbers, which is all that Moodle's gaps have."""
    exact = [Decimal(repr(gap.weight)) for gap in gaps]
    for factor in range(1, 1001):
        if all((weight * factor) % 1 == 0 for weight in exact):
            return [int(weight * factor) for weight in exact]
    raise Unreadable("cloze_weights", _("Moodle's gaps have whole numbers as weights."))


def _gap(gap: Gap, weight: int, text_format: Format) -> str:
    question = gap.question
    answers: list[str]
    if isinstance(question, MultiChoice):
        kind = ("MC" if question.single else "MR") + {"v": "V" if question.single else "", "h": "H", "d": ""}[gap.layout[0]]
        kind += "S" if question.shuffle else ""
        answers = [f"%{as_percent(each.fraction)}%{_escaped(each.text)}{_feedback(each.feedback)}" for each in question.choices]
        if len(answers) < 2:
            raise Unreadable("cloze_one_choice", _("A gap has only one choice: at least two are needed."))
        whole = sum(max(0.0, each.fraction) for each in question.choices)
        if not question.single and abs(whole - 1) > 0.0001:
            raise Unreadable("cloze_no_full", _("The right choices of a gap do not add up to the full mark."))
    elif isinstance(question, ShortAnswer):
        kind = "SAC" if question.use_case else "SA"
        is_html = text_format in (Format.HTML, Format.MOODLE)
        typed = [escape(each.text, quote=False) if is_html else each.text for each in question.answers]
        answers = [
            f"%{as_percent(each.fraction)}%{_escaped(text)}{_feedback(each.feedback)}"
            for each, text in zip(question.answers, typed, strict=True)
        ]
    else:
        if question.units:
            raise Unreadable("cloze_units", _("Moodle's gaps have no units."))
        kind = "NM"
        answers = [
            f"%{as_percent(each.fraction)}%{number_text(each.value)}:{number_text(each.tolerance)}{_feedback(each.feedback)}"
            for each in question.answers
        ]
    if max(_fractions(question), default=0) < 0.9999 and not (isinstance(question, MultiChoice) and not question.single):
        raise Unreadable("cloze_no_full", _("No answer of this gap gets the full mark."))
    return f"{{{weight}:{_NAMES[kind]}:{'~'.join(answers)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([}#~\\])", r"\\\1", text)


def _feedback(text: str) -> str:
    return f"#{_escaped(text)}" if text else ""
