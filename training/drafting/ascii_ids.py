"""Ids of what a draft finds: ASCII, readable, and the same for the same wording in every draft.

The rule: the wording in plain letters (``颜色`` is ``yan_se``, ``วัสดุ`` is ``wasdu``), all else as ``_``, at most 40
characters, cut between words; what begins with a digit gets a letter before it. A wording of no letters at all is named
by a digest. Two wordings of one id are told apart by a number, the more frequent one goes without.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container

from anyascii import anyascii

from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc

_LONGEST = 40
_HAN = re.compile(r"[一-鿿]")
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


def is_id(text: str) -> bool:
    """Whether a schema takes the text as an id."""
    return bool(_ID.match(text))


def ascii_id(wording: str, taken: Container[str] = (), prefix: str = "v") -> str:
    """The id of a wording that is none of ``taken``. ``prefix`` stands before what begins with a digit."""
    plain = simplified(nfkc(wording))
    latin = anyascii(_HAN.sub(lambda syllable: f" {anyascii(syllable[0])} ", plain))
    base = _cut(re.sub(r"[^a-z0-9]+", "_", latin.lower()).strip("_"))
    if not base:
        base = f"{prefix}_{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    elif base[0].isdigit():
        base = f"{prefix}_{base}"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    short = text[: _LONGEST + 1].rpartition("_")[0]
    return short if len(short) > _LONGEST // 2 else text[:_LONGEST]
