"""Questions and answers in a text: what is asked for is not said of the product, unless the answer says yes.

``Q: Has it a timer? A: No``, 买家问：有遥控器吗？答：没有. A question that nobody answers with "no" and
that is not marked as a buyer's is the seller's own way to talk: "Need a waterproof pack?".
"""

from __future__ import annotations

import re

_REACH = 100  # characters from a place to the end or the beginning of its question
_ENDS = r".。!！\n?？;；"
_END = re.compile(rf"(?:[^{_ENDS}]|\.(?=\d)){{0,{_REACH}}}?(?:[?？]|吗\s?[。，,;；])")
_MARKED = re.compile(
    rf"(?i)(?:(?<![a-z])(?:q|question)\s?\d{{0,2}}|(?:买家|顾客|客户|网友|用户|提)?问题?)\s?[:：][^{_ENDS}]*\Z"
)
_ANSWERS = (
    r"(?i)\s*(?:(?:a|ans|answer|reply|seller|回答|答|答复|回复|(?:卖家|客服|商家|店家)(?:回复|回答|答)?)\s?\d{0,2}\s?[:：]\s*)?"
    r"(?:亲|[您你]好)?[,，~\s]*"
)
_NO = re.compile(
    _ANSWERS + r"(?P<word>(?:no|nope)(?=\s*(?:[,.;!]|\Z)|\s+(?:it|there|this|we|the|sorry)\b)|sorry,? no\b"
    r"|没有|没(?=[,，。!！]|\Z)|不(?:是|带|能|支持|可以|含|包含|配|会|行|防|适用|需要)|无(?=[,，。!！\s]|\Z)|否|暂[无不未])"
)
_YES = re.compile(_ANSWERS + r"(?:yes|yep|yeah|sure|of course|correct|是|有|可以|支持|能|对|会|当然|肯定|带)")


def may_ask(text: str) -> bool:
    """Whether a text holds any mark of a question: a quick look before closer ones."""
    return "?" in text or "？" in text or "吗" in text


def asked(text: str, start: int, end: int) -> str | None:
    """The word by which the question around the half-open place ``start:end`` is denied; None where there is none.

    Of a question that is marked as a buyer's, every answer but a "yes" leaves open what is asked: then the word is
    "?". Any script, width and letter case; costs the same however long the text is.
    """
    closing = _END.match(text, end)
    if closing is None:
        return None
    if no := _NO.match(text, closing.end(), closing.end() + _REACH):
        return no["word"]
    marked = _MARKED.search(text[max(0, start - _REACH) : start])
    return "?" if marked and not _YES.match(text, closing.end(), closing.end() + _REACH) else None
