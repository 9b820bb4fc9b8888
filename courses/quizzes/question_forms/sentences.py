"""What `engine.problems` found, in sentences for an editor: what is wrong and what to do."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..engine.problems import Problem
from .fields import percent

SENTENCES: dict[str, str | Promise] = {
    "no_text": _("There is nothing to read yet. Write the question here."),
    "not_a_number": _("This is not a number. Write it in digits."),
    "negative_mark": _("A mark cannot be less than 0."),
    "penalty_out_of_range": _("A further try can cost from nothing to the whole mark."),
    "unit_penalty_out_of_range": _("A wrong unit can cost from nothing to the whole mark."),
    "fraction_out_of_range": _("A part of the mark lies between −100 % and 100 %."),
    "unusable_id": _("The name “%(id)s” cannot be used: leave out spaces, points, colons and brackets."),
    "duplicate_id": _("Two lines have the same name, “%(id)s”. Remove one of them and write it anew."),
    "empty_part": _("This line is empty. Write something, or remove it."),
    "duplicate_text": _("“%(text)s” is there twice: learners cannot tell the two apart."),
    "too_few": _("Write at least %(least)s lines here."),
    "too_few.choices": _("Write at least %(least)s: with fewer there is nothing to choose between."),
    "too_few.stems": _("Write at least %(least)s pairs: one alone joins itself."),
    "too_few.options": _("The pairs need at least %(least)s different right sides, else there is nothing to choose between."),
    "too_few.items": _("Write at least %(least)s lines: one alone is always in order."),
    "too_few.answers": _("Write at least one answer that is taken as right."),
    "too_few.gaps": _("There is no gap yet. Write the right words in double brackets in the text: [[like this]]."),
    "too_few.max_files": _("The answer is a file, so at least one must be taken."),
    "no_right_answer": _("Nothing here is fully right, so nobody could get the whole mark. Mark the right answer as right."),
    "everything_right": _("Everything that can be chosen is right, so nobody can be wrong."),
    "sum_not_one": _("What is right adds up to %(sum)s of the mark, not to 100 %%. Learners get more or less than they should."),
    "negative_ignored": _("Only one can be chosen here, so a wrong choice takes nothing away: %(value)s counts as 0 %%."),
    "never_reached": _("An answer further up takes all that a later one would fit. Move the narrower one above the wider one."),
    "negative_tolerance": _("“Give or take” cannot be less than 0."),
    "zero_multiplier": _("The unit “%(unit)s” cannot be 0 of the first one. Write how many of the first unit one of it is."),
    "no_units": _("A unit must be written, it says, but there is none. Add the unit, or choose “None”."),
    "unknown_option": _("What belongs to this line is missing. Write it beside the line."),
    "unknown_choice": _("Choose the words that belong into this gap."),
    "word_used_twice": _("These words are right in two gaps. Say under “More” beside the words that they may be put into several."),
    "gap_not_in_text": _("The text has no place for this gap. Write [[%(id)s]] where it belongs, or remove the gap."),
    "gap_twice_in_text": _("[[%(id)s]] is in the text twice. Write other words in the second brackets, and another gap is made."),
    "text_without_gap": _("“[[%(id)s]]” is not a gap yet. Press “Make gaps of the brackets”."),
    "no_weight": _("A gap's weight must be more than 0."),
    "min_above_max": _("The least is more than the greatest: %(min)s is above %(max)s."),
    "asks_for_nothing": _("Neither a text nor a file is asked for, so an empty answer counts as one."),
    "too_many_levels": _("%(levels)s levels do not fit on a phone. Take at most %(most)s."),
}
UNKNOWN = _("Something about “%(place)s” is not right (%(code)s).")
PARTS = {"sum", "value"}


def sentence(problem: Problem) -> str:
    kind = problem.place.rpartition(".")[2]
    words = SENTENCES.get(f"{problem.code}.{kind}") or SENTENCES.get(problem.code)
    if words is None:
        return str(UNKNOWN) % {"place": problem.place, "code": problem.code}
    facts = {name: _in_words(problem.code, name, value) for name, value in problem.facts.items()}
    return str(words) % facts if "%(" in str(words) else str(words)


def _in_words(code: str, name: str, value: Any) -> Any:
    return percent(value) if code in ("sum_not_one", "negative_ignored") and name in PARTS else value
