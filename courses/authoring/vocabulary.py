from django.conf import settings

from courses.catalogue.models import Level, Topic

from .folder.reader import Vocabulary


def vocabulary() -> Vocabulary:
    """What this site knows and a folder may name."""
    return Vocabulary(tuple(code for code, _name in settings.LANGUAGES), tuple(Level.values), tuple(Topic.values))
