"""Ids of drafted attributes: ASCII, made of the name by a fixed rule, so that the next draft makes the same.

Latin letters lose their marks; other scripts are spelled in Latin letters by the package anyascii, Chinese in pinyin:
颜色 gives ``yan_se``. What is left is lower case, with ``_`` between words.
"""

from __future__ import annotations

import re

from anyascii import anyascii

from udfs.text.chinese import simplified

_HAN = re.compile(r"([一-鿿])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z\d]+")
_LONGEST = 48  # characters


def attribute_id(name: str) -> str:
    """``Item Weight (kg)`` gives ``item_weight_kg``, 颜色 ``yan_se``, วัสดุ ``wasdu``; it begins with a letter."""
    spelled = anyascii(_HAN.sub(r" \1 ", simplified(_CAMEL.sub(" ", name)))).lower()
    found = _OTHER.sub("_", spelled.replace("'", "")).strip("_")[:_LONGEST].strip("_")
    return found if found[:1].isalpha() else f"attribute_{found}".strip("_")


class Ids:
    """Gives each attribute an id of its own: the second one of a name is numbered 2."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, name: str) -> str:
        """The id of the next attribute with this name."""
        first = own = attribute_id(name)
        number = 1
        while own in self._given:
            number += 1
            own = f"{first}_{number}"
        self._given.add(own)
        return own
