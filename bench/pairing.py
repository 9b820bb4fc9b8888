"""How long a proposal of pairs takes, in one process, without database and pages: `python -m bench.pairing`.

Not a ratio to a yardstick: it asks nothing of the machine but its processor. `time.process_time` leaves other load out."""

import random
import statistics
import time

from courses.mentorship.pairing_proposal import Learner, Mentor, propose

LEARNERS, MENTORS, MOST = 500, 40, 5.0  # seconds
LANGUAGES = ["uk", "ru", "bg", "cs", "en"]


def seconds(rounds: int = 3) -> float:
    """The median over some groups; each mentor reads two languages and has learners already, a fifth of the learners had mentors before."""
    return statistics.median(_one(seed) for seed in range(rounds))


def _one(seed: int) -> float:
    chance = random.Random(seed)
    learners = [
        Learner(
            id=number,
            person=10_000 + number,
            language=chance.choice(LANGUAGES),
            former=frozenset(chance.sample(range(MENTORS), 2)) if chance.random() < 0.2 else frozenset(),
        )
        for number in range(LEARNERS)
    ]
    mentors = [
        Mentor(id=number, languages=frozenset(chance.sample(LANGUAGES, 2)), capacity=20, load=chance.randrange(6))
        for number in range(MENTORS)
    ]
    bars = {(chance.randrange(MENTORS), 10_000 + chance.randrange(LEARNERS)) for _ in range(60)}
    begun = time.process_time()
    proposal = propose(learners, mentors, bars)
    taken = time.process_time() - begun
    if len(proposal.pairs) + len(proposal.without) != LEARNERS:
        raise SystemExit("The proposal has lost somebody.")
    return taken


def main() -> None:
    print(f"a mentor for each of {LEARNERS} of {MENTORS}: {seconds():.2f} s, < {MOST:.0f} s")


if __name__ == "__main__":
    main()
