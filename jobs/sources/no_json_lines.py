"""Whether a file can be JSON lines, by its first ones; if not, what it is and how to make JSON lines of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence

from jobs.sources.files.kinds import NO_LISTINGS, by_signature

FIRST = 100
"""Lines that are looked at: bad ones among good ones are told one by one, but a file without a good one is another."""

_UNPACK = "unpack it first, such as with `{} | facetmill predict --input - …`"
# First bytes, what has them, and what to do: of what the job reads as it is, or by another command.
_KINDS = (
    (b"\x1f\x8b", "packed by gzip", _UNPACK.format("gzip -dc FILE")),
    (b"BZh", "packed by bzip2", _UNPACK.format("bzip2 -dc FILE")),
    (b"\x28\xb5\x2f\xfd", "packed by zstd", _UNPACK.format("zstd -dc FILE")),
    (b"\xfd7zXZ", "packed by xz", _UNPACK.format("xz -dc FILE")),
    (b"PAR1", "a Parquet file", "`facetmill dry-run` and `facetmill run` read it"),
    (b"\xff\xfe", "in UTF-16", "make it UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`"),
    (b"\xfe\xff", "in UTF-16", "make it UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`"),
)
_WHOLE = "one JSON text over several lines", "write an object a line: `jq -c '.[]? // .' FILE`"
_MARKUP = "HTML or XML", "give an object a line"
_TABLE = "a table", "`facetmill dry-run` and `facetmill run` read CSV and map its columns"
_ENCODING = "in another encoding than UTF-8", "convert it: for one, `iconv -f GB18030 -t UTF-8 FILE`"
_TEXT = "plain text", 'write an object a line: {"product_id": "1", "title": "…"}'


def what_else(lines: Sequence[bytes]) -> tuple[str, str] | None:
    """What a file is and what to do about it, by its first lines that are not blank; null where it is JSON lines.

    A file without lines is one of no listings.
    """
    if not lines:
        return None
    for mark, what, advice in _KINDS:
        if lines[0].startswith(mark):
            return what, advice
    if found := by_signature(lines[0]):
        what, advice = found
        return what, "give a file of listings" if advice == NO_LISTINGS else advice
    first = lines[0].removeprefix(b"\xef\xbb\xbf").strip()
    if first in (b"{", b"[") or first.startswith(b"[{"):
        return _WHOLE
    return None if any(map(is_object, lines)) else _of_text(first, lines)


def is_object(line: bytes) -> bool:
    """Whether a line is an object of JSON in UTF-8."""
    return _fault(line) is None


def _of_text(first: bytes, lines: Sequence[bytes]) -> tuple[str, str]:
    """What lines are of which none is an object."""
    try:
        texts = [line.decode("utf-8-sig") for line in lines]
    except UnicodeDecodeError:
        return ("binary", "give a text file") if any(b"\0" in line for line in lines) else _ENCODING
    if first.startswith(b"{"):
        return f"broken JSON ({_fault(lines[0])})", "correct its lines"
    if first.startswith(b"<"):
        return _MARKUP
    return _TABLE if _is_table(texts) else _TEXT


def _fault(line: bytes) -> str | None:
    """Why a line is no object of JSON; null where it is one."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "it is no UTF-8"
    except (ValueError, RecursionError) as cause:
        return str(cause)
    return None if isinstance(found, dict) else f"it holds {type(found).__name__}"


def _is_table(lines: Iterable[str]) -> bool:
    """Whether the first line names two columns or more without what only JSON has."""
    first = next(iter(lines)).strip()
    return "{" not in first and any(len(next(csv.reader([first], delimiter=mark))) > 1 for mark in ",;\t|")
