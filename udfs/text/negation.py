"""Whether a place in a text stands under a negation: no USB port, isn't waterproof, bulb not included, 不支持蓝牙.

One recognizer for raw values and for the neighbourhood of a span, in English and Chinese. It looks at so many
characters before a place and behind it, within the clause: "no scratches, waterproof" is waterproof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.text.keys import plain
from udfs.text.questions import asked

_REACH = 48  # characters on each side; a negation further away belongs to something else
_CLAUSE = re.compile(
    r"[.,;!?|\n()\[\]{}…/、。•·~:]|\s[-–—]\s|\b(?:but|yet|however|although|while|though)\b|[但却]|而是"
)

# Phrases with a colon, behind which stands what is missing: "Not included: bulb", 不含：电池.
_HEADING = re.compile(
    r"(?P<word>(?<![a-z])(?:not (?:included|incl|supported|available)|excl(?:uded|udes|uding)?|without|unsupported)"
    r"|不(?:含|带|包含|包括|支持|适用|提供)|没有|未含)\.?\s*:[^.;\n。]{0,24}\Z"
)
# With the most words that may stand between. Only adjacent is what follows a hyphen: no-iron cotton is cotton.
_FORWARDS = re.compile(
    r"(?<![a-z])(?:(?P<no>no)|(?P<never>never)|(?P<without>without|lacks?|lacking|exclud(?:es|ing)|except(?: for)?"
    r"|free (?:of|from)|devoid of|minus)|(?P<not>not|nor|neither|cannot|(?:is|are|was|were|do|does|did|ca|wo|would"
    r"|could|should|has|have|had|must|need)n[' ]?t))(?![a-z0-9'])"
)
_FAR = {"no": 2, "never": 1, "without": 3, "not": 4}
_BEFORE = re.compile(r"(?:\b(?:with or|whether or|why|if)|有|是)\s*\Z")  # with or without: both are sold
_SMALL_WORDS = """
a an the any or nor of its your other extra additional and/or
"""
_SMALL = frozenset(_SMALL_WORDS.split())
# These make no statement about what follows: not only, no tools required, "bulb not included E27".
_DEAD_WORDS = """
only just merely simply solely mention included incl supplied provided required needed necessary available
sold more less matter problem problems need doubt worries worry fuss wonder hassle to
"""
_DEAD = frozenset(_DEAD_WORDS.split())
_OVER = {
    "no": frozenset(["with", "and", "plus", "has", "have", "comes", "includes", "including", "in", "on", "while"]),
    "without": frozenset(["with", "plus", "has", "have", "comes", "includes", "including", "while"]),
    "never": frozenset(),
    "not": frozenset(["plus", "and", "has", "comes", "includes"]),
}
_PREFIX = re.compile(r"(?<![a-z])non[- ]?\Z|(?<![a-z])(?:no|anti)-\Z")

# 不含棉, 不是很防水, 无USB接口; 非 also with one character between: 非纯棉. Not 有无, 是不是, 非常, 毫无.
_VERB = (
    "(?:含有?|带有?|附带?|是|有|具备?|具有|支[持援]|包含|包括|配备?|配有|送|能|可以?|会|需要?|用|提供|属于?|添?加|任何"
    "|太|够|很|算|完全|怎么|再)"
)
_HAN_NEAR = re.compile(
    rf"(?P<word>(?:(?<![有毫从虚])无|(?<![是能可会])不|(?<!有)没|未)(?:{_VERB}){{0,2}}|非(?:(?![常但洲凡])[一-鿿])?)\s?\Z"
)
_HAN_FAR = re.compile(
    r"(?P<word>(?<!有)没(?:有|带|配)|(?<![是能可会])不(?:含有?|带有?|包含|包括|支[持援]|具备|具有|配备?|附带?|提供|需要|添加"
    r"|适合|适用|建议|推荐|兼容|属于|能|可以|是|得)|无(?:需|任何|法)|未(?:配|附|含|带|配备)|缺(?:少|乏)|并?非是|拒绝)"
    r"\s?[^\s的比]{0,4}\Z"
)

_SAID = (
    "included|incl|supplied|provided|available|supported|present|needed|required|applicable|compatible|recommended"
    "|allowed|attached|guaranteed|possible|working"
)
_STOP = r"(?=\s*(?:[,.;)!|/]|\Z))"
_NO = (
    rf"(?:(?:no|n|none|false|n/?a|nope|unavailable){_STOP}|not(?: \w{{1,12}}){{0,2}}{_STOP}|[×✗✘❌✕](?!\d)"
    r"|(?:否|无|没有?|不[^\s,。;)]{0,5})(?=[\s,。;]|\Z))"
)
# In brackets stands a remark, which may be about something else: 净重285g（不含线）.
_REMARK = rf"(?:(?:no|none|n/?a)|not (?:{_SAID})|without|否|无|没有|不(?:含|支持|带|包含|包括|可以?|能)?)"
_BACKWARDS = re.compile(
    r"\s*(?:(?P<free>-free(?![a-z])|\s?free(?=\s*(?:[,.;!)/|]|and\b|or\b|\Z)))"
    r"|-?(?P<less>less(?![a-z]))"
    rf"|(?:is |are |was |were )?(?P<not>(?:not|never|isn't|aren't) (?:{_SAID})(?![a-z]))"
    r"|(?:is |are )?(?P<gone>(?:excluded|unavailable|unsupported|sold separately|missing|absent)(?![a-z]))"
    rf"|\s?[:=?]\s*(?P<no>{_NO})|\(\s*(?P<bracket>{_REMARK})\s*\)"
    rf"|(?P<dash>[-–—] (?:(?:no|none){_STOP}|not (?:{_SAID})))"
    r"|(?P<cross>[✗✘❌✕])|(?P<end>(?:no|none|false|[否无×])\s*\Z)"
    r"|(?:需|请)?(?P<han>不含|不包含|不包括|不带|不配|不送|不支持|没有|另购|另售|另配|自备|除外)(?=[\s,。;)、]|\Z))"
)

_IMITATED_BEFORE = re.compile(
    r"(?P<word>(?<![a-z])(?:faux|fake|imitation|artificial|simulated|pseudo|man-?made)|仿[真制]?|人造|人工"
    r"|(?<![暑寒放请度])假)[ -]?\Z"
)
_IMITATED_BEHIND = re.compile(
    r"[ -]?(?P<word>(?:looks?|like|effect|imitation)(?![a-z]|\s+new))|(?P<han>纹|质?感(?=[\s,。;)]|\Z)|效果)"
)
# Without one of these in a text nothing in it is denied; most texts are told so at once.
_CUE = re.compile(
    r"(?i)(?<![a-z])(?:no|non|not|nor|never|neither|cannot|without|lack|exclud|except|devoid|minus|missing|absent|faux|fake"
    r"|imitation|artificial|simulated|pseudo|man-?made|look|like|effect|anti)|n['’]t|w/o|free|less(?![a-z])|unavail|unsupp"
    r"|sold sep|[:：=?(（]\s*(?:n|false)|[不無无非未没沒仿假缺拒否购購售备備除纹紋感效×✗✘❌✕]|[人另][造工配]"
)


# What a text says of itself, such as "without microphone", whatever it is that it denies.
_SELF = re.compile(
    r"(?<![a-z])(?:no|not|non|without|never|lacks?|cannot)(?![a-z0-9])|n't|[不没]|(?<!有)无(?!线|极|级)|非(?!常)"
)


def denies(text: str) -> bool:
    """Whether a plain text denies something, as "No microphone" and 不可调光 do."""
    return _SELF.search(text) is not None


def may_deny(text: str) -> bool:
    """Whether a raw text holds any word or mark that may deny something: a quick look before closer ones."""
    return _CUE.search(text) is not None


def negation(text: str, start: int, end: int) -> str | None:
    """The word that negates the half-open place ``start:end`` of a text, or None.

    Any script, width and letter case; costs the same however long the text is.
    """
    return negation_around(*sides(text, start, end))


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the place ``start:end`` of a text stands under a negation."""
    return negation(text, start, end) is not None


