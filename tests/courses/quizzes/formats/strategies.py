"""Questions that a text format can hold whole: ids in order, texts without white space around them."""

from hypothesis import strategies as st

from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Description,
    Essay,
    Format,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    OrderingGrading,
    Part,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.formats.base import Read
from courses.quizzes.formats.moodle import FRACTIONS, letter

SIGNS = r"\~=#{}:[]%->/$_*" + "\n\t «ВідповідьÄ水a1.,"
words = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).map(str.strip).filter(bool)
harmless = words.filter(lambda text: "->" not in text)
maybe = st.just("") | words
lines = words.map(lambda text: " ".join(text.split()))
fractions = st.sampled_from(FRACTIONS)
numbers = st.integers(-(10**6), 10**6).map(float) | st.floats(-(10**9), 10**9)


def common(text=words):
    return {"text": text, "format": st.sampled_from(Format), "general_feedback": maybe}


def numbered(kind, **fields):
    """Some parts with ids a, b, c …"""
    rows = st.lists(st.fixed_dictionaries(fields), min_size=2, max_size=5)
    return rows.map(lambda rows: tuple(kind(id=letter(number), **row) for number, row in enumerate(rows)))


@st.composite
def single_choices(draw):
    made = list(draw(numbered(Choice, text=words, fraction=fractions, feedback=maybe)))
    right = draw(st.integers(0, len(made) - 1))
    made[right] = Choice(id=made[right].id, text=made[right].text, fraction=1.0, feedback=made[right].feedback)
    if all(choice.fraction == 1 for choice in made):
        made.append(Choice(id=letter(len(made)), text="no"))
    return tuple(made)


@st.composite
def matches(draw):
    stems = draw(st.lists(harmless, min_size=2, max_size=4))
    options = draw(st.lists(words, min_size=len(stems), max_size=len(stems) + 2, unique=True))
    return draw(
        st.builds(
            Match,
            **common(),
            stems=st.just(tuple(Stem(id=letter(n), text=text, option=str(n + 1)) for n, text in enumerate(stems))),
            options=st.just(tuple(Part(id=str(n + 1), text=text) for n, text in enumerate(options))),
        )
    )


definitions = st.one_of(
    st.builds(MultiChoice, **common(), single=st.just(True), choices=single_choices()),
    st.builds(MultiChoice, **common(), single=st.just(False), choices=numbered(Choice, text=words, fraction=fractions, feedback=maybe)),
    st.builds(TrueFalse, **common(), correct=st.booleans(), true_feedback=maybe, false_feedback=maybe),
    st.builds(ShortAnswer, **common(), answers=numbered(Answer, text=harmless, fraction=fractions, feedback=st.just("") | harmless)),
    st.builds(
        Numerical,
        **common(),
        answers=numbered(NumericalAnswer, value=numbers, tolerance=numbers.map(abs), fraction=fractions, feedback=maybe),
    ),
    st.builds(Ordering, **common(), grading=st.sampled_from(OrderingGrading), items=numbered(Part, text=words)),
    matches(),
    st.builds(Essay, **common()),
    st.builds(Description, text=words, format=st.sampled_from(Format)),
)
reads = st.builds(
    Read,
    name=lines,
    definition=definitions,
    category=st.lists(lines.map(lambda name: name.strip("/") or "x"), max_size=3).map(tuple),
    tags=st.lists(lines.filter(lambda tag: not set(tag) & set("\\]<>`")), max_size=3, unique=True).map(tuple),
    idnumber=st.just("") | lines.filter(lambda key: not set(key) & set("\\]")),
)
