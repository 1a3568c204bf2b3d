"""Where one start keeps everything, and which of its steps are done for which input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from udfs.atomic import unwritable, write_texts
from udfs.errors import ConfigError

_STATE = "start.json"


@dataclass(frozen=True)
class Place:
    """The folder of one start. A step that is done is told by what it was done for: see :meth:`is_done`."""

    folder: Path

    @property
    def config(self) -> Path:
        """The job config, which belongs to the person from the first run on."""
        return self.folder / "facetmill.yaml"

    @property
    def schema(self) -> Path:
        return self.folder / "schema"

    @property
    def drafted(self) -> Path:
        """The category of each listing by the draft."""
        return self.schema / "rows.jsonl"

    @property
    def labels(self) -> Path:
        return self.folder / "labels"

    @property
    def training(self) -> Path:
        return self.folder / "training.yaml"

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint"

    def free_checkpoint(self) -> Path:
        """The first name that no checkpoint has: an earlier one stays, as tables name it. One half trained goes on."""
        taken = 0
        while (path := self.checkpoint.with_name(f"checkpoint{f'-{taken + 1}' if taken else ''}")).exists():
            taken += 1
        return path

    def newest_checkpoint(self) -> Path:
        """The one before the first free name; where there is none, where the first would be."""
        free = self.free_checkpoint().name.removeprefix("checkpoint")
        before = int(free[1:]) - 1 if free else 1
        return self.checkpoint if before < 2 else self.checkpoint.with_name(f"checkpoint-{before}")

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def sample(self) -> Path:
        return self.folder / "sample.jsonl"

    @property
    def converted(self) -> Path:
        """Workbooks as CSV."""
        return self.folder / "sources"

    @cached_property
    def _done(self) -> dict[str, str]:
        state = self.folder / _STATE
        return dict(json.loads(state.read_text(encoding="utf-8"))) if state.exists() else {}

    def check(self) -> None:
        """Raises ConfigError where the folder holds something that no start made, or nothing can be written there."""
        if not self.folder.exists():
            self._require_writable()
            return
        if not self.folder.is_dir():
            raise ConfigError(f"--out {self.folder} is a file; name a folder that is new, or of an earlier start")
        if any(self.folder.iterdir()) and not (self.folder / _STATE).exists():
            raise ConfigError(
                f"--out {self.folder} holds files, and no start made it; name a folder that is new, or of an earlier "
                "start"
            )
        self._require_writable()

    def _require_writable(self) -> None:
        if why := unwritable(self.folder):
            raise ConfigError(f"cannot start in {self.folder}: {why}; name another folder with --out")

    def open(self) -> None:
        """Make the folder, and mark it as one of a start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write()

    def is_done(self, step: str, needs: str) -> bool:
        """Whether a step was done for the same input; ``needs`` is a digest of it."""
        return self._done.get(step) == needs

    def done(self, step: str, needs: str) -> None:
        """Remember a step as done. What is done again later makes those behind it due, as their input changes."""
        self._done[step] = needs
        self._write()

    def _write(self) -> None:
        write_texts({self.folder / _STATE: json.dumps(self._done, indent=1) + "\n"})


def state_of(paths: Iterable[Path], *more: str) -> str:
    """A digest of files as they lie there: names, sizes, when they changed; of folders all files within."""
    files = sorted(file for path in paths for file in ([*path.rglob("*")] if path.is_dir() else [path]))
    facts = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.is_file()]
    return hashlib.sha256(json.dumps([facts, more]).encode()).hexdigest()[:16]


def content_of(paths: Iterable[Path], *more: str) -> str:
    """A digest of what files hold, whenever written; of folders all files within. Absent ones hold nothing."""
    digest = hashlib.sha256(json.dumps(more).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(str(file.relative_to(path.parent)).encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