def sides(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before a place and behind it, as far as a negation reaches, in plain form."""
    before = text[max(0, start - _REACH) : start]
    if start > _REACH:
        before = before.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")  # a word cut in two
    return _plain(before), _plain(text[end : end + _REACH])


def negation_around(before: str, behind: str) -> str | None:
    """The word that negates what stands between two plain texts (:func:`udfs.text.keys.plain`), or None."""
    return (_in_front(before) if before else None) or (_behind(behind) if behind else None)


def imitation_around(before: str, behind: str) -> str | None:
    """The word that says of a material that it is imitated: faux leather, leather-look, 仿羊毛, 皮纹; else None."""
    front = _IMITATED_BEFORE.search(before)
    back = None if front else _IMITATED_BEHIND.match(behind)
    return front["word"] if front else back[0].strip(" -") if back else None


def denial(text: str, start: int, end: int) -> str | None:
    """The word that negates the place ``start:end`` of a raw text, or calls it an imitation; else None."""
    near = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return denial_around(*sides(text, start, end)) if any(map(may_deny, near)) else None


def denial_around(before: str, behind: str) -> str | None:
    """The word that negates what stands between two plain texts, or calls it an imitation; else None."""
    return negation_around(before, behind) or imitation_around(before, behind)


def denied_everywhere(texts: Sequence[str], wordings: Sequence[str]) -> str | None:
    """The denying word where every mention of the wordings in the texts is denied, and there is one; else None.

    Plain texts and plain wordings. Latin wordings count as whole words.
    """
    words = [
        denial_around(*_near(text, *place)) or asked(text, *place)
        for text in texts
        for place in _places(text, wordings)
    ]
    return words[0] if words and all(words) else None


def _places(text: str, wordings: Sequence[str]) -> Iterator[tuple[int, int]]:
    for wording in filter(None, wordings):
        start = text.find(wording)
        while start >= 0:
            end = start + len(wording)
            if not (_is_latin(text[start - 1 : start] + wording[0]) or _is_latin(wording[-1] + text[end : end + 1])):
                yield start, end
            start = text.find(wording, end)


def _is_latin(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalnum()


def _near(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - _REACH) : start], text[end : end + _REACH]


def _plain(text: str) -> str:
    return plain(text).replace("’", "'").replace("w/o", "without")


def _in_front(before: str) -> str | None:
    if heading := _HEADING.search(before):
        return heading["word"]
    clause = before
    for border in _CLAUSE.finditer(before):
        clause = before[border.end() :]
    if prefix := _PREFIX.search(clause):
        return prefix[0].strip(" -")
    han = _HAN_NEAR.search(clause) or _HAN_FAR.search(clause)
    return han["word"] if han else _english(clause)


def _english(clause: str) -> str | None:
    """The last of "no", "not", "without" and their like in a clause, if it reaches its end."""
    *_, word = (None, *_FORWARDS.finditer(clause))
    if word is None or _BEFORE.search(clause[: word.start()]):
        return None
    between = clause[word.end() :]
    if between[:1].strip() or between.lstrip(" #")[:1].isdigit():
        return None  # no-iron, No 5
    kind = word.lastgroup or "no"
    words = [each for each in between.split() if each not in _SMALL and (each != "and" or kind != "without")]
    reaches = len(words) <= _FAR[kind] and not any(each in _DEAD or each in _OVER[kind] for each in words)
    return word[0] if reaches else None


def _behind(behind: str) -> str | None:
    found = _BACKWARDS.match(behind)
    if not found:
        return None
    return next(word for word in found.groupdict().values() if word).strip(" -")
