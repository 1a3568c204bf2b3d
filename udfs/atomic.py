"""Files that take their name when they are complete: whatever happens until then, the file before stays as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def unwritable(path: str | Path) -> str | None:
    """Why nothing can be written at a path, which may not exist yet, and in which folder; null where something can."""
    target = Path(path).absolute()
    place = next(folder for folder in (target, *target.parents) if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".facetmill"):
            return None
    except OSError as cause:
        return f"{cause.strerror} at {place}"


def partial_of(path: str | Path) -> Path:
    """Where a file is written until it is complete: beside it, and beside what a link leads to."""
    whole = Path(path).resolve()
    return whole.with_name(f"{whole.name}.partial")


@contextmanager
def replacing(path: str | Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` once the body is through. Raises OSError.

    Where the body fails, what was written stays as :func:`partial_of`. A device or a pipe is written to as it is: it
    can't be replaced.
    """
    whole, partial = Path(path).resolve(), partial_of(path)
    if whole.exists() and not whole.is_file():
        with whole.open("wb") as device:
            yield device
        return
    with partial.open("wb") as file:
        yield file
        _settle(file)
    _rename(partial, whole)


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write several files, all of them beside their places before the first takes its own. Raises OSError.

    Where one cannot be written, none is.
    """
    partials = {partial_of(path): path.resolve() for path in texts}
    try:
        for partial, text in zip(partials, texts.values(), strict=True):
            with partial.open("wb") as file:
                file.write(text.encode())
                _settle(file)
    except OSError:
        for partial in partials:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        raise
    for partial, whole in partials.items():
        _rename(partial, whole)


def _settle(file: IO[bytes]) -> None:
    """On the disk before it takes its name: else a crash of the machine may leave an empty file under it."""
    file.flush()
    os.fsync(file.fileno())


def _rename(partial: Path, whole: Path) -> None:
    """Readers of the file before keep their rights."""
    if whole.exists():
        shutil.copymode(whole, partial)
    partial.replace(whole)
