"""What editors say in letters that are written below the app which keeps their words: letters about accounts. That app registers itself."""

from collections.abc import Callable
from typing import Any

Keeper = Callable[[str, str], Any]
_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    _keepers.append(keeper)


def words_of(letter: str, language: str) -> Any:
    """For the context of a letter, under the name `wording`. `letter` is the folder and name of its templates."""
    return next((words for keeper in _keepers if (words := keeper(letter, language))), None)
