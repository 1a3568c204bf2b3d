"""Texts that people with bad luck or bad will send: one token or structure repeated up to a size."""

from __future__ import annotations

from collections.abc import Callable

_TOKENS = {
    "comment": "<!--", "comment end": "-->", "script": "<script", "script tag": "<script>", "script end": "</script ",
    "style": "<style ", "doctype": "<!doctype ", "element": "<a ", "closed element": "<br/>", "less": "<",
    "numeric entity": "&#", "amp": "&amp;", "amp twice": "&amp;amp;", "entity of amp": "&amp;#", "ampersand": "&",
    "digit": "1", "zero": "0", "digit comma": "1,", "digit dot": "1.", "digit space": "1 ", "digit x": "1x",
    "dots": ".", "digit unit": "1ml ", "range": "1-", "fraction": "1/", "half": "½", "half unit": "½ml",
    "sum": "1h1min", "plus": "1+", "thousands": "1,000", "spaced thousands": "1 000 ", "percent": "1%",
    "of cotton": "1%棉", "times": "1×", "quote": '1"', "minus": "-1", "exponent": "1e5", "feet": "1'1\"",
    "pack": "pack of 1 ", "number words": "one ", "dozen": "dozen ", "black": "Black ", "black slash": "black/",
    "for": "for ", "for the": "for the ", "with": "with ", "and": " and ", "not": " not", "without": "without ",
    "no": "no ", "free": "-free", "compatible": "compatible with apple,", "inc": " Inc", "comma": ",",
    "word": "abcdefg ", "letter": "a", "capital": "X", "letter slash": "a/", "model": "model ", "fits": "适用于",
    "fits apple": "适用苹果/", "apple": "苹果", "han": "黑", "two colours": "黑白色", "without zh": "不含",
    "none zh": "没有", "cotton": "棉", "digits zh": "一", "ten zh": "十", "two zh": "两", "point zh": "一点",
    "metres": "1米8", "height": "身高1 ", "weight": "克重1", "pack zh": "一箱", "pieces": "1片/盒",
    "traditional": "萬", "store": "旗舰店", "praise": "正品", "brand label": "品牌:", "number label": "型号",
    "size": "M/", "size zh": "加", "extra": "extra ", "open": "(", "close": ")", "open close": "()", "square": "[",
    "lenticular": "【", "lenticulars": "【】", "quotes": '"', "apostrophe": "'", "dash": "-", "underscore": "_",
    "slash": "/", "colon": ":", "backslash": "\\", "at": "@", "hash": "#", "space": " ", "tab": "\t", "line": "\n",
    "wide space": "\u3000", "unseen": "\u200b", "accent": "\u0301", "two accents": "\u0301\u0327",
    "letter accents": "a\u0301\u0327", "emoji": "🔥", "emoji word": "🔥防水", "flag": "🇩🇪", "trade mark": "™",
    "wide digit": "１", "ligature": "㎏", "circled": "①", "hangul": "한", "mojibake": "Ã¤",
    "mojibake zh": "\xe4\xbf\x9d", "gbk": "Ë÷Äá", "replacement": "�", "surrogate": "\ud800", "url": "http://",
    "www": "www.", "punycode": "xn--", "percent encoded": "%41",
}  # fmt: skip


def _repeated(token: str) -> Callable[[int], str]:
    return lambda size: (token * (size // len(token) + 1))[:size]


def _between(first: str, token: str, last: str) -> Callable[[int], str]:
    """One thing repeated between two others: what a rule that goes back and forth stumbles over."""
    return lambda size: first + _repeated(token)(size - len(first) - len(last)) + last


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * (size // 2) + closing * (size // 2)


INPUTS: dict[str, Callable[[int], str]] = {
    **{name: _repeated(token) for name, token in _TOKENS.items()},
    "nested brackets": _nested("(", ")"),
    "nested lenticular": _nested("【", "】"),
    "brackets the wrong way": _nested(")", "("),
    "digits and a letter": _between("", "1", "x"),
    "a letter and digits": _between("x", "1", ""),
    "digit spaces digit": _between("1", " ", "1"),
    "digit commas digit": _between("1", ",", " 1"),
    "commas between words": _between("a", ",", "b"),
    "spaces between words": _between("a", " ", "b"),
    "lines between words": _between("a", "\n", "b"),
    "dashes between words": _between("a", "-", "b"),
    "spaces in Chinese": _between("黑", " ", "白"),
    "a range of a size": _between("S-", "X", "L"),
    "a size of many X": _between("", "X", "L"),
    "an open comment": _between("<!--", "a ", ""),
    "an open script": _between("<script>", "</script ", ""),
    "an open element": _between("<a ", "b ", ""),
    "a target": _between("for ", "a ", ""),
    "a list of targets": _between("适用于", "苹果/", "x"),
    "a list of models": _between("适用于", "苹果15 pro max/", "x"),
    "a long model": _between("for apple", " a", "!"),
    "a number with a unit": _between("", "1", "ml"),
    "a number behind zeros": _between("", "0", "5 ml"),
    "a decimal": _between("0.", "1", " ml"),
    "words before a number": _between("", "about ", "5 ml"),
    "words behind a number": _between("5 ml", " about", ""),
    "an international name": _between("xn--", "a9", ".com"),
    "a model number": _between("Model: ", "A1", ""),
    "a known word at the end": _between("", "abc ", "black"),
    "a known word at the start": _between("black", " abc", ""),
}
"""Input to the function that makes it in about so many characters."""
