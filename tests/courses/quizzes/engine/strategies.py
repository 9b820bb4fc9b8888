"""Any usable question, and answers to it: hypothesis strategies for whoever tests with questions.

`definitions()` is any type; `definitions(MultiChoice)` one of them. `responses(definition)` is a clean answer, blank and half ones among
them; `questions()` is a pair of both. `steps(definition)` is any log, also one that no page would write.
"""

from hypothesis import strategies as st

from courses.quizzes.engine.definition import (
    TYPES,
    Answer,
    Choice,
    Cloze,
    Description,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Format,
    Gap,
    Hint,
    Layout,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    OrderingGrading,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
    Unit,
    UnitHandling,
)
from courses.quizzes.engine.responses import clean, out_of_gap, words_for_gaps
from courses.quizzes.engine.state import Behaviour, Certainty, Step, StepKind

WORDS = ["вода", "Ґанок", "п'ять", "ёж", "water", "Čtyři", "wood 3", "œuvre", "дім, що", "a*b", "x", "<b>bold</b>", "`code`", "12,5"]
MULTIPLE = (MultiChoice, Match, Ordering, DragWords, Cloze)
behaviours = st.sampled_from(Behaviour)
seeds = st.integers(min_value=0, max_value=2**63 - 1)
fractions = st.sampled_from([1.0, 0.9, 0.5, 1 / 3, 0.25, 0.1, 0.0, -0.1, -0.5, -1.0])
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
feedbacks = st.one_of(st.just(""), texts)


def names(prefix, least, most):
    """Ids, each once."""
    count = st.integers(min_value=least, max_value=most)
    return count.flatmap(lambda number: st.permutations([f"{prefix}{place}" for place in range(1, number + 1)]))


def different_texts(count):
    return st.lists(texts, min_size=count, max_size=count).map(lambda found: [f"{text} {place}" for place, text in enumerate(found)])


@st.composite
def shared(draw, *, text=None):
    """What all questions have."""
    hints = st.builds(Hint, text=texts, clear_wrong=st.booleans(), show_right_count=st.booleans())
    return {
        "text": text or draw(texts),
        "format": draw(st.sampled_from(Format)),
        "default_mark": draw(st.sampled_from([1.0, 2.0, 0.5])),
        "general_feedback": draw(feedbacks),
        "correct_feedback": draw(feedbacks),
        "partially_correct_feedback": draw(feedbacks),
        "incorrect_feedback": draw(feedbacks),
        "penalty": draw(st.sampled_from([0.0, 0.1, 1 / 3, 1.0])),
        "hints": tuple(draw(st.lists(hints, max_size=3))),
    }


def _common(draw, in_gap, **text):
    return {} if in_gap else draw(shared(**text))


@st.composite
def multiple_choices(draw, *, in_gap=False):
    ids = draw(names("c", 2, 5))
    single = draw(st.booleans())
    worth = [draw(fractions) for _ in ids]
    if single:
        worth[0] = 1.0
    else:
        right = draw(st.integers(min_value=1, max_value=len(ids)))
        worth = [1 / right] * right + [min(one, 0.0) for one in worth[right:]]
    said = zip(ids, draw(different_texts(len(ids))), worth, strict=True)
    choices = [Choice(id=name, text=text, fraction=fraction, feedback=draw(feedbacks)) for name, text, fraction in said]
    return MultiChoice(**_common(draw, in_gap), single=single, shuffle=draw(st.booleans()), choices=tuple(draw(st.permutations(choices))))


@st.composite
def true_or_false(draw):
    return TrueFalse(**draw(shared()), correct=draw(st.booleans()), true_feedback=draw(feedbacks), false_feedback=draw(feedbacks))


@st.composite
def matches(draw):
    options = [Part(id=name, text=text) for name, text in _said(draw, names("o", 2, 5))]
    stems = [Stem(id=name, text=text, option=draw(st.sampled_from(options)).id) for name, text in _said(draw, names("s", 2, 4))]
    return Match(**draw(shared()), shuffle=draw(st.booleans()), stems=tuple(stems), options=tuple(options))


@st.composite
def orderings(draw):
    items = [Part(id=name, text=text) for name, text in _said(draw, names("i", 2, 6))]
    return Ordering(**draw(shared()), grading=draw(st.sampled_from(OrderingGrading)), items=tuple(items))


