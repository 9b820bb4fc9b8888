"""The lines of one `<question>`."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...engine.definition import Format
from ..markup import pictures_in, xml_attribute, xml_text

FORMAT_NAMES = {
    Format.HTML: "html",
    Format.MOODLE: "moodle_auto_format",
    Format.PLAIN: "plain_text",
    Format.MARKDOWN: "markdown",
}


@dataclass
class Lines:
    text_format: Format
    files: dict[str, bytes]
    lines: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def add(self, name: str, value: str | int | float, indent: int = 4) -> None:
        self.lines.append(f"{' ' * indent}<{name}>{xml_text(str(value))}</{name}>")

    def open(self, name: str, indent: int = 4, **attributes: str) -> None:
        told = "".join(f' {key}="{xml_attribute(value)}"' for key, value in attributes.items() if value)
        self.lines.append(f"{' ' * indent}<{name}{told}>")

    def close(self, name: str, indent: int = 4) -> None:
        self.lines.append(f"{' ' * indent}</{name}>")

    def format_name(self, own: Format | None = None) -> str:
        return FORMAT_NAMES[own or self.text_format]

    def text(self, name: str, text: str, indent: int = 4, *, also: Iterable[str] = (), own: Format | None = None) -> None:
        """A text in the question's format, with the pictures that it shows."""
        self.open(name, indent, format=self.format_name(own))
        self.inside(text, indent + 2, also=also)
        self.close(name, indent)

    def inside(self, text: str, indent: int, *, also: Iterable[str] = ()) -> None:
        self.add("text", text, indent)
        for picture in dict.fromkeys([*pictures_in(text), *also]):
            if picture in self.files:
                self.written.add(picture)
                content = base64.b64encode(self.files[picture]).decode("ascii")
                self.lines.append(f'{" " * indent}<file name="{xml_attribute(picture)}" path="/" encoding="base64">{content}</file>')
