"""The chains of participations, read from the database and checked."""

from collections.abc import Iterable

from .chain import Link, Standing, Verdict, Words, broken_links, check_chain
from .models import ChainLink, ChainWords, Participation, PracticeEntry
from .said import committed_of, is_blank


def verdicts(participations: Iterable[Participation]) -> dict[int, Verdict]:
    """By the entry's row; entries that were never handed in are not in it. Four queries, however many participations."""
    wanted = [one.pk for one in participations]
    entries = list(PracticeEntry.objects.filter(participation__in=wanted))
    said = committed_of(entries)
    links, words = _links(wanted), _words(wanted)
    found: dict[int, Verdict] = {}
    for pk in wanted:
        own = {entry.made_id: entry for entry in entries if entry.participation_id == pk}
        standing = [Standing(entry.made_id, entry.state, entry.minutes, said[entry.pk], is_blank(entry.value)) for entry in own.values()]
        checked = check_chain(links.get(pk, []), words.get(pk, {}), standing)
        found |= {own[name].pk: verdict for name, verdict in checked.items()}
    return found


def is_whole(participation: Participation) -> bool:
    """Whether each link of the chain follows from the one before."""
    return not broken_links(_links([participation.pk]).get(participation.pk, []))


def _links(participations: list[int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    rows = ChainLink.objects.filter(participation__in=participations).select_related("entry").order_by("participation", "number")
    for row in rows:
        link = Link(row.number, row.entry.made_id, row.step, row.at, row.minutes, row.commitment, row.hash)
        found.setdefault(row.participation_id, []).append(link)
    return found


def _words(participations: list[int]) -> dict[int, dict[int, Words]]:
    found: dict[int, dict[int, Words]] = {}
    for row in ChainWords.objects.filter(link__participation__in=participations).select_related("link"):
        found.setdefault(row.link.participation_id, {})[row.link.number] = Words(row.salt, row.words)
    return found