def _said(draw, ids):
    found = draw(ids)
    return zip(found, draw(different_texts(len(found))), strict=True)


@st.composite
def short_answers(draw, *, in_gap=False):
    ids = draw(names("a", 1, 3))
    patterns = [text.replace("*", draw(st.sampled_from(["*", "\\*"]))) for text in draw(different_texts(len(ids)))]
    worth = [1.0, *(draw(fractions) for _ in ids[1:])]
    said = zip(ids, patterns, worth, strict=True)
    answers = [Answer(id=name, text=text, fraction=fraction, feedback=draw(feedbacks)) for name, text, fraction in said]
    return ShortAnswer(**_common(draw, in_gap), use_case=draw(st.booleans()), answers=tuple(answers))


@st.composite
def numbers(draw, *, in_gap=False):
    ids = draw(names("n", 1, 3))
    values = draw(st.lists(st.sampled_from([0.0, 1.0, -2.5, 12.5, 1000.0, 1e-9, 6.02e23]), min_size=len(ids), max_size=len(ids)))
    worth = [1.0, *(draw(fractions) for _ in ids[1:])]
    said = zip(ids, values, worth, strict=True)
    answers = [
        NumericalAnswer(
            id=name, value=value, tolerance=draw(st.sampled_from([0.0, 0.01, 1.0])), fraction=fraction, feedback=draw(feedbacks)
        )
        for name, value, fraction in said
    ]
    units = draw(st.sampled_from([(), (Unit(name="м"), Unit(name="км", multiplier=1000.0))]))
    handling = draw(st.sampled_from(UnitHandling)) if units else UnitHandling.NONE
    penalty = draw(st.sampled_from([0.0, 0.1, 1.0]))
    return Numerical(**_common(draw, in_gap), answers=tuple(answers), units=units, unit_handling=handling, unit_penalty=penalty)


@st.composite
def clozes(draw):
    ids = draw(names("g", 1, 4))
    inner = st.one_of(multiple_choices(in_gap=True), short_answers(in_gap=True), numbers(in_gap=True))
    gaps = [
        Gap(id=name, weight=draw(st.sampled_from([1.0, 2.0, 0.5])), layout=draw(st.sampled_from(Layout)), question=draw(inner))
        for name in ids
    ]
    return Cloze(**draw(shared(text=_with_gaps(draw, ids))), gaps=tuple(gaps))


@st.composite
def drag_words(draw):
    ids = draw(names("w", 2, 6))
    said = zip(ids, draw(different_texts(len(ids))), strict=True)
    choices = [
        DragChoice(id=name, text=text, group=draw(st.integers(min_value=1, max_value=2)), is_unlimited=draw(st.booleans()))
        for name, text in said
    ]
    gaps: list[DragGap] = []
    for name in draw(names("g", 1, 4)):
        left = [each.id for each in choices if each.is_unlimited or each.id not in [gap.choice for gap in gaps]]
        if left:
            gaps.append(DragGap(id=name, choice=draw(st.sampled_from(left))))
    text = _with_gaps(draw, [gap.id for gap in gaps])
    return DragWords(**draw(shared(text=text)), shuffle=draw(st.booleans()), gaps=tuple(gaps), choices=tuple(choices))


def _with_gaps(draw, ids):
    return " ".join(f"{draw(texts)} [[{name}]]" for name in ids)


@st.composite
def essays(draw):
    least, most = sorted(draw(st.tuples(st.integers(0, 3), st.integers(0, 3))))
    return Essay(
        **draw(shared()),
        lines=draw(st.integers(min_value=2, max_value=30)),
        min_words=draw(st.sampled_from([None, 1, 3])),
        max_words=draw(st.sampled_from([None, 3, 100])),
        is_text_required=draw(st.booleans()) or not most,
        min_files=least,
        max_files=most,
        response_template=draw(feedbacks),
        grader_info=draw(feedbacks),
    )


@st.composite
def file_questions(draw):
    least, most = sorted(draw(st.tuples(st.integers(1, 3), st.integers(1, 3))))
    return File(**draw(shared()), min_files=least, max_files=most, grader_info=draw(feedbacks))


