"""Certificate numbers: four groups of four, read aloud and typed from paper without mistakes.

Crockford's base 32 (no I, L, O, U): 15 random characters, 75 bits that nobody guesses or walks, and a check character by Luhn's rule
modulo 32, which notices every single slip and nearly every swap of neighbours.
"""

import secrets
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
LOOK_ALIKES = str.maketrans("OILОІАВСЕНКМРТУХ", "01101ABCEHKMPTYX", " -–—.\u00a0")  # from the third letter on: a Cyrillic keyboard


def grouped(plain: str) -> str:
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def new_number() -> str:
    random = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(random + check_character(random))


def tidy(typed: str) -> str | None:
    """The number as we write it, however it was typed; None when it cannot be one of ours."""
    plain = plainly(typed)
    return grouped(plain) if _is_well_made(plain) else None


def plainly(typed: str) -> str:
    """Capitals without what stands between them, and with our letters where others look the same."""
    return typed.upper().translate(LOOK_ALIKES)


def check_character(plain: str) -> str:
    return _fitting(f"{plain}0", len(plain))


def one_slip_away(typed: str) -> set[str]:
    """The well-made numbers that somebody may have meant who typed this: one character wrong, left out or doubled, or two neighbours
    swapped. The check character leaves one possibility for each place, so there are some dozens at most."""
    plain = plainly(typed)
    foreign = [place for place, character in enumerate(plain) if character not in ALPHABET]
    if len(plain) == LENGTH + 1:
        found = {plain[:place] + plain[place + 1 :] for place in range(len(plain))}
    elif len(foreign) > (len(plain) == LENGTH):  # the one that is wrong
        found = set()
    elif len(plain) == LENGTH - 1:
        found = {_mended(f"{plain[:place]}0{plain[place:]}", place) for place in range(LENGTH)}
    elif len(plain) == LENGTH:
        found = {_mended(plain, place) for place in foreign or range(LENGTH)}
        found |= {plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :] for place in range(LENGTH - 1)}
    else:
        found = set()
    return {grouped(one) for one in found if _is_well_made(one)}


def _is_well_made(plain: str) -> bool:
    return len(plain) == LENGTH and set(plain) <= set(ALPHABET) and not sum(_weights(plain)) % 32


def _mended(plain: str, place: int) -> str:
    return plain[:place] + _fitting(plain, place) + plain[place + 1 :]


def _fitting(plain: str, place: int) -> str:
    """The one character that makes the number well made at this place, whatever stands there now."""
    weights = _weights(plain[:place] + "0" + plain[place + 1 :])  # a nought weighs nothing
    wanted, is_doubled = -sum(weights) % 32, (len(plain) - 1 - place) % 2 == 1
    return next(character for value, character in enumerate(ALPHABET) if _weight(value, is_doubled) % 32 == wanted)


def _weights(plain: str) -> Sequence[int]:
    return [_weight(ALPHABET.index(character), place % 2 == 1) for place, character in enumerate(reversed(plain))]


def _weight(value: int, is_doubled: bool) -> int:
    value *= 2 if is_doubled else 1
    return value // 32 + value % 32


EXAMPLE = grouped("7K3M9QRT2XVB0D4" + check_character("7K3M9QRT2XVB0D4"))  # to be shown; nobody's: 75 random bits do not come again
