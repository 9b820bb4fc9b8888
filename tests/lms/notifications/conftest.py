import pytest

from lms.notifications import kinds


@pytest.fixture
def register_kind(monkeypatch):
    """Kinds of letter that only this test knows. Their words are those of the welcome letter."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def register(key="test", **fields):
        words = {
            "course": "Ten lessons",
            "group": "Spring",
            "lessons": 10,
            "lesson": "Whom we help",
            "link": "https://workbook.example/next",
        }
        kind = LetterKindWithWelcomeWords(key=key, label="Test", **{"context": lambda letter: words, **fields})
        kinds.register(kind)
        return kind

    return register


class LetterKindWithWelcomeWords(kinds.LetterKind):
    @property
    def template_folder(self) -> str:
        return "emails/welcome"
