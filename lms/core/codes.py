"""Codes that are printed and typed from paper: eight letters and digits of which none is taken for another, and how they are read back."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O 1 I L U
LENGTH = 8
_LOOKALIKES = str.maketrans("АВЕКМНРСТХ", "ABEKMHPCTX")  # typed with a Cyrillic keyboard


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """As it is stored, however it was typed; not necessarily a code that exists."""
    return "".join(typed.upper().translate(_LOOKALIKES).split()).replace("-", "")[: LENGTH + 1]


def shown(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"