@st.composite
def descriptions(draw):
    return Description(**{**draw(shared()), "default_mark": 0.0, "hints": ()})


@st.composite
def scales(draw):
    least = draw(st.integers(min_value=-2, max_value=3))
    most = least + draw(st.integers(min_value=1, max_value=10))
    return Scale(**{**draw(shared()), "default_mark": 0.0, "hints": ()}, min=least, max=most, low=draw(feedbacks), high=draw(feedbacks))


_STRATEGIES = {
    MultiChoice: multiple_choices(),
    TrueFalse: true_or_false(),
    Match: matches(),
    Ordering: orderings(),
    ShortAnswer: short_answers(),
    Numerical: numbers(),
    Cloze: clozes(),
    DragWords: drag_words(),
    Essay: essays(),
    File: file_questions(),
    Description: descriptions(),
    Scale: scales(),
}
assert set(_STRATEGIES) == set(TYPES.values())


def definitions(*types):
    return st.one_of(*(_STRATEGIES[each] for each in types or _STRATEGIES))


@st.composite
def responses(draw, definition, *, with_certainty=True):
    data = draw(_given(definition))
    if with_certainty and draw(st.booleans()):
        data = {**data, "certainty": draw(st.sampled_from(Certainty)).value}
    return clean(definition, data)


def _given(definition):
    match definition:
        case MultiChoice(single=False):
            return st.fixed_dictionaries({}, optional={"choices": st.lists(_of(definition.choices), unique=True)})
        case MultiChoice():
            return st.fixed_dictionaries({}, optional={"choice": _of(definition.choices)})
        case TrueFalse():
            return st.fixed_dictionaries({}, optional={"choice": st.sampled_from(["true", "false"])})
        case Match():
            pairs = {stem.id: _of(definition.options) for stem in definition.stems}
            return st.fixed_dictionaries({"pairs": st.fixed_dictionaries({}, optional=pairs)})
        case Ordering():
            return st.one_of(st.just({}), st.permutations([item.id for item in definition.items]).map(lambda order: {"order": order}))
        case ShortAnswer() | Numerical():
            return st.fixed_dictionaries({}, optional={"text": _typed(definition)})
        case Cloze():
            gaps = {gap.id: _given(gap.question).map(out_of_gap) for gap in definition.gaps}
            return st.fixed_dictionaries({"gaps": st.fixed_dictionaries({}, optional=gaps)})
        case DragWords():
            gaps = {gap: _of(words) for gap, words in words_for_gaps(definition).items()}
            return st.fixed_dictionaries({"gaps": st.fixed_dictionaries({}, optional=gaps)})
        case Essay():
            return st.fixed_dictionaries({}, optional={"text": texts, "files": _files(definition)})
        case File():
            return st.fixed_dictionaries({}, optional={"files": _files(definition)})
        case Scale():
            return st.fixed_dictionaries({}, optional={"level": st.integers(min_value=definition.min, max_value=definition.max)})
    return st.just({})


def _of(parts):
    return st.sampled_from([part.id for part in parts])


def _typed(definition):
    """Some that hit, some that miss, some that are not to be understood."""
    if isinstance(definition, ShortAnswer):
        hits = [answer.text.replace("\\*", "*") for answer in definition.answers]
    else:
        hits = [f"{answer.value or 0:.15g}{unit}" for answer in definition.answers for unit in ("", " км", " кг")]
    return st.one_of(st.sampled_from(hits), texts, st.sampled_from(["", " ", "3,14", "1 000", "-2.5"]))


def _files(definition):
    return st.lists(st.integers(min_value=1, max_value=5), unique=True, max_size=definition.max_files)


@st.composite
def questions(draw, *types):
    """A question and an answer to it."""
    definition = draw(definitions(*types))
    return definition, draw(responses(definition))


def steps(definition, *, most=8):
    """Any log, in any order."""
    answer = st.one_of(st.none(), st.just({}), responses(definition))
    given = st.one_of(st.none(), st.floats(min_value=-10, max_value=10))
    one = st.one_of(
        st.builds(Step, kind=st.sampled_from([StepKind.SAVE, StepKind.CHECK, StepKind.FINISH]), response=answer),
        st.builds(Step, kind=st.just(StepKind.GRADE), fraction=given),
    )
    return st.lists(one, max_size=most)
