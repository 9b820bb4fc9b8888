"""Elements of QTI as text, in the words of either version."""

from ..markup import xml_attribute, xml_text
from .vocabulary import attribute_name, element_name


class Qti:
    """`qti("choiceInteraction", {"maxChoices": 1}, …)` is the element as text. Attributes that are None are left out."""

    def __init__(self, version: str) -> None:
        self.version = version

    def __call__(self, name: str, attributes: dict[str, object] | None = None, *content: str) -> str:
        own = element_name(name, self.version)
        told = "".join(
            f' {attribute_name(key, self.version)}="{xml_attribute(_word(value))}"'
            for key, value in (attributes or {}).items()
            if value is not None
        )
        inner = "".join(content)
        return f"<{own}{told}>{inner}</{own}>" if inner else f"<{own}{told}/>"

    def value(self, base_type: str, value: object) -> str:
        return self("baseValue", {"baseType": base_type}, xml_text(_word(value)))

    def variable(self, name: str) -> str:
        return self("variable", {"identifier": name})

    def sets(self, name: str, expression: str) -> str:
        return self("setOutcomeValue", {"identifier": name}, expression)

    def scores(self, value: float, name: str = "SCORE") -> str:
        return self.sets(name, self.value("float", value))

    def chooses(self, *branches: tuple[str, str], otherwise: str = "") -> str:
        """if, else if …, else: each a condition and rules."""
        names = ["responseIf", *["responseElseIf"] * (len(branches) - 1)]
        told = [self(name, None, condition, rules) for name, (condition, rules) in zip(names, branches, strict=True)]
        return self("responseCondition", None, *told, self("responseElse", None, otherwise) if otherwise else "")

    def wrapped(self, content: str) -> str:
        """Version 3 wraps the content of feedback and rubrics once more."""
        return self("contentBody", None, content) if self.version == "3.0" else content


def number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)
