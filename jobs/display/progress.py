"""What a person sees while a run works: stages with their seconds, chunks with rate and time left. Goes to stderr."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Plain lines when piped, styled ones on a terminal. ``seconds`` has the wall time of each finished stage."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self.seconds: dict[str, float] = {}
        self.current: str | None = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; ``current`` names the one a failure happened in."""
        self.current = name
        started = time.monotonic()
        self._say(name, "bold")
        yield
        self.seconds[name] = round(time.monotonic() - started, 3)
        self.current = None

    def note(self, text: str) -> None:
        """One line of fact about the stage at work."""
        self._say(f"  {text}")

    def chunks(self, n_texts: int, n_chunks: int) -> ChunkProgress:
        """Progress of ``n_texts`` texts in ``n_chunks`` parts."""
        return ChunkProgress(self, n_texts, n_chunks)

    def _say(self, text: str, style: str | None = None) -> None:
        self.console.print(text, style=style, markup=False)


class ChunkProgress:
    """Rate and time left, from the texts done so far."""

    def __init__(self, progress: Progress, n_texts: int, n_chunks: int) -> None:
        self.progress = progress
        self.n_texts = n_texts
        self.n_chunks = n_chunks
        self.done = 0
        self.chunk = 0
        self.started = time.monotonic()

    def advance(self, n_texts: int) -> None:
        """A chunk of ``n_texts`` texts is stored."""
        self.chunk += 1
        self.done += n_texts
        elapsed = max(time.monotonic() - self.started, 1e-9)
        rate = self.done / elapsed
        left = (self.n_texts - self.done) / rate if rate else 0.0
        self.progress.note(
            f"chunk {self.chunk}/{self.n_chunks}: {self.done:,} of {self.n_texts:,} texts, "
            f"{rate:,.1f} texts/s, {duration(left)} left"
        )


def duration(seconds: float) -> str:
    """``75`` gives ``1 min 15 s``, ``0.54`` gives ``0.5 s``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
