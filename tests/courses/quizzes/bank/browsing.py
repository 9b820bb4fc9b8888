"""What a browser without scripts would send of a page's form, read from its HTML."""

from html.parser import HTMLParser

from django.http import QueryDict


class _Form(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.sent: list[tuple[str, str]] = []
        self._textarea: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("name") and "disabled" not in given:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in given:
                    self.sent.append((given["name"], given.get("value", "on")))
            elif kind not in ("submit", "file", "button"):
                self.sent.append((given["name"], given.get("value") or ""))
        elif tag == "textarea":
            self._textarea, self._text = given.get("name"), ""
        elif tag == "select":
            self._select, self._options = given.get("name"), []
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data):
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            self.sent.append((self._textarea, self._text.removeprefix("\n").replace("\n", "\r\n")))
            self._textarea = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_selected in self._options if is_selected] or [value for value, _is in self._options[:1]]
            self.sent += [(self._select, value) for value in chosen]
            self._select = None


def sent_by(html: str) -> QueryDict:
    parser = _Form()
    parser.feed(html)
    data = QueryDict(mutable=True)
    for name, value in parser.sent:
        data.appendlist(name, value)
    return data
