"""Names that must not be there twice. No database."""


def first_free(name: str, taken: set[str]) -> str:
    """The name, or with the first number behind it that is free, from two on."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
