"""Numbers in English words: three · twenty-five · one hundred and twenty · zero point five · two and a half."""

from __future__ import annotations

import re

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES = {
    **{word: float(value) for value, word in enumerate(_ONES)},
    **{word: float(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6}
_PARTS = {
    "half": 0.5,
    "quarter": 0.25,
    "quarters": 0.25,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "eighth": 0.125,
    "eighths": 0.125,
} | dict.fromkeys(("demi", "medio", "media", "meio", "meia", "halbe", "halber", "halbes"), 0.5)

_WORD = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})(?![a-z])"
_SCALE = rf"(?:{'|'.join(_SCALES)})(?![a-z])"
_PART = rf"(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?![a-z])"
_WHOLE = rf"(?:{_WORD}|an?(?=[ -]{_SCALE}))(?:[ -](?:and[ -])?(?:{_WORD}|{_SCALE})(?![ -]{_PART})){{0,8}}"
NUMBER = (
    rf"(?i:(?:\d{{1,4}} and (?:an?|one|two|three)[ -]{_PART}"
    rf"|(?:(?:an?|one|two|three|five|seven)[ -])?{_PART}(?: an?(?= )| of an?(?= ))?"
    rf"|{_WHOLE}(?: point(?: {_WORD}){{1,6}}| and (?:an?|one|two|three)[ -]{_PART})?))"
)
"""What :func:`read` reads, as a regular expression without groups."""
_TOKENS = re.compile(r"[a-z]+|\d+")


def read(text: str) -> float:
    """Value of a text that :data:`NUMBER` matches."""
    words = _TOKENS.findall(text.lower())
    if "point" in words:
        at = words.index("point")
        decimals = "".join(f"{_VALUES[word]:g}" for word in words[at + 1 :])
        return float(f"{_whole(words[:at]):g}.{decimals}")
    if words[-1] not in _PARTS and words[-1] in ("a", "an"):  # half a pound, a quarter of a pound
        words = [word for word in words if word != "of"][:-1]
    if words[-1] in _PARTS:
        part = _PARTS[words.pop()]
        if "and" in words:
            whole, parts = words[: words.index("and")], words[words.index("and") + 1 :]
            return _whole(whole) + (_whole(parts) or 1.0) * part
        return (_whole(words) or 1.0) * part
    return _whole(words)


def _whole(words: list[str]) -> float:
    """Positional reading: thousand multiplies all before it, hundred the number before."""
    total = section = 0.0
    for word in words:
        if word.isdigit():
            section += float(word)
        elif word in _VALUES:
            section += _VALUES[word]
        elif word in _SCALES and _SCALES[word] > 100:
            total, section = total + (section or 1.0) * _SCALES[word], 0.0
        elif word in _SCALES:
            section = (section or 1.0) * _SCALES[word]
    return total + section
