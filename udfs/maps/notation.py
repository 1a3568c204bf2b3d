"""Maps written out: JSON, and what programs print of a map: Python's, Ruby's and JavaScript's notations.

One reader for all of them, as exports mix them: ``{'a': None}``, ``{"a"=>"b", :c=>nil}``, ``{a: 1,}``. It takes time in
proportion to the text's length.
"""

from __future__ import annotations

import html
import json
import re

from udfs.maps.nodes import DepthError, Members, Node

_DEEPEST = 100
_BLANK = re.compile(r"\s*")
_QUOTED = {
    '"': re.compile(r'[bBrRuU]{0,2}"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL),
    "'": re.compile(r"[bBrRuU]{0,2}'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL),
}
_QUOTE = re.compile(r"[bBrRuU]{0,2}([\"'])")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}
_PAIRS_OF_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NUMBER = re.compile(r"[-+]?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?(?![\w.])")
_WORD = re.compile(r"[^\W\d][\w$-]*")
_SYMBOL = re.compile(r":(?=[\w\"'])")
_ARROW = re.compile(r"=>|[:=]")
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_WORDS = {
    "null": None, "none": None, "nil": None, "undefined": None, "nan": None, "true": True, "false": False,
}  # fmt: skip


class NotationError(ValueError):
    """A text that is no map in any notation; says what is wrong and where."""


def read_notation(text: str) -> Node:
    """The node that a text writes out, all of it. Raises NotationError."""
    try:
        return json.loads(text, object_pairs_hook=Members, parse_int=str, parse_float=str, parse_constant=_constant,
                          strict=False)  # fmt: skip
    except RecursionError as cause:
        raise NotationError("it is nested too deep") from cause
    except ValueError:
        return _Reader(_unescaped(text)).whole()


def _constant(name: str) -> None:
    """NaN and the infinities are no value of an attribute."""


def _unescaped(text: str) -> str:
    """The text that was escaped once too often: for HTML, or with the doubled quotes of CSV."""
    head = text[:40].replace(" ", "")
    if head.startswith(("{&quot;", "[{&quot;", "[&quot;", "{&#34;", "[{&#34;", "{&#39;", "[{&#39;")):
        return html.unescape(text)
    if head.startswith(('{""', '[{""', '[""')) and not head.startswith(('{"":', '{"",', '[""]', '["",')):
        return text.replace('""', '"')
    return text


class _Reader:
    """Reads a text from left to right, never back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def whole(self) -> Node:
        node = self._node(0)
        self._skip()
        if self._place < len(self._text):
            raise self._fault("goes on behind its end")
        return node

    def _fault(self, what: str) -> NotationError:
        return NotationError(f"it {what} at character {min(self._place + 1, len(self._text)):,} of {len(self._text):,}")

    def _skip(self) -> str:
        """The next character that is not blank; "" at the end."""
        if match := _BLANK.match(self._text, self._place):
            self._place = match.end()
        return self._text[self._place : self._place + 1]

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        if match := pattern.match(self._text, self._place):
            self._place = match.end()
            return match.group()
        return None

    def _node(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise DepthError("it is nested too deep")
        character = self._skip()
        if character == "{":
            return self._members(depth)
        if character in _CLOSING:
            return self._items(character, depth)
        return self._scalar()

    def _members(self, depth: int) -> Members:
        found = Members()
        self._place += 1
        while self._skip() != "}":
            key = self._key()
            self._skip()
            if self._take(_ARROW) is None:
                raise self._fault("breaks off" if not self._skip() else "has no value behind a name")
            found.append((key, self._node(depth + 1)))
            self._comma("}")
        self._place += 1
        return found

    def _items(self, opening: str, depth: int) -> list[Node]:
        found: list[Node] = []
        closing = _CLOSING[opening]
        self._place += 1
        while self._skip() != closing:
            found.append(self._node(depth + 1))
            self._comma(closing)
        self._place += 1
        return found

    def _comma(self, closing: str) -> None:
        character = self._skip()
        if character == ",":
            self._place += 1
        elif character != closing:
            raise self._fault("breaks off" if not character else "has no comma")

    def _key(self) -> str:
        self._take(_SYMBOL)
        if _QUOTE.match(self._text, self._place):
            return self._quoted()
        if word := self._take(_WORD) or self._take(_NUMBER):
            return word
        raise self._fault("breaks off" if not self._skip() else "has no name")

    def _scalar(self) -> Node:
        symbol = self._take(_SYMBOL)
        if _QUOTE.match(self._text, self._place):
            return self._quoted()
        if number := self._take(_NUMBER):
            return number
        word = self._take(_WORD)
        if word and (symbol or word.lower() in _WORDS):
            return word if symbol else _WORDS[word.lower()]
        raise self._fault("breaks off" if not self._skip() else "has a value without quotes")

    def _quoted(self) -> str:
        quote = _QUOTE.match(self._text, self._place)
        match = _QUOTED[quote[1]].match(self._text, self._place) if quote else None
        if match is None:
            raise self._fault("has a quote that never closes")
        self._place = match.end()
        return _plain(match[1])


def _plain(text: str) -> str:
    """A text between quotes without its escapes; two halves of a character become one."""
    if "\\" not in text:
        return text
    return _PAIRS_OF_HALVES.sub(_joined, _ESCAPE.sub(_meant, text))


def _meant(escape: re.Match[str]) -> str:
    code = escape[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPED.get(code, code)


def _joined(halves: re.Match[str]) -> str:
    return halves.group().encode("utf-16", "surrogatepass").decode("utf-16")
