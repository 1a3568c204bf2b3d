"""A model's answer to whole sentences, each once, that fit a length."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_END = re.compile(r"[.!?]+[\"'”’)]*(?=\s|\Z)|[。！？]+[”’」』）]*")
_AROUND = " \"'“”`*#"
_JOINT = {"zh": ""}


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Half-open places of the sentences that end in a mark; what stands behind the last mark is none."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        found.append((start + len(text[start:]) - len(text[start:].lstrip()), end.end()))
        start = end.end()
    return found


def cleaned(answer: str, language: str, most: int) -> str:
    """What of an answer may be shown: sentences in their order up to ``most`` characters; empty where none fits.

    A model that reaches its limit stops within a sentence, and small ones say the same again and again.
    """
    text = _SPACE.sub(" ", answer).strip(_AROUND)
    joint = _JOINT.get(language.partition("-")[0], " ")
    kept = ""
    for sentence in dict.fromkeys(text[start:end] for start, end in sentences_of(text)):
        longer = joint.join(filter(None, (kept, sentence)))
        if len(longer) > most:
            break
        kept = longer
    return kept
