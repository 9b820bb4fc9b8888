"""What differs between two published bodies of a lesson, block by block, and how much it weighs for who has read the first. Pure."""

from .classes import ChangeClass, heaviest
from .content import Difference, Kind, Part, compare
from .texts import class_of

__all__ = ["ChangeClass", "Difference", "Kind", "Part", "class_of", "compare", "heaviest"]
