"""Packed files: which are read, and the first bytes of what is in them."""

from __future__ import annotations

import bz2
import re
import zlib
from pathlib import PurePosixPath
from urllib.parse import unquote

import pyarrow as pa

PACKED = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".zst": b"\x28\xb5\x2f\xfd"}
"""Ending of a packed file's name, by which Spark unpacks it, to the bytes it begins with."""
_OTHERS = (".xz", ".lz4", ".snappy", ".z", ".br", ".lzma", ".lzo", ".deflate", ".zstd", ".gzip", ".bz", ".tgz", ".tbz")


def without_packing(name: str) -> str:
    """A file's name without the ending of its packing: ``a.csv.gz`` gives ``a.csv``."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in PACKED else name


def bytes_to_read(name: str, wanted: int) -> int:
    """How much of a file has to be read to know as many of the bytes in it: bzip2 packs 900 kB at once."""
    return max(wanted * 16, 1 << 20) if name.lower().endswith((".bz2", ".zst")) else wanted


def wrongly_named(raw: bytes, name: str) -> str | None:
    """What is wrong with the name of a packed file, by which Spark unpacks it; null where it fits, or isn't packed."""
    ending = PurePosixPath(name).suffix
    lead = PACKED.get(ending.lower())
    if lead and ending != ending.lower():
        return f"ends in {ending}: name it {ending.lower()}"
    if lead and raw and not raw.startswith(lead):
        return f"is not packed, though its name ends in {ending}: name it {PurePosixPath(name).stem}"
    packed = [end for end, begin in PACKED.items() if raw.startswith(begin)]
    if packed and packed[0] != ending and not lead:
        stem = PurePosixPath(name).stem if ending.lower() in _OTHERS else name
        return f"is packed: name it {stem}{packed[0]}"
    if ending.lower() in _OTHERS:
        return f"ends in {ending}, which is not read: pack it by gzip, bzip2 or zstd"
    return None


def unpacked(raw: bytes, name: str, wanted: int) -> bytes:
    """The first bytes of what is in a file, of its own first bytes. Raises ValueError where they are damaged."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in PACKED or not raw:
        return raw[:wanted]
    try:
        if ending == ".gz":
            return zlib.decompressobj(wbits=31).decompress(raw, wanted)
        if ending == ".bz2":
            return bz2.BZ2Decompressor().decompress(raw, wanted)
        return _unpack_zstd(raw, wanted)
    except (zlib.error, OSError, pa.ArrowException) as cause:
        raise ValueError(f"is damaged, it does not unpack ({cause}): fetch it again") from cause


def damaged(error: Exception) -> str | None:
    """What to say of a packed file that Spark could not read to its end; null where that is not what happened."""
    found = re.search(rf"reading file (\S*(?:{'|'.join(map(re.escape, PACKED))}))\b", str(error))
    return f"{unquote(found[1])} is damaged, it does not unpack to its end: fetch or pack it again" if found else None


def _unpack_zstd(raw: bytes, wanted: int) -> bytes:
    parts: list[bytes] = []
    with pa.CompressedInputStream(pa.BufferReader(raw), "zstd") as stream:
        while sum(map(len, parts)) < wanted:
            try:
                part = stream.read(8192)
            except OSError:  # its end is beyond the bytes that were read
                if not parts:
                    raise
                break
            if not part:
                break
            parts.append(part)
    return b"".join(parts)[:wanted]
