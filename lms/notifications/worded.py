"""Which places of words a kind of letter has, and the words it came with. Read from its templates, so that nobody keeps a list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from django.template import Context, Engine, Template
from django.template.base import FilterExpression, Node
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils import translation

from .kinds import LetterKind
from .templatetags.letters import WordingNode
from .wording import is_one_line, label_of, names_in

CHILDREN = {*Node.child_nodelists, "nodelist_loop", "nodelist_empty"}


@dataclass(frozen=True)
class Place:
    """`words` are those that the letter came with, with names where a letter has things; `needs` the names they may not lack."""

    key: str
    words: str
    needs: tuple[str, ...]

    @property
    def label(self) -> str:
        return label_of(self.key)

    @property
    def is_one_line(self) -> bool:
        return is_one_line(self.key)


class Named(int):
    """Stands for a thing that is not there. A number, because sentences that count ask for one."""

    said: str

    def __str__(self) -> str:
        return self.said


def named(said: str) -> Named:
    number = Named(5)
    number.said = said
    return number


def places_of(kind: LetterKind, language: str) -> list[Place]:
    """In the order in which a letter is read, each once."""
    found: dict[str, Place] = {}
    for part in ("subject.txt", "body.txt"):
        template = Engine.get_default().get_template(kind.template(part))
        for node in wordings(template.nodelist, {}):
            found.setdefault(node.place, Place(node.place, _words(node, template, kind, language), tuple(node.needs)))
    return list(found.values())


def wordings(nodes: Iterable[Node], blocks: dict[str, BlockNode]) -> Iterator[WordingNode]:
    """Those that are shown: of a block that a template and the one it extends both have, the first counts."""
    for node in nodes:
        if isinstance(node, WordingNode):
            yield node
        elif isinstance(node, ExtendsNode):
            parent = cast(FilterExpression, node.parent_name).resolve(Context())
            yield from wordings(Engine.get_default().get_template(str(parent)).nodelist, node.blocks | blocks)
        elif isinstance(node, BlockNode):
            yield from wordings(blocks.get(node.name, node).nodelist, blocks)
        else:
            for children in CHILDREN:
                yield from wordings(getattr(node, children, ()), blocks)


def _words(node: WordingNode, template: Template, kind: LetterKind, language: str) -> str:
    context = Context({name: named(f"{{{name}}}") for name in names_in(kind)}, autoescape=False)
    with context.bind_template(template), translation.override(language):
        return node.nodelist.render(context).strip()
