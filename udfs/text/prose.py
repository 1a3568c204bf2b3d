"""Whether a text is prose, sentences for people to read, and no value of an attribute."""

from __future__ import annotations

import re

_LONGEST = 200  # characters of a value; a list of sizes or materials may be long
_PIECE = re.compile(r"[,，、/;；|()（）]+")
_WORDS = 7  # of a piece between separators
_HAN = 24
_SAID = re.compile(
    r"\b(?:please|pls|kindly|we|we're|our|ours|you|your|i|my|is|are|was|were|will|may|might|should|must|can|cannot|"
    r"don't|doesn't|do|does|has|have|this|these|that|which|because|due|if|when|so|than|its|it|it's|they|there)\b"
)
_SAID_MANY = 2
_ELSEWHERE = re.compile(
    r"(?i)\s*(?:please|pls|kindly|see|refer|check|according to|as (?:shown|per|in|the|seen|described|below|above)"
    r"|(?:the )?model (?:wears|is))\b|\s*(?:[请详参]|见|如[图下上]|同图|以|按)"
)
_SAID_HAN = re.compile(
    r"[请您]|我们|大家|本店|亲们|因[为光]|由于|如果|会有|可能|以实物|为准|仅供|不要|可以|的话|[吗呢哦吧]"
)
_MANY_WORDS = 4
_ADDRESS = re.compile(r"(?i)https?:|www\.|\w@\w|(?<!\w)[@#]\w")


def is_prose_text(value: str) -> bool:
    """Whether a text says more than a value does: a long piece, words with which sentences are made, an address, or
    that what there is to say stands elsewhere."""
    if len(value) > _LONGEST or _ADDRESS.search(value):
        return True
    if any(len(piece.split()) > _WORDS or _n_han(piece) > _HAN for piece in _PIECE.split(value)):
        return True
    if _ELSEWHERE.match(value) or _SAID_HAN.search(value):
        return True
    words = value.lower()
    return len(words.split()) >= _MANY_WORDS and len(_SAID.findall(words)) >= _SAID_MANY


def _n_han(piece: str) -> int:
    return sum("一" <= character <= "鿿" for character in piece)
