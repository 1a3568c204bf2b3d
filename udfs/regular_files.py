"""Reading files that others wrote: regular ones only, and never more than they may hold.

A pipe would be waited for without end, and so would a link to a device such as /dev/zero be read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)  # fmt: skip
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # opening a pipe that nobody writes to waits otherwise; regular files never do


class UnfitFileError(ValueError):
    """A file that is no regular one or holds too much; the message says so, without its name."""


@contextmanager
def open_regular(path: str | Path) -> Iterator[BufferedReader]:
    """A regular file, to be read as bytes. Raises UnfitFileError for any other kind, and OSError and ValueError as
    ``open`` does.
    """
    handle = os.open(path, os.O_RDONLY | _AT_ONCE)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            found = next((name for is_it, name in _KINDS if is_it(mode)), "of an unknown kind")
            raise UnfitFileError(f"it is {found}; a file is needed")
        with open(handle, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(handle)


def read_regular(path: str | Path, most: int) -> bytes:
    """All ``most`` bytes at most of a regular file. Raises UnfitFileError where it holds more; else as
    :func:`open_regular`.
    """
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise UnfitFileError(f"it holds more than {most:,} bytes, the most that is read")
    return content
