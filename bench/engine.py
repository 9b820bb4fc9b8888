"""How many questions the quiz engine grades in a second, in one process, without database and pages: `python -m bench.engine`.

Not a ratio to a yardstick: the engine asks nothing of the machine but its processor. `time.process_time` leaves other load out."""

import time
from collections.abc import Callable

from courses.quizzes.engine.behaviours import replay
from courses.quizzes.engine.definition import Answer, Choice, Match, MultiChoice, Numerical, NumericalAnswer, Part, ShortAnswer, Stem
from courses.quizzes.engine.grading import grade
from courses.quizzes.engine.responses import clean
from courses.quizzes.engine.state import Behaviour, Step, StepKind

LEAST = 20_000  # choice questions a second, each from its log of steps to its state
SECONDS = 0.5

CHOICES = tuple(Choice(id=name, text=name, fraction=float(name == "c"), feedback="…") for name in "abcde")
PART_CHOICES = tuple(Choice(id=name, text=name, fraction=0.5 if name in "ac" else -0.5) for name in "abcde")
ONE, SEVERAL = MultiChoice(text="?", choices=CHOICES), MultiChoice(text="?", single=False, choices=PART_CHOICES)
PAIRS = Match(
    text="?",
    stems=tuple(Stem(id=name, text=name, option=f"o{name}") for name in "abcd"),
    options=tuple(Part(id=f"o{name}", text=name) for name in "abcde"),
)
WORDS = ShortAnswer(text="?", answers=tuple(Answer(id=name, text=f"{name}*r") for name in ("fi", "ea", "wat")))
NUMBER = Numerical(text="?", answers=(NumericalAnswer(id="n", value=12.5, tolerance=0.1),))


def per_second() -> dict[str, float]:
    """Questions a second by what is done with them."""
    one, several = [{"choice": name} for name in "abcde"], [{"choices": list(names)} for names in ("a", "ac", "b", "abc", "de")]
    pairs = [
        {"pairs": {stem: f"o{option}" for stem, option in zip("abcd", order, strict=True)}} for order in ("abcd", "badc", "abdc", "dcba")
    ]
    texts, numbers = [{"text": f"water {n} or" if n % 2 else "fire"} for n in range(50)], [{"text": f"{n},5"} for n in range(50)]
    return {
        "a choice, from its steps": _rate(lambda response: _from_steps(ONE, response), one),
        "several choices, from their steps": _rate(lambda response: _from_steps(SEVERAL, response), several),
        "a choice, the answer alone": _rate(lambda response: grade(ONE, response), one),
        "a choice, brought into its form": _rate(lambda response: clean(ONE, response), one),
        "a match, from its steps": _rate(lambda response: _from_steps(PAIRS, response), pairs),
        "a short answer, from its steps": _rate(lambda response: _from_steps(WORDS, response), texts),
        "a number, from its steps": _rate(lambda response: _from_steps(NUMBER, response), numbers),
    }


def _from_steps(definition: MultiChoice | Match | ShortAnswer | Numerical, response: dict[str, object]) -> object:
    """As in an attempt: saved, finished."""
    steps = [Step(kind=StepKind.SAVE, response=response), Step(kind=StepKind.FINISH)]
    return replay(definition, Behaviour.DEFERRED_FEEDBACK, steps)


def _rate(grade_one: Callable[[dict[str, object]], object], responses: list[dict[str, object]]) -> float:
    graded, started = 0, time.process_time()
    while (taken := time.process_time() - started) < SECONDS:
        for response in responses:
            grade_one(response)
        graded += len(responses)
    return graded / taken


def main() -> None:
    for name, rate in per_second().items():
        least = f"≥ {LEAST:,}" if name.startswith(("a choice", "several")) else ""
        print(f"{name:42}{rate:12,.0f} a second{least:>12}")


if __name__ == "__main__":
    main()
