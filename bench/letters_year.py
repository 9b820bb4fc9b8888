"""A year of letters in a few minutes: `python -m bench.letters_year` (`--seed 7` for another year).

The site's own ledger, governor and hand-over on rows in memory, under a frozen clock. A thousand learners and their mentors in four time
zones are told things of every priority, some at night, some in bursts; they see some of it on the site, stop kinds, change how often they
want letters, and move to another zone. Beat is down on days drawn at random, processes die between the claim and the mark, the mail server
is away for hours. What is asked: does anything go twice that should not, is anything lost that must be sent, is a limit broken."""

import argparse
import sys
import time
from dataclasses import dataclass, field

from .year_process import prepare


@dataclass
class Found:
    """What the year showed. `doubled`: Message-IDs that went more often than docs/letters.md allows."""

    people: int = 0
    days: int = 0
    posted: dict[str, int] = field(default_factory=dict)
    messages: int = 0
    told: int = 0
    digests: int = 0
    most_in_one: int = 0
    killed: int = 0
    repeated: int = 0  # must-send letters that went once more, as they may
    away: int = 0
    down: int = 0
    states: dict[str, int] = field(default_factory=dict)
    longest_wait: float = 0.0  # days, of what is timely, from due to claim
    doubled: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    by_night: int = 0
    seconds: float = 0.0

    @property
    def is_kept(self) -> bool:
        return not (self.doubled or self.lost or self.broken or self.by_night)


def show(found: Found) -> None:
    print(f"\nA year of letters: {found.people} people, {found.days} days; {found.seconds:.0f} s")
    said = [
        ("letters posted", sum(found.posted.values()), ""),
        *((f"  {priority}", count, "") for priority, count in sorted(found.posted.items())),
        ("messages that went", found.messages, ""),
        ("  of them telling several", found.digests, ""),
        ("  letters told in them · most in one", f"{found.told} · {found.most_in_one}", ""),
        ("longest wait of what is timely, days", f"{found.longest_wait:.1f}", ""),
        ("beat was down, days", found.down, ""),
        ("mail server away, times met", found.away, ""),
        ("processes that died after the claim", found.killed, ""),
        ("must-send letters repeated after that", found.repeated, ""),
        ("went twice that should not", len(found.doubled), "0"),
        ("lost that must be sent", len(found.lost), "0"),
        ("limits broken", len(found.broken), "0"),
        ("went by night that should not", found.by_night, "0"),
    ]
    for name, value, target in said:
        print(f"{name:42}{value:>22}{target:>10}")
    print(f"\nin the end: {', '.join(f'{state} {count}' for state, count in sorted(found.states.items()))}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--people", type=int, default=1050)
    arguments.add_argument("--days", type=int, default=365)
    options = arguments.parse_args()
    began = time.perf_counter()
    prepare()
    from .letters_world import World

    found = World(options.seed, people=options.people, days=options.days, is_plain=True).run()
    found.seconds = time.perf_counter() - began
    show(found)
    sys.exit(0 if found.is_kept else 1)


if __name__ == "__main__":
    main()
