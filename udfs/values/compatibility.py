"""Makers that a listing names for what its product fits: 适用于苹果, compatible with Sony. They did not make it.

A word such as 适用于 stands in front of a list of names that the attribute knows and of platforms, such as
苹果/华为Mate60/小米, or one such as 专用 behind a name. Only ``/ 、 , & 和 与``, "and" and "or" make a list: behind a
space or ``|`` begins another phrase, which may name the maker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, plain

# These point forwards, whatever stands before them and behind.
_FORWARDS = "适用(?:于|型号|机型|品牌|车型|设备)|适配于|可?用于"
_LATIN = "compatible with|works with|suitable for|replacement for"
# These also end a phrase: 男女适用 安踏T恤. Before a space they point forwards only where a phrase begins with them.
_EITHER_WAY = "(?<![男女童季皆均都])适用|适配|适合|兼容|匹配|替换|替代"
_ARTICLES = "(?: (?:use with|the|your))*"
_IN_FRONT = re.compile(
    rf"(?:(?P<forwards>{_FORWARDS})|(?<![a-z])(?P<latin>{_LATIN}){_ARTICLES}(?=[ :])"
    rf"|(?<![a-z])(?P<short>fits|for){_ARTICLES}(?= )"
    rf"|(?<!\w)(?P<first>{_EITHER_WAY})(?=\s)|(?P<glued>{_EITHER_WAY})(?!\s))"
    r"[\s:(【“\"'「《]*"
)
_BEHIND = re.compile(
    r"(?:手机|电脑|平板|耳机|全?系列|全系)?(?P<behind>专用|平替|(?:适用|兼容|适配)(?=\s*(?:[,、。;)】]|\Z)))"
)
_BETWEEN = re.compile(r"\s*[/、,&和与及]\s*(?:(?:and|or) )?|\s(?:and|or)\s")
_MODEL = re.compile(
    r"[a-z0-9+.-]*(?:\s[a-z0-9+.-]+){0,4}\s?(?:手机|平板|电脑|笔记本|手表)?"
)  # Mate60, Galaxy S24, 手机
_PLATFORMS = frozenset(
    map(fold, ("iPhone", "iPad", "MacBook", "AirPods", "Apple", "苹果", "iOS", "安卓", "Android", "Galaxy", "鸿蒙"))
)
_WITHIN_WORD = re.compile(r"[a-z]{2}|\d{2}")
_REACH = 80  # characters in front of a name, and of one item of a list; longer ones are rare


def target_word(attribute: Attribute, texts: Sequence[str], name: str) -> str | None:
    """The word that makes a mere target of a name, such as 适用于; None where the name stands once without one."""
    first: str | None = None
    for text in texts:
        for word in _words(attribute, _spaced(text), _spaced(name)):
            if word is None:
                return None
            first = first or word
    return first


def model_target_word(maker: Attribute, texts: Sequence[str], model: str) -> str | None:
    """The word that makes a model number that of another product: for Sony WH-1000XM4; None where it stands once alone.

    ``maker`` knows the names that may stand between.
    """
    name, first = _spaced(model), None
    for text in texts:
        spaced = _spaced(text)
        for place in re.finditer(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", spaced):
            word = _fits(maker, spaced[max(0, place.start() - _REACH) : place.end()], name)
            if word is None:
                return None
            first = first or word
    return first


def _fits(maker: Attribute, text: str, model: str) -> str | None:
    """The target word behind which a text holds nothing but names that are known, the model at its end among them."""
    *_, last = (None, *_IN_FRONT.finditer(text))
    if last is None:
        return None
    items = _BETWEEN.split(text[last.end() :])
    return _word(last) if all(item == model or _is_item(maker, item) for item in items) else None


def target_of(attribute: Attribute, value: str) -> str | None:
    """The word that makes a target of a whole value: 适用于苹果, "for Apple", 华为专用; None for a maker.

    The rest must be names that the attribute knows, or platforms: 匹配科技 and For Love & Lemons are makers.
    """
    text = _spaced(value)
    front = _IN_FRONT.match(text)
    if front and all(_is_item(attribute, item) for item in _BETWEEN.split(text[front.end() :])):
        return _word(front)
    behind = next((match for match in _BEHIND.finditer(text) if match.end() == len(text)), None)
    return behind["behind"] if behind and _is_item(attribute, text[: behind.start()]) else None


def _spaced(text: str) -> str:
    """Text in which case, width and the Chinese script do not matter, with single spaces: a rule that looks for a sign
    behind any number of spaces would look from each of them."""
    return " ".join(plain(text).split())


def _words(attribute: Attribute, text: str, name: str) -> Iterator[str | None]:
    """For each place where the name stands: the word that makes a target of it, or None."""
    alone = rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
    for place in re.finditer(alone, text):
        behind = _BEHIND.match(text, place.end())
        front = _in_front(attribute, text[max(0, place.start() - _REACH) : place.start()])
        yield front or (behind["behind"] if behind else None)


def _in_front(attribute: Attribute, before: str) -> str | None:
    """The target word that ends a text, but for a list of known names and its last separator."""
    *_, last = (None, *_IN_FRONT.finditer(before))
    if last is None:
        return None
    *items, end = _BETWEEN.split(before[last.end() :])
    return _word(last) if not end and all(_is_item(attribute, item) for item in items) else None


def _word(front: re.Match[str]) -> str:
    return str(front[front.lastgroup or 0])


def _is_item(attribute: Attribute, text: str) -> bool:
    """Whether a text is a known name or a platform, alone or with a model behind it: 苹果15, Samsung Galaxy S24."""
    if len(text) > _REACH:
        return False
    return any(
        _MODEL.fullmatch(text, end)
        and not _WITHIN_WORD.match(text, end - 1)  # "mi" of "mixing" is no name
        and _is_name(attribute, fold(text[:end]))
        for end in range(1, len(text) + 1)
    )


def _is_name(attribute: Attribute, key: str) -> bool:
    return key in _PLATFORMS or key in attribute.value_by_wording
