"""The pure chain, and its law: whatever is changed later shows, and erasing leaves it whole."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.internships.chain import GENESIS, Link, Standing, Verdict, Words, broken_links, check_chain, commitment, link_hash, new_salt

MONDAY = datetime(2026, 11, 23, 9, 30, 0, 5, tzinfo=UTC)


def chain(*steps: tuple[str, str, int, str]) -> tuple[list[Link], dict[int, Words]]:
    """Of (entry, step, minutes, what was done)."""
    links, words, previous = [], {}, GENESIS
    for number, (entry, step, minutes, did) in enumerate(steps, start=1):
        said = Words(new_salt(), {"entry": {"did": did}})
        facts = {"number": number, "entry": entry, "step": step, "at": MONDAY + timedelta(hours=number), "minutes": minutes}
        committed = commitment(said.salt, said.words)
        previous = link_hash(previous=previous, commitment=committed, **facts)
        links.append(Link(commitment=committed, hash=previous, **facts))
        words[number] = said
    return links, words


def test_a_hash_is_what_its_definition_says():
    salt, words = "00" * 16, {"entry": {"did": "Їхала", "minutes": 5}, "by": None}
    committed = commitment(salt, words)
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert committed == hashlib.sha256(bytes(16) + text.encode()).hexdigest()

    made = link_hash(previous=GENESIS, number=1, entry="E", step="submitted", at=MONDAY, minutes=5, commitment=committed)

    joined = f"{'0' * 64}\n1\nE\nsubmitted\n2026-11-23T09:30:00.000005Z\n5\n{committed}"
    assert made == hashlib.sha256(joined.encode()).hexdigest()


def test_a_letter_composed_in_two_ways_is_the_same_letter():
    assert commitment("00" * 16, {"did": "и\u0306"}) == commitment("00" * 16, {"did": "й"})


def test_an_entry_that_was_never_handed_in_is_not_spoken_of():
    assert check_chain([], {}, [Standing("A", "draft", 5, {}, False)]) == {}


def test_one_that_says_it_was_confirmed_without_a_link_was_changed():
    assert check_chain([], {}, [Standing("A", "confirmed", 5, {}, False)]) == {"A": Verdict.CHANGED}


def test_erased_is_only_what_says_nothing_any_more():
    links, words = chain(("A", "submitted", 60, "Wrote"), ("A", "confirmed", 60, "Wrote"))

    assert check_chain(links, {}, [Standing("A", "confirmed", 60, {}, True)]) == {"A": Verdict.ERASED}
    assert check_chain(links, {}, [Standing("A", "confirmed", 60, {"did": "Other words"}, False)]) == {"A": Verdict.CHANGED}
    assert check_chain(links, words, [Standing("A", "confirmed", 60, {"did": "Wrote"}, False)]) == {"A": Verdict.AS_IT_WAS}
    assert broken_links(links) == []


def test_frozen_words_say_the_same_at_the_next_step():
    links, words = chain(("A", "submitted", 60, "Wrote"), ("A", "confirmed", 60, "Wrote more"))

    assert check_chain(links, words, [Standing("A", "confirmed", 60, {"did": "Wrote more"}, False)]) == {"A": Verdict.CHANGED}


@st.composite
def made_steps(draw):
    """Entries that are handed in, confirmed, returned and handed in again, each in its order and all of them mixed."""
    made, at, said = [], {}, {}
    for name in draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=8)):
        step = {"submitted": "confirmed", "confirmed": "returned"}.get(at.get(name, ""), "submitted")
        if step == "submitted":
            said[name] = (draw(st.integers(1, 960)), draw(st.text(max_size=20)))
        at[name] = step
        made.append((name, step, *said[name]))
    return made


steps = made_steps()


def standing_of(links, words):
    last = {link.entry: link for link in links}
    return [Standing(name, link.step, link.minutes, words[link.number].words["entry"], False) for name, link in last.items()]


@given(made=steps)
def test_what_nobody_touched_is_as_it_was(made):
    links, words = chain(*made)

    assert broken_links(links) == []
    assert set(check_chain(links, words, standing_of(links, words)).values()) == {Verdict.AS_IT_WAS}


@given(made=steps, data=st.data())
def test_any_change_of_a_link_shows_in_its_entry(made, data):
    links, words = chain(*made)
    standing = standing_of(links, words)
    place = data.draw(st.integers(0, len(links) - 1))
    link = links[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(link, minutes=link.minutes + 1),
                replace(link, at=link.at + timedelta(microseconds=1)),
                replace(link, step="taken_back"),
                replace(link, commitment="f" * 64),
                replace(link, hash="f" * 64),
            ]
        )
    )

    verdicts = check_chain([*links[:place], changed, *links[place + 1 :]], words, standing)

    assert verdicts[link.entry] == Verdict.CHANGED


@given(made=steps, data=st.data())
def test_a_link_that_was_taken_out_shows(made, data):
    links, _words = chain(*made)
    place = data.draw(st.integers(0, len(links) - 1))

    rest = [*links[:place], *links[place + 1 :]]

    assert bool(broken_links(rest)) == (place < len(links) - 1)  # the last one is missed by its entry: see the next test


@given(made=steps, more=st.text(min_size=1))
def test_any_change_of_the_words_or_the_time_shows(made, more):
    links, words = chain(*made)
    entry = standing_of(links, words)[0]
    said = {"did": entry.said["did"] + "x" + more}

    changes = [replace(entry, state="draft")]
    if entry.state != "returned":  # that one is being written again
        changes += [replace(entry, said=said), replace(entry, minutes=entry.minutes + 1)]
    for changed in changes:
        assert check_chain(links, words, [changed]) == {entry.name: Verdict.CHANGED}
    number = next(link.number for link in reversed(links) if link.entry == entry.name)
    other = {**words, number: replace(words[number], words={"entry": said})}
    assert check_chain(links, other, [replace(entry, said=said)]) == {entry.name: Verdict.CHANGED}


def test_taking_out_the_last_link_is_missed_by_its_entry():
    links, words = chain(("A", "submitted", 60, "Wrote"), ("A", "confirmed", 60, "Wrote"))

    assert check_chain(links[:-1], words, standing_of(links, words)) == {"A": Verdict.CHANGED}
