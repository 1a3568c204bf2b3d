"""Names of makers and products: legal forms and shop words cut off, letter case, two scripts written together.

Two makers in one cell, shops and letters that only look Latin are told by :mod:`udfs.values.makers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, tidy

_COMPANY = re.compile(
    r"(?i)[\s,]+(?:gmbh\s*&\s*co\.?\s*kg|inc|incorporated|ltd|limited|llc|gmbh|co|corp|corporation|company|plc|ag|pty"
    r"|s\.?a|s\.?p\.?a|b\.?v|n\.?v|s\.?r\.?l|s\.?a\.?r\.?l|s\.?a\.?s|oyj?|a/s|aps|k\.?k|llp|pte|pvt|sdn\.?\s+bhd|bhd"
    r"|kg|ohg|e\.?k|s\.?l|(?:official\s+)?(?:flagship\s+)?store|official)\.?\Z"
    r"|(?:股份|集[团團])?有限(?:[责責]任)?公司\Z|集[团團]\Z|\s*\((?:中[国國]|china)\)\Z"
    r"|(?:官方|海外|品牌|京[东東]|天[猫貓]|自[营營])*(?:旗[舰艦]|[专專][卖賣]|[专專][营營]|官方)店\Z"
    r"|(?:官方|自[营營]|正品|品牌)+\Z|(?:荣[誉譽])?出品\Z"
)
_LONGEST_FORM = 80  # characters
_PRAISE = (
    "官方|自[营營]|正品|品牌|正版|原[装裝]|授[权權]|[专專][柜櫃]|旗[舰艦]店?|直[营營]"
    "|包[邮郵]|[现現][货貨]|新品|[热熱][卖賣]|爆款|天[猫貓]|京[东東]|[进進]口|全新"
)
_LABEL = re.compile(
    r"(?i)\A(?:品牌(?:名[称稱]|方|商)?|牌子|制造商|生[产產](?:商|[厂廠]家|企[业業])|[厂廠][商家]|出品[方商]"
    r"|brand(?: name)?|manufacturer|maker|producer|(?:made|manufactured) by)\s*:\s*"
)
_VISIT = re.compile(r"(?i)\A(?:visit|shop|browse)\s+(?:the\s+)?(?=\S.*\sstore\Z)|\A(?:[访訪][问問]|[进進]入)(?=.*店\Z)")
_OWN = re.compile(r"([^:]{1,40}?)\s*:\s*(?=\S)")
_PRAISE_AROUND = re.compile(rf"\A[【\[(](?:{_PRAISE})+[】\])]|[【\[(](?:{_PRAISE})+[】\])]\Z")
_SHORT = 3  # letters of a word in capitals that may be initials
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_APOSTROPHE = re.compile("['’]")
_VOWEL = re.compile("(?i)[aeiouy]")
_LATIN = r"([^\W\d_一-鿿][^一-鿿/|()]*[^一-鿿\s/|()])"
_CHINESE = "([一-鿿][一-鿿·]+)"
_LATIN_FIRST = re.compile(rf"{_LATIN}\s*[/|(]?\s*{_CHINESE}\)?")
_CHINESE_FIRST = re.compile(rf"{_CHINESE}\s*[/|(]?\s*{_LATIN}\)?")
# Chinese words that end no maker's name: goods, whom they are for, praise, places.
_NO_NAME = re.compile(
    r"(?:[鞋杯包款装裝衣裤褲裙灯燈机機器壳殼套膜盒袋线線茶帽表錶伞傘桌椅床柜櫃]|耳机|电源|品牌|系列|[专專]用|正品|官方|新品|[热熱][卖賣]"
    r"|男|女|男女|[儿兒]童|成人|其[他它]|通用|[进進]口|国[产產]|中[国國]|日本|美[国國]|[韩韓][国國]|德[国國]|法[国國]|英[国國]"
    r"|香港|台[湾灣]|深圳|[广廣]州|[东東]莞|义乌|[义義]烏|上海|北京|杭州|厦门|廈門|福建|浙江|[广廣][东東]|江[苏蘇])\Z"
)
_PARTS = re.compile(r"[一-鿿]+|[^一-鿿/|()\[\]【】《》「」『』,、，;:]+")
# Between Chinese names a space separates as well; Latin ones hold spaces: Duran Duran is one name.
_SEPARATORS = re.compile(r"\s*[/|,，、;；]\s*|(?<=[一-鿿])\s+(?=[一-鿿])")


def without_company_suffix(name: str) -> str:
    """``Anker Innovations Co., Ltd.`` gives ``Anker Innovations``, ``【正品】小米官方旗舰店`` and ``品牌:小米`` give
    ``小米``, ``Visit the Sony Store`` gives ``Sony``."""
    name = _VISIT.sub("", _LABEL.sub("", name))
    while (shorter := tidy(_without_form(_PRAISE_AROUND.sub("", name)))) and shorter != name:
        name = shorter
    return name


def _without_form(name: str) -> str:
    """Looks at the end of a name only: a rule that begins with any blanks and commas would look from each of them."""
    return name[:-_LONGEST_FORM] + _COMPANY.sub("", name[-_LONGEST_FORM:])


def without_label(name: str, attribute: Attribute) -> str:
    """A value without the attribute's own name in front: ``Series: Kånken``.

    Before a size it needs no colon, ``size 10``. Elsewhere it does: ``Series 7`` is a name.
    """
    label = _OWN.match(name)
    if label and fold(label[1]) in attribute.own_wordings:
        return name[label.end() :]
    first, _, rest = name.partition(" ")
    return rest if attribute.reads_sizes and rest and fold(first) in attribute.own_wordings else name


def bare_names(name: str) -> Iterator[str]:
    """What may be the name within, if it is a known one: ``索尼牌`` and ``原装正品索尼`` give ``索尼``."""
    unpraised = re.sub(rf"\A(?:{_PRAISE})+", "", name)
    yield from filter(None, (unpraised, unpraised.removesuffix("牌")))


def parts_by_script(name: str) -> Iterator[str]:
    """``小米/Xiaomi``, ``Xiaomi 小米`` and ``索尼（SONY）``, tidied, as their Chinese and their Latin parts."""
    return (part for match in _PARTS.findall(name) if (part := tidy(match)).strip())


def in_two_scripts(name: str) -> tuple[str, str] | None:
    """The Latin and the Chinese half of a name that is written in both: ``Foobar/福巴``, ``福巴 (Foobar)``.

    None where a half is missing, has one letter or begins with a digit (T恤, 3M胶带), or the Chinese half says what
    the goods are, or where they are from: ``Foobar 男鞋``, ``Foobar(深圳)``.
    """
    if found := _LATIN_FIRST.fullmatch(name):
        latin, chinese = found.groups()
    elif found := _CHINESE_FIRST.fullmatch(name):
        chinese, latin = found.groups()
    else:
        return None
    return None if _NO_NAME.search(chinese) else (latin, chinese)


def without_repeats(name: str) -> str:
    """``小熊/小熊 小熊`` gives ``小熊``: a name stuffed with itself is one name. Any other list stays as it is."""
    first, *others = _SEPARATORS.split(name)
    return first if {fold(other) for other in others} == {fold(first)} else name


def with_case(name: str, case: Literal["keep", "title", "upper", "lower"]) -> str:
    """The letter case the schema asks for.

    Title case leaves mixed case (iPhone) and short capitals (JBL) alone; in a name that is all capitals, short words
    with a vowel are words: NEW BALANCE gives New Balance, and JBL TUNE gives JBL Tune.
    """
    if case == "title":
        words = _WORD.findall(name)
        shouted = name.isupper() and len(words) > 1 and max(map(len, words)) >= _SHORT
        return _WORD.sub(lambda found: _titled(found.group(), shouted=shouted), name)
    return {"keep": name, "upper": name.upper(), "lower": name.lower()}[case]


def _titled(word: str, *, shouted: bool) -> str:
    first, apostrophe, rest = re.split(r"(['’])", word, maxsplit=1) if _APOSTROPHE.search(word) else (word, "", "")
    is_word = len(first + rest) > _SHORT or (shouted and _VOWEL.search(word) is not None)
    if not (word.islower() or (word.isupper() and is_word)):
        return word
    rest = rest.capitalize() if len(rest) > 1 and len(first) == 1 else rest.lower()  # L'Oréal, Levi's
    return first.capitalize() + apostrophe + rest
