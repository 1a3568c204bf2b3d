"""Names of makers and products: legal forms and shop words cut off, letter case, two scripts written together."""

from __future__ import annotations

import re
from typing import Literal

from udfs.text import tidy

_COMPANY = re.compile(
    r"(?i)[\s,]+(?:gmbh\s*&\s*co\.?\s*kg|inc|incorporated|ltd|limited|llc|gmbh|co|corp|corporation|company|plc|ag|pty"
    r"|s\.?a|s\.?p\.?a|b\.?v|(?:official\s+)?(?:flagship\s+)?store|official)\.?\Z"
    r"|(?:股份|集团)?有限(?:责任)?公司\Z|集团\Z|(?:官方|海外|品牌|京东|天猫|自营)*(?:旗舰|专卖|专营|官方)店\Z"
    r"|(?:官方|自营|正品|品牌)+\Z"
)
_PARTS = re.compile(r"[一-鿿]+|[^一-鿿/|()\[\],、，;:]+")


def without_company_suffix(name: str) -> str:
    """``Anker Innovations Co., Ltd.`` gives ``Anker Innovations``, ``小米官方旗舰店`` gives ``小米``."""
    while (shorter := tidy(_COMPANY.sub("", name))) and shorter != name:
        name = shorter
    return name


def parts_by_script(name: str) -> list[str]:
    """``小米/Xiaomi``, ``Xiaomi 小米`` and ``索尼（SONY）`` as their Chinese and their Latin parts."""
    return [part for match in _PARTS.findall(tidy(name)) if (part := tidy(match)).strip()]


def with_case(name: str, case: Literal["keep", "title", "upper", "lower"]) -> str:
    """The letter case the schema asks for. Title case leaves mixed case (iPhone) and short capitals (JBL) alone."""
    if case == "title":
        return " ".join(_titled(word) for word in name.split(" "))
    return {"keep": name, "upper": name.upper(), "lower": name.lower()}[case]


def _titled(word: str) -> str:
    shouted = word.isupper() and sum(character.isalpha() for character in word) > 3
    return word.capitalize() if shouted or word.islower() else word
