"""Text that was decoded in a wrong encoding: mended where one step back is certain, else told.

========================  ==================  ==========================================
bytes in, read as         looks like          what is done
========================  ==================  ==========================================
UTF-8, one byte a sign    ``FjÃ¤llrÃ¤ven``    mended, with the raw characters' offsets
GBK, Latin-1              ``Ë÷ÄáÍ·´÷``        told: Chinese stands there, and no word of it can be read
UTF-8, GBK                ``绱㈠凹鑰虫満``      told, as some of its bytes are lost
U+FFFD as UTF-8, either   ``锟斤拷``, ``ï¿½``    told: what stood there is lost
========================  ==================  ==========================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# The first two bytes of a character in UTF-8 as Latin-1, Windows-1252 and their kin show them: Ã¤, â€, ä¿.
_TWO_BYTES = re.compile("[Â-ô][\x80-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_LATIN_RUN = re.compile("[¡-þ]{4,}")
_FOREIGN_RUN = re.compile("[^\x00-\x7f]{4,}")
_LOST = re.compile("(?:锟斤拷|ï¿½)+")
# First bytes of the 3,755 common characters of GB 2312, of its punctuation and its wide letters.
_COMMON = {0xA1, 0xA3, *range(0xB0, 0xD8)}
_HAN = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Mended:
    """Text as it was before it was decoded wrongly.

    ``bounds`` has one entry more than ``text`` has characters: character ``i`` stands for the half-open range
    ``bounds[i]:bounds[i + 1]`` of the raw text (int32). ``encoding`` is the one that the raw text was read in.
    """

    text: str
    bounds: NDArray[np.int32]
    encoding: str


def mended(raw: str) -> Mended | None:
    """The text before UTF-8 was read as an encoding of one byte a character; null where that is not certain.

    Certain is what ftfy takes for damage and what one encoding and one decoding of the whole text undo.
    """
    if raw.isascii() or not _TWO_BYTES.search(raw):
        return None
    import ftfy  # only now: hardly any text needs it

    text, steps = ftfy.fix_encoding_and_explain(raw)
    if (
        not steps
        or "\ufffd" in text
        or [step.action for step in steps] != ["encode", "decode"]
        or steps[1].parameter != "utf-8"
    ):
        return None
    widths = np.fromiter((len(character.encode()) for character in text), np.int32, len(text))
    bounds = np.concatenate((np.zeros(1, np.int32), widths.cumsum(dtype=np.int32)))
    return Mended(text, bounds, steps[0].parameter) if bounds[-1] == len(raw) else None


def remark(raw: str | None) -> str | None:
    """What is to be told of a text that has sense: that it was mended, or looks as if it should be; null where it is
    sound."""
    if raw is None or raw.isascii():
        return None
    if lost := _LOST.search(raw):
        return f"{lost.group()[:3]} stands where characters are lost; left as it is"
    if not _TWO_BYTES.search(raw):
        return None
    if found := mended(raw):
        return f"UTF-8 was read as {found.encoding}; mended"
    from ftfy.badness import is_bad

    return "UTF-8 may have been read in another encoding; left as it is" if is_bad(raw) else None


def damage(raw: str | None) -> str | None:
    """What became of a text that has no sense as it stands, and what it may have been; null where it has some."""
    if raw is None or raw.isascii():
        return None
    if (lost := _LOST.search(raw)) and not any(map(str.isalnum, _LOST.sub("", raw))):
        return f"{lost.group()[:3]} stands where characters are lost, and nothing else is said"
    if not _HAN.search(raw) and (text := _read_back(raw, _LATIN_RUN, _gbk_as_latin)):
        return f"GBK was read as Latin-1: {text[:40]}"
    if text := _read_back(raw, _FOREIGN_RUN, _utf8_as_gbk):
        return f"UTF-8 was read as GBK: {text[:40]}"
    return None


def _read_back(raw: str, runs: re.Pattern[str], back: Callable[[str], str | None]) -> str | None:
    """What the runs of a text stand for; null where it has none, or one that stands for nothing."""
    texts: list[str] = []
    for run in runs.finditer(raw):
        if (text := back(run.group())) is None:
            return None
        texts.append(text)
    return "".join(texts) or None


def _gbk_as_latin(run: str) -> str | None:
    """The Chinese that accented letters and signs stand for. No language has four of them in a row that are two common
    Chinese characters."""
    data = run.encode("latin-1")
    if not all(first in _COMMON for first in data[::2]):
        return None
    try:
        text = data.decode("gb2312")
    except UnicodeDecodeError:
        return None
    return text if _HAN.search(text) else None


def _utf8_as_gbk(run: str) -> str | None:
    """The Chinese that a run stands for whose bytes in GBK are UTF-8, three a character, but for a broken last one."""
    try:
        data = run.encode("gbk")
        whole = data[: len(data) // 3 * 3]
        text = whole.decode()
    except UnicodeError:
        return None
    return text if 3 * len(text) == len(whole) and _HAN.search(text) else None
