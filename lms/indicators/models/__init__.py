from .kept import KeptFigures
from .programme import Programme, RuleChange
from .release import Release

__all__ = ["KeptFigures", "Programme", "Release", "RuleChange"]
