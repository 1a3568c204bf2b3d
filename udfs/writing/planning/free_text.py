"""Free text that no sentence can carry: prose, codes for machines, answers without their question, asides, commands."""

from __future__ import annotations

import re

from udfs.text.prose import is_prose_text

_LONGEST = 60  # characters of a name or term
_CODE = re.compile(r"[\d\s,;/-]+")
_DIGITS = 8  # of a code for machines; sizes and years have fewer
_YES = re.compile(r"(?i)yes|true|y|[是有]|支持")
_NO = re.compile(r"(?i)no|none|false|n|without|[否无不]|没有|不支持")
_ANSWER = re.compile(r"(?i)(?:yes|no|none|n/a|[是否有无]|没有)\s*[,，(（:：;；.。-]")
_COMPARED = re.compile(
    r"(?i)\b(?:more|less|better|worse|higher|lower|larger|smaller|faster|lighter|heavier) than\b"
    r"|超过|高于|低于|优于|多于|少于"
)
_MARKUP = re.compile(r"[<>{}\n\r\t|•;；]|\s·\s|&\w{2,8};|https?:|\.\.\.|…")
_COMMAND = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override)\b.{0,24}\b(?:above|previous|prior|all|everything|instructions?|prompts?|rules)\b"
    r"|(?:忽略|无视|忘记|不要理会).{0,8}(?:以上|上述|上面|之前|前面|所有|指令|提示|规则)"
)


def unsayable(text: str, *, free: bool) -> str | None:
    """Why a text is no name or term that a sentence can carry, in words for people; null where it is one.

    ``free``: whether a seller wrote it. What a schema calls its values is no answer and no code.
    """
    if len(text) > _LONGEST or is_prose_text(text):
        return "it says more than a value does"
    if _MARKUP.search(text):
        return "it holds marks of a page or a list"
    if _COMMAND.search(text):
        return "a command to a reader"
    if not free:
        return None
    if _CODE.fullmatch(text) and sum(map(str.isdigit, text)) >= _DIGITS:
        return "a code for machines"
    if _COMPARED.search(text):
        return "a comparison"
    return "an answer with more behind it" if _ANSWER.match(text) else None


def truth(text: str) -> bool | None:
    """Whether a text says yes or no and nothing else; null where it says more."""
    if _YES.fullmatch(text):
        return True
    return False if _NO.fullmatch(text) else None
