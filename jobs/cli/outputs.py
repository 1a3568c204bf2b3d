"""Files that commands write: told before any work is done where they can't be, or would destroy what is read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from udfs.atomic import partial_of, replacing
from udfs.errors import SourceError


def check_output(path: str, source: str, *, force: bool) -> None:
    """Whether a file can be written, and is not the one that is read, nor the one to be written first beside it.

    ``-`` is standard output or input. Raises SourceError.
    """
    if path == "-":
        if _is_standard_output(source):
            raise SourceError(f"standard output is {source}, the file that is read; name another one with --output")
        return
    if not force and _same(path, source):
        raise SourceError(
            f"--output {path} is the file that is read, and would replace it; name another one, or give --force"
        )
    if _same(str(partial_of(path)), source):
        raise SourceError(f"{partial_of(path)} is written first, and is the file that is read; name another --output")
    _check_writable(Path(path), force=force)


@contextmanager
def open_output(path: str) -> Iterator[IO[bytes]]:
    """A file that gets its name when all is written, and is ``PATH.partial`` until then; or standard output (``-``)."""
    if path == "-":
        yield sys.stdout.buffer
        return
    with replacing(path) as file:
        yield file


def _check_writable(path: Path, *, force: bool) -> None:
    target = path.resolve()
    if path.is_dir():
        raise SourceError(f"cannot write {path}: it is a folder; name a file with --output")
    if not target.parent.is_dir():
        raise SourceError(f"cannot write {path}: there is no folder {target.parent}; make it, or correct --output")
    if target.exists() and not target.is_file():
        return  # a device or a pipe
    if target.exists() and not force and not (os.access(target, os.W_OK) and target.stat().st_mode & 0o222):
        raise SourceError(f"cannot write {path}: it may not be written; correct --output, or give --force")
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}"):
            pass
    except OSError as cause:
        raise SourceError(f"cannot write {path}: {cause.strerror}; correct --output") from cause


def _same(path: str, source: str) -> bool:
    """Whether two names are of one file: the same, a link, or another spelling."""
    try:
        return source != "-" and os.path.samefile(path, source)
    except OSError:
        return False


def _is_standard_output(source: str) -> bool:
    """Whether what is printed goes into the file that is read, which would never end."""
    try:
        opened = os.fstat(sys.stdout.fileno())
        return source != "-" and Path(source).is_file() and os.path.samestat(opened, os.stat(source))
    except (OSError, ValueError):
        return False
