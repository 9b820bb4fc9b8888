"""What is said of several kinds of containers and files alike."""

from collections.abc import Iterable

from .reasons import Reason
from .reasons import counted as ngettext
from .reasons import reason as _
from .scanner import Container


def no_such_attribute(container: Container, name: str) -> Reason:
    return _("`%(container)s` has no attribute `%(name)s`", container=container.name, name=name)


def no_such_flag(container: Container, flag: str) -> Reason:
    return _("`%(container)s` has no flag `.%(flag)s`", container=container.name, flag=flag)


def no_such_key(key: str, known: Iterable[str]) -> Reason:
    return _("there is no key `%(key)s` here; there are %(known)s", key=key, known=", ".join(known))


def none_of(name: str, said: str, known: Iterable[str]) -> Reason:
    return _('%(name)s="%(said)s" must be one of %(known)s', name=name, said=said, known=", ".join(known))


def no_whole_number(name: str, said: str, least: int, most: int) -> Reason:
    return _('%(name)s="%(said)s" must be a whole number from %(least)s to %(most)s', name=name, said=said, least=least, most=most)


def no_number(name: str, said: str, most: float) -> Reason:
    return _('%(name)s="%(said)s" must be a number from 0 to %(most)s', name=name, said=said, most=f"{most:g}")


def too_long(name: str, most: int) -> Reason:
    return ngettext("`%(name)s` is longer than %(number)d character", "`%(name)s` is longer than %(number)d characters", most, name=name)


def not_inside(part: Container, container: Container) -> Reason:
    return _("`%(name)s` cannot stand inside `%(container)s`", name=part.name, container=container.name)


def text_after(name: str) -> Reason:
    return _("text after `%(name)s`: everything else comes before it", name=name)


def one_is_enough(part: Container) -> Reason:
    return _("a second `%(name)s`: one is enough", name=part.name)


def takes_none(part: Container) -> Reason:
    return _("`%(name)s` takes no attributes", name=part.name)


def says_nothing(container: Container) -> Reason:
    return _("`%(container)s` says nothing of what is to be done", container=container.name)


def taken_in_the_list(name: str) -> Reason:
    return _("the id `%(id)s` is taken by another line of the same list", id=name)


def needs(container: Container, name: str) -> Reason:
    return _('`%(container)s` needs %(name)s="…"', container=container.name, name=name)


def scale_of_nothing(low: int, high: int) -> Reason:
    return _("the scale goes from %(low)s to %(high)s: max must be more than min", low=low, high=high)


def no_folder() -> Reason:
    return _("there is no such folder")


def no_file(path: str) -> Reason:
    return _("there is no file %(file)s", file=path)


def key_left_out(key: str) -> Reason:
    return _("`%(key)s` of the front matter is left out", key=key)


def comment_left_out(words: str) -> Reason:
    return _("a comment is left out: `%(said)s`", said=words[:80])


def nothing_to_translate() -> Reason:
    return _("the source language has no file of this name: a translation needs something to translate")
