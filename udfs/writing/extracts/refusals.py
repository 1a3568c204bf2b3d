"""Why a clause is no statement about the goods: it sells, sends, greets, or tells people or machines what to do.

``refused_words.txt`` has the words, by reason and in any language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from udfs.text.asides import aside
from udfs.text.keys import plain
from udfs.text.word_lists import word_lists
from udfs.writing.extracts.injections import is_injection

REASONS = (
    "promotion",
    "shipping",
    "service",
    "price",
    "contact",
    "reader",
    "shop",
    "superlative",
    "health",
    "instruction",
    "disclaimer",
)
"""Those with words; besides there are "injection", "question", "order" and "other goods"."""

OF_THE_DEAL = frozenset(("shipping", "service", "contact", "reader", "shop", "instruction", "disclaimer", "injection"))
"""What a sentence or a chapter is about as a whole, once a part of it is."""

_WORD = re.compile(r"#?[^\W_]+(?:['’][^\W_]+)*")
_UNSPACED = re.compile(r"[\u0e01-\u0e4e\u3040-\u30ff\u3400-\u9fff]")
_PRICE = re.compile(
    r"[$€£¥₹฿₫]\s?\d|\d\s?[€₫฿]"
    r"|(?<![a-z])(?:rm|rp|php|sgd|mxn|cop|s/|usd|rs)\.?\s?\d|\d[\d.,]*\s?(?:usd|rupiah|ribu|元|块钱|美元)(?![a-z素器件])"
    r"|[对件个只条套双盒]价(?!值)"
)
_OFF = re.compile(r"\d\s?%\s?off(?![a-z])|[\d一二三四五六七八九]折(?![叠痕扇])|买[\d一二两三].{0,3}送|buy \d")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|(?<!\w)[@#]\s?[^\W\d]|\d{3}[- ]\d{3,4}[- ]\d{4}|(?<!\d)1[3-9]\d{9}(?!\d)")
_QUESTION = re.compile(r"[?？]|吗\s*\Z")
# 最大20W and "at most" are limits, which say something.
_MOST = re.compile(
    r"最(?![大小高低长短多少远近后终初新]|佳(?:使用|食用)?(?:温度|期))|(?<!\w)#\s?1(?!\d)|(?<![a-z])no\.\s?1(?!\d)"
)
_CHAPTERS = (" policy ", " information ", " notice ", " notices ", " service ", " terms ", " us ", " guide ", " chart ")
_CHAPTERS_HAN = (
    "说明",
    "须知",
    "提醒",
    "提示",
    "服务",
    "政策",
    "事项",
    "问题",
    "介绍",
    "方式",
    "时间",
    "特点",
    "特色",
    "参数",
)
_ANSWER = re.compile(r"(?:yes|no|nope|sure|ok)\s*[,.!:]")
_YOU = re.compile(r"(?<![父母双娘相乡])亲(?=[,，~!！]|\s|\Z)|(?<![申邀])请(?![柬帖])")


class _Words(NamedTuple):
    """Words of a reason: spaced ones between blanks, by their first word, and those of scripts without blanks."""

    spaced: Mapping[str, tuple[str, ...]]
    unspaced: tuple[str, ...]


def refusal(text: str) -> str | None:
    """Why a clause says nothing of the goods, by the words that it holds; null for one that may be said.

    ``text`` in any width, case and Chinese script. Costs the same for every clause of a length.
    """
    said = plain(text).replace("’", "'")
    if is_injection(said):
        return "injection"
    if _PRICE.search(said):
        return "price"
    if _OFF.search(said):
        return "promotion"
    if _ADDRESS.search(said):
        return "contact"
    if _QUESTION.search(said):
        return "question"
    if _YOU.search(said):
        return "reader"
    if _MOST.search(said):
        return "superlative"
    spaced = between_blanks(said)
    if _starts("order", said, spaced):
        return "order"
    return next((reason for reason in REASONS if _holds(reason, said, spaced)), None) or _of_others(text)


def is_praise(text: str) -> bool:
    """Whether a clause says rather that goods are good than what they are."""
    said = plain(text).replace("’", "'")
    return _holds("praise", said, between_blanks(said))


def is_chapter(text: str) -> bool:
    """Whether a short line can only be the title of a chapter: "Shipping", 售后服务, "Product features"."""
    said = plain(text)
    spaced = between_blanks(said)
    alone = any(spaced in own for reason in OF_THE_DEAL - {"injection"} for own in _words()[reason].spaced.values())
    return is_title(text) or alone or spaced.endswith(_CHAPTERS) or said.endswith(_CHAPTERS_HAN)


def is_title(text: str) -> bool:
    """Whether a text is what chapters of descriptions are called."""
    return between_blanks(plain(text)).strip() in _titles()


def leans_back(text: str) -> bool:
    """Whether a clause begins with a word that needs the clause before: they, 但是, which."""
    said = plain(text).lstrip()
    return _ANSWER.match(said) is not None or _starts("dangling", said, between_blanks(said))


def has_condition(text: str) -> bool:
    """Whether a Chinese sentence joins its clauses so that none may be left out: 如果, 虽然, 不含."""
    said = plain(text)
    return any(word in said for word in _words()["condition"].unspaced)


def between_blanks(said: str) -> str:
    """The words of a plain text, a blank between, before and behind."""
    return f" {' '.join(_WORD.findall(said))} "


def _holds(reason: str, said: str, spaced: str) -> bool:
    words = _words()[reason]
    if any(phrase in spaced for first in set(spaced.split()) for phrase in words.spaced.get(first, ())):
        return True
    return not said.isascii() and any(word in said for word in words.unspaced)


def _starts(reason: str, said: str, spaced: str) -> bool:
    words = _words()[reason]
    first = spaced[1:].partition(" ")[0]
    return spaced.startswith(words.spaced.get(first, ()) or "\n") or said.startswith(words.unspaced)


def _of_others(text: str) -> str | None:
    """Whether a clause is about what other goods or variants are like."""
    return "other goods" if aside(text, len(text) - 1, len(text)) else None


@cache
def _titles() -> frozenset[str]:
    own = word_lists("udfs.writing.extracts", "refused_words.txt")["title"]
    return frozenset(between_blanks(word).strip() for word in own)


@cache
def _words() -> Mapping[str, _Words]:
    lists = word_lists("udfs.writing.extracts", "refused_words.txt")
    return {reason: _sorted(words) for reason, words in lists.items()}


def _sorted(words: frozenset[str]) -> _Words:
    unspaced = {word for word in words if _UNSPACED.search(word)}
    spaced: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words - unspaced):
        if parts := _WORD.findall(word):
            spaced[parts[0]].append(between_blanks(word))
    return _Words({first: tuple(own) for first, own in spaced.items()}, tuple(sorted(unspaced)))
