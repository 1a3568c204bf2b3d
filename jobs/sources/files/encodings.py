"""In which encoding a text is, by its mark and its first bytes. Bytes in, sentence out."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from itertools import chain

_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16LE"), (codecs.BOM_UTF16_BE, "UTF-16BE"))
_WIDE = ("UTF-16", "UTF-16LE", "UTF-16BE")
_UTF8 = ("UTF-8", "UTF8")
_SURE = 6  # characters beyond ASCII that no other encoding makes UTF-8 by chance
_COMMON = 0.7  # of the characters beyond ASCII, in the encoding that a text is in
_FREQUENT = {"gb18030": ("gb2312", 0xD7), "big5": ("big5", 0xC6)}
"""Double-byte encodings: the codec whose first bytes up to the given one are of signs and frequent characters."""


def encoding_of(head: bytes, options: Mapping[str, object]) -> str:
    """The encoding to read a file by: its byte-order mark's, else the one of the options, else UTF-8."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    told = str(options.get("encoding", options.get("charset", "UTF-8"))).upper()
    return marked or {"UTF8": "UTF-8", "UTF-16": "UTF-16BE"}.get(told, told)


def is_wide(encoding: str) -> bool:
    """Whether characters are two bytes, so that lines end in more than a byte."""
    return encoding in _WIDE


def misread(head: bytes, encoding: str) -> str | None:
    """What is wrong with reading a file's first bytes, whole lines, in an encoding; null where it fits.

    A row or two with odd bytes are not the encoding's fault: they are rejected by themselves.
    """
    if is_wide(encoding):
        return None
    if encoding not in _UTF8:
        beyond = sum(byte > 0x7F for byte in head)
        wrong = beyond >= _SURE * 2 and _decodes(head, "utf-8")
        return f"is UTF-8, not {encoding}: leave `encoding` out of its `options`" if wrong else None
    bad = _undecodable(head)
    if not bad:
        return None
    likely = likely_encoding(head)
    name = f"it looks like {likely}: set `options: {{encoding: {likely}}}`" if likely else "set `encoding` in `options`"
    return f"is not UTF-8; {name}, or save it as UTF-8"


def likely_encoding(head: bytes) -> str | None:
    """The encoding that a file's first bytes, whole lines, seem to be in where they are not UTF-8; null else."""
    bad = _undecodable(head)
    return next(chain(_likely(b"\n".join(bad)), _likely(bad[0])), None) if bad else None


def _undecodable(head: bytes) -> list[bytes]:
    """Lines that are not UTF-8; none where they are so few that they are the odd ones."""
    lines = [line for line in head.splitlines() if line.strip()]
    bad = [line for line in lines if not _decodes(line, "utf-8")]
    return bad if bad and (bad[0] is lines[0] or (len(bad) > 1 and len(bad) * 2 > len(lines))) else []


def _likely(sample: bytes) -> Iterator[str]:
    for codec, (common, last) in _FREQUENT.items():
        if _decodes(sample, codec):
            beyond = [sign for sign in sample.decode(codec) if sign > "\x7f"]
            frequent = sum(_lead(sign, common) <= last for sign in beyond)
            if frequent > _COMMON * len(beyond):
                yield codec.capitalize() if codec == "big5" else codec.upper()
    if _decodes(sample, "shift_jis") and any("\u3041" <= sign <= "\u30ff" for sign in sample.decode("shift_jis")):
        yield "Shift_JIS"
    if _decodes(sample, "cp1252"):
        beyond = [sign for sign in sample.decode("cp1252") if sign > "\x7f"]
        if sum(sign.isalpha() or sign in "°²³®™€£–—‘’“”…½¼×" for sign in beyond) > _COMMON * len(beyond):
            yield "windows-1252"


def _lead(sign: str, codec: str) -> int:
    """First byte of a character; one that the codec lacks comes after all."""
    try:
        return sign.encode(codec)[0]
    except UnicodeEncodeError:
        return 0x100


def _decodes(part: bytes, codec: str) -> bool:
    try:
        part.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
