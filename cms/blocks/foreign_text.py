"""A text that stands in another language than its page, because nobody has translated it yet."""


class ForeignText(str):
    """It knows its language, and templates say where that is told: `<p{{ value.title|lang_of }}>{{ value.title }}</p>`.

    It is the same text as without its language; only `repr` tells them apart, for what is kept by what it says."""

    language: str

    def __new__(cls, text: str, language: str) -> "ForeignText":
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return super().__str__(), self.language

    def __str__(self) -> "ForeignText":
        return self

    def __repr__(self) -> str:
        return f"{super().__repr__()} in {self.language}"


def language_of(text: object, otherwise: str = "") -> str:
    return getattr(text, "language", otherwise)
