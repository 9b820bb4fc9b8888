from .choices import LetterChoice, LetterSettings
from .letter import Letter, LetterQuerySet
from .sending import BouncedAddress, BounceReport, Outbox
from .wording import LetterWording

__all__ = ["BounceReport", "BouncedAddress", "Letter", "LetterChoice", "LetterQuerySet", "LetterSettings", "LetterWording", "Outbox"]
