"""A year of mentor review in a few minutes: `python -m bench.mentorship_year` (`--seed 7` for another year).

The site's own actions on rows in memory, driven by discrete events. 500 learners in four countries hand in every two weeks in term; 20
mentors have four hours a week, holidays, illness, and spells of silence about which they tell nobody; three supervisors take what is passed
to them. Beat is down on days drawn at random, for days on end now and then, and killed in the middle of a run. What is asked: does anybody
wait longer than ten working days, does any mentor get more than their week holds, is a reminder lost or said twice."""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from .year_process import prepare

LEARNERS, MENTORS, SUPERVISORS = 500, 20, 3
PLACES = [("UA", "Europe/Kyiv", "uk"), ("RU", "Asia/Yekaterinburg", "ru"), ("BG", "Europe/Sofia", "bg"), ("CZ", "Europe/Prague", "cs")]
NEIGHBOUR = {"uk": "ru", "ru": "uk", "bg": "cs", "cs": "bg"}  # a mentor's second language
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 8, 31)
TERMS = [(date(2026, 9, 1), date(2026, 12, 18)), (date(2027, 1, 11), date(2027, 5, 31))]
REVIEW = timedelta(minutes=12)
BEATS = (1, 8, 16)  # o'clock, UTC
RETURNED, LEFT_OPEN, DOWN, KILLED = 0.35, 0.02, 0.10, 0.05  # shares: of reviews, of claims, of days, of runs
ALLOWED = 10  # working days


@dataclass
class Absences:
    """When a mentor does nothing. What was announced the site knows; of the rest it hears nothing."""

    announced: list[tuple[date, date]] = field(default_factory=list)
    silent: list[tuple[date, date]] = field(default_factory=list)

    def covers(self, day: date) -> bool:
        return any(since <= day < until for since, until in (*self.announced, *self.silent))


@dataclass
class Found:
    """What the year showed."""

    waits: list[int] = field(default_factory=list)  # working days, of each task
    unanswered: int = 0
    most: dict[int, int] = field(default_factory=dict)  # by mentor: the most that waited for them at a time
    over_capacity: int = 0
    lost: set[tuple[int, str]] = field(default_factory=set)
    doubled: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    letters: int = 0
    runs: int = 0
    missed: int = 0
    killed: int = 0
    seconds: float = 0.0

    @property
    def is_kept(self) -> bool:
        return max(self.waits) <= ALLOWED and not (self.unanswered or self.over_capacity or self.lost or self.doubled)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def is_term(day: date) -> bool:
    return any(first <= day <= last for first, last in TERMS)


def silent_mentors(chance: random.Random, *, together: bool) -> dict[int, bool]:
    """One mentor in four; whether it is for good. Whoever they are and whatever they read; `together`: all those of one country."""
    drawn = list(range(0, MENTORS, len(PLACES))) if together else chance.sample(range(MENTORS), MENTORS // 4)
    return {number: number == drawn[0] for number in drawn}


def absences(chance: random.Random, is_silent_for_good: bool | None) -> Absences:
    """Two holidays and two illnesses a year for everybody; who falls silent does so for weeks in term or for good (None: never)."""
    made = Absences()
    for _ in range(2):
        since = FIRST_DAY + timedelta(days=chance.randrange(365))
        made.announced.append((since, since + timedelta(days=chance.randint(5, 14))))
        ill = FIRST_DAY + timedelta(days=chance.randrange(365))
        made.silent.append((ill, ill + timedelta(days=chance.randint(2, 12))))
    if is_silent_for_good is not None:
        since = chance.choice(TERMS)[0] + timedelta(days=chance.randrange(60))
        until = LAST_DAY if is_silent_for_good else since + timedelta(weeks=chance.randint(3, 8))
        made.silent.append((since, until))
    return made


def downtimes(chance: random.Random) -> set[date]:
    """A day in ten, and six times for three to five days."""
    down = {day for day in days(FIRST_DAY, LAST_DAY) if chance.random() < DOWN}
    for _ in range(6):
        since = FIRST_DAY + timedelta(days=chance.randrange(270))
        down |= set(days(since, since + timedelta(days=chance.randint(2, 4))))
    return down


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def show(found: Found) -> None:
    print(f"\nA year of mentor review: {LEARNERS} learners, {MENTORS} mentors, {SUPERVISORS} supervisors; {found.seconds:.0f} s")
    answered = [
        ("rounds handed in", len(found.waits) + found.unanswered, ""),
        ("longest wait, working days", max(found.waits), f"≤ {ALLOWED}"),
        ("  median · 90 per cent within", f"{percentile(found.waits, 0.5)} · {percentile(found.waits, 0.9)}", ""),
        ("  within the five that were promised", f"{100 * sum(wait <= 5 for wait in found.waits) / len(found.waits):.1f} %", ""),
        ("never answered", found.unanswered, "0"),
        ("most that waited for one mentor", max(found.most.values()), "≤ 20"),
        ("times a mentor had more than fits", found.over_capacity, "0"),
        ("reminders and moves", sum(found.steps.values()), ""),
        ("  of them lost", len(found.lost), "0"),
        ("  said twice", found.doubled, "0"),
        ("letters handed over", found.letters, ""),
        ("beat: ran · was down · was killed", f"{found.runs} · {found.missed} · {found.killed}", ""),
    ]
    for name, value, target in answered:
        print(f"{name:42}{value:>22}{target:>10}")
    print("\nworking days  rounds")
    for wait in range(max(found.waits) + 1):
        count = found.waits.count(wait)
        print(f"{wait:12}{count:8}  {'▇' * round(60 * count / len(found.waits))}")
    print(f"\nsteps: {', '.join(f'{step} {count}' for step, count in sorted(found.steps.items()))}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--together", action="store_true", help="all mentors of one country fall silent, not one in four of all")
    options = arguments.parse_args()
    began = time.process_time()
    prepare()
    from .mentorship_world import World

    found = World(options.seed, together=options.together).run()
    found.seconds = time.process_time() - began
    show(found)
    sys.exit(0 if found.is_kept else 1)


if __name__ == "__main__":
    main()
