"""The table that `make bench` prints."""

import statistics

from .engine import LEAST
from .load import Target

LIMITS = {
    "lesson, signed in": 2.0,
    "save of an answer": 2.0,
    "attempt at a quiz, a page": 2.0,
    "save of an answer in a quiz": 2.0,
    "mentor's queue, 5,000 waiting": 2.5,
    "times to book, 1,000 offered": 2.5,
    "review page, 100 draft comments": 2.5,
    "review page, second round": 2.5,
    "save of a review's draft": 2.0,
    "save of a comment": 2.0,
    "figures, 100,000 consultations": 3.0,
    "a certificate, verified": 2.0,
}
MOST_QUERIES = {
    "lesson": 8,
    "attempt at a quiz": 8,
    "mentor's queue": 12,
    "figures of a programme": 15,
    "a certificate, verified": 2,
} | dict.fromkeys(["review page", "review page, second round", "save of a review's draft", "save of a comment"], 12)
MOST_BYTES = {"first view": 60_000, "next view": 15_000, "attempt at a quiz, first view": 60_000, "its next page": 15_000}
WORK = {
    "statistics of 5,000 attempts": "< 2.0 s",
    "mentors for 500 learners, of 40": "< 5.0 s",
    "figures of 100,000 consultations": "",
    "a badge and its list, checked": "≤ 20",
    "save of a lesson of 200 blocks": "< 1.5 s",
    "its publication": "",
    "pages after a publication, × usual": "≤ 2.0",
    "regrade, dry run": "≥ 500",
    "regrade, applied to all of them": "≥ 500",
}


def show(targets: list[Target], rounds: list[dict[str, float]], queries: dict[str, int], weight: dict[str, int]) -> None:
    print(f"\n{'CPU per request, medians of ' + str(len(rounds)) + ' rounds':42}{'ms':>8}{'× yardstick':>14}{'target':>10}")
    for target in targets:
        mine = statistics.median(each[target.name] for each in rounds)
        ratio = limit = ""
        if target.yardstick:
            times = statistics.median(each[target.name] / each[target.yardstick] for each in rounds)
            ratio = f"{times:.2f}"
            limit = f"≤ {LIMITS[target.name]:.1f}" if target.name in LIMITS else ""
        print(f"{target.name:42}{mine:8.2f}{ratio:>14}{limit:>10}")
    print("\nSQL statements")
    for name, count in queries.items():
        print(f"{name:42}{count:8}{'':14}{'≤ ' + str(MOST_QUERIES[name]) if name in MOST_QUERIES else '':>10}")
    print("\nCompressed bytes, headers included, without pictures")
    for name, size in weight.items():
        print(f"{name:42}{size:8,}{'':14}{'≤ ' + format(MOST_BYTES[name], ','):>10}")


def show_work(measured: dict[str, tuple[float, str]], graded: dict[str, float]) -> None:
    print("\nWork in one process, medians, by its CPU and that of the database's server")
    for name, (value, unit) in measured.items():
        print(
            f"{name:42}{value:8,.2f} {unit:13}{WORK.get(name, ''):>10}"
            if unit in "s×"
            else f"{name:42}{value:8,.0f} {unit:13}{WORK.get(name, ''):>10}"
        )
    print("\nThe quiz engine alone, questions a second of CPU")
    for name, rate in graded.items():
        least = f"≥ {LEAST:,}" if name.startswith(("a choice", "several")) else ""
        print(f"{name:42}{rate:8,.0f} {'':13}{least:>10}")
