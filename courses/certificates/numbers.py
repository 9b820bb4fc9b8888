"""Certificate numbers: four groups of four, read aloud and typed from paper without mistakes.

Crockford's base 32 (no I, L, O, U): 15 random characters, 75 bits that nobody guesses or walks, and a check character by Luhn's rule
modulo 32, which notices every single slip and nearly every swap of neighbours.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
LOOK_ALIKES = str.maketrans("OILОІАВСЕНКМРТУХ", "01101ABCEHKMPTYX", " -–—.\u00a0")  # from the third letter on: a Cyrillic keyboard


def new_number() -> str:
    random = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(random + check_character(random))


def tidy(typed: str) -> str | None:
    """The number as we write it, however it was typed; None when it cannot be one of ours."""
    plain = typed.upper().translate(LOOK_ALIKES)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET) or check_character(plain[:-1]) != plain[-1]:
        return None
    return grouped(plain)


def grouped(plain: str) -> str:
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def check_character(plain: str) -> str:
    total = 0
    for place, character in enumerate(reversed(plain)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
