"""The files of a source: which Spark reads, what their first bytes say, and what stands beside them and is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.sql import SparkSession

from jobs.config import Source
from jobs.session import files
from jobs.session.faults import first_line
from jobs.sources.files.compression import bytes_to_read, unpacked, without_packing, wrongly_named
from jobs.sources.files.encodings import encoding_of, misread
from jobs.sources.files.kinds import foreign
from jobs.sources.files.options import Options, folder_options, reader_options
from udfs.errors import SourceError

HEAD = 65_536
"""Bytes that are looked at of each file."""
_LONG_HEAD = 64 * HEAD
_READERS = 16  # files looked at at a time: a store far away answers after a tenth of a second
_TOLD = 5  # names in a message
_ASIDE = re.compile(
    r"(?i)(?:read[-_ ]?me|licen[cs]e|copying|notice|changelog|contributing|manifest|thumbs|desktop"
    r"|自述|(?:使用)?说明|必读)(?:\.(?:txt|html?|pdf|docx?|db|ini|csv|json))?"
    r"|.*\.(?:md|rst|log|md5|sha\d*|crc|sig|asc|tmp|swp|bak|part|crdownload|py|sh|sql|ya?ml|ini|bat)|~.*|.*~"
)
_MARKS = re.compile(
    r"(?i)_SUCCESS|_committed_.*|_started_.*|_temporary|_metadata|_common_metadata|_delta_log|.*\.crc|\..*"
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source. ``head``: its first lines, unpacked, as text in ``encoding``."""

    uri: str
    encoding: str
    head: str

    @property
    def path(self) -> str:
        """As messages name it."""
        return plain(self.uri)


def find(spark: SparkSession, source: Source) -> tuple[list[File], list[str]]:
    """The files that hold the rows of a text source, and a sentence on what is left out.

    Raises one SourceError with all files that cannot be read: another kind, another encoding, damaged.
    """
    options = reader_options(source)
    uris = listed(spark, source)
    alone = len(uris) == 1 and uris[0].endswith("/" + source.path.rpartition("/")[2])
    aside = [] if alone else [uri for uri in uris if _ASIDE.fullmatch(without_packing(_name(uri)))]
    looked = _look(spark, [uri for uri in uris if uri not in set(aside)], options)
    if faults := [said for said in looked if isinstance(said, str)]:
        raise SourceError(several(faults))
    kept = [file for file in looked if isinstance(file, File)]
    unread = [*map(_name, aside), *_unread(spark, source, options)]
    if unread and not looked:
        raise SourceError(
            f"{source.path} has no file of rows, but {_some(unread)}; name a folder as `FOLDER/*`, "
            "or rename what is hidden"
        )
    empty = f"{len(looked) - len(kept):,} file(s) hold nothing" if kept and len(kept) < len(looked) else ""
    return kept, [note for note in (_left_out(unread) if unread else "", empty) if note]


def listed(spark: SparkSession, source: Source) -> list[str]:
    """All files that Spark reads of a source, as URIs, in order."""
    reader = spark.read.options(**folder_options(reader_options(source)))
    return sorted(unquote(uri) for uri in reader.text(files.pattern(spark, source.path)).inputFiles())


def plain(uri: str) -> str:
    """A file's URI as people write it: a local one without its scheme."""
    return re.sub("^file:/+", "/", unquote(uri) if uri.startswith("file:/") else uri)


def several(faults: list[str]) -> str:
    """Sentences on files as one text."""
    more = f"; and {len(faults) - _TOLD:,} more" if len(faults) > _TOLD else ""
    return "; ".join(faults[:_TOLD]) + more


def _look(spark: SparkSession, uris: list[str], options: Options) -> list[File | str | None]:
    with ThreadPoolExecutor(min(_READERS, max(1, len(uris)))) as pool:
        return list(pool.map(partial(_look_at, spark, options), uris))


def _look_at(spark: SparkSession, options: Options, uri: str) -> File | str | None:
    """A file by its first bytes, or a sentence on what is wrong with it; null for an empty one."""
    name = _name(uri)
    try:
        raw = files.first_bytes(spark, uri, bytes_to_read(name, HEAD))
        if fault := wrongly_named(raw, name):
            return f"{plain(uri)} {fault}"
        head = _whole_lines(unpacked(raw, name, HEAD), HEAD)
        if len(head) >= HEAD and not head.endswith((b"\n", b"\r")):  # a header of a thousand columns, JSON on one line
            raw = files.first_bytes(spark, uri, bytes_to_read(name, _LONG_HEAD))
            head = _whole_lines(unpacked(raw, name, _LONG_HEAD), _LONG_HEAD)
    except (ValueError, Py4JJavaError) as cause:
        return (
            f"{plain(uri)} {cause}"
            if isinstance(cause, ValueError)
            else f"cannot read {plain(uri)}: {first_line(cause)}"
        )
    encoding = encoding_of(head, options)
    fault = None if _told_wide(encoding, head) else foreign(head)
    if fault := fault or misread(head, encoding):
        return f"{plain(uri)} {fault}"
    return File(uri, encoding, _decoded(spark, head, encoding)) if head else None


def first_lines(spark: SparkSession, uri: str) -> bytes:
    """The first whole lines of a file, unpacked; none of one that cannot be read, which reading it will tell."""
    name = _name(uri)
    try:
        return _whole_lines(unpacked(files.first_bytes(spark, uri, bytes_to_read(name, HEAD)), name, HEAD), HEAD)
    except (ValueError, Py4JJavaError):
        return b""


def _whole_lines(head: bytes, limit: int) -> bytes:
    """Without what the limit has cut: a line, or a character of UTF-8."""
    if len(head) < limit:
        return head
    end = max(head.rfind(b"\n"), head.rfind(b"\r")) + 1
    begun = next((place for place in range(len(head) - 1, len(head) - 5, -1) if head[place] & 0xC0 != 0x80), len(head))
    return head[:end] if end else head[:begun] if head[begun:] > b"\x7f" else head


def _told_wide(encoding: str, head: bytes) -> bool:
    return encoding.startswith("UTF-16") and not head.startswith((b"\xff\xfe\x00\x00", b"PK", b"\xd0\xcf"))


def _decoded(spark: SparkSession, head: bytes, encoding: str) -> str:
    """As Spark decodes it, so that a header is the same text there."""
    if encoding in ("UTF-8", "UTF-16LE", "UTF-16BE"):
        return head.decode(encoding, errors="replace").removeprefix("\ufeff")
    jvm: Any = spark.sparkContext._jvm
    try:
        return str(jvm.java.lang.String(bytearray(head), encoding))
    except Py4JJavaError as cause:
        raise SourceError(f"option encoding: Java knows no encoding {encoding}; name one such as GB18030") from cause


def _unread(spark: SparkSession, source: Source, options: Options) -> Iterator[str]:
    """Folders and hidden files in the source's folders, which Spark passes over."""
    deep = options.get("recursivefilelookup") == "true"
    for path, is_folder in files.found(spark, files.pattern(spark, source.path)):
        for name, inner in files.entries(spark, path) if is_folder else [(_name(path), False)]:
            if name.startswith(("_", ".")):
                if not _MARKS.fullmatch(name) and not inner:
                    yield f"{name} (hidden by the first character of its name)"
            elif inner and not deep and "=" not in name:
                yield f"folder {name}"


def _left_out(names: Iterable[str]) -> str:
    return f"left out: {_some(list(names))}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _TOLD:,} more" if len(names) > _TOLD else ""
    return ", ".join(names[:_TOLD]) + more


def _name(uri: str) -> str:
    return uri.rpartition("/")[2]
