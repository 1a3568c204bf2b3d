"""What a person sees while a run works: stages with their seconds, chunks with rate and time left. Goes to stderr."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

_IN_A_LOG, _ON_A_TERMINAL = 30.0, 1.0  # seconds between two looks at a chunk that is at work


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

    def chunks(self, n_texts: int, n_chunks: int, what: str = "texts") -> ChunkProgress:
        """Progress of ``n_texts`` texts, or ``what`` else they are, in ``n_chunks`` parts."""
        return ChunkProgress(self, n_texts, n_chunks, what)

    def _say(self, text: str, style: str | None = None) -> None:
        self.console.print(text, style=style, markup=False)


class ChunkProgress:
    """Rate and time left, from the texts done so far."""

    def __init__(self, progress: Progress, n_texts: int, n_chunks: int, what: str = "texts") -> None:
        self.progress = progress
        self.n_texts = n_texts
        self.n_chunks = n_chunks
        self.what = what
        self.done = 0
        self.chunk = 0
        self.started = time.monotonic()

    def advance(self, n_texts: int) -> None:
        """A chunk of ``n_texts`` texts is stored."""
        self.chunk += 1
        self.done += n_texts
        self.progress.note(self._said(self.chunk, self.done))

    @contextmanager
    def following(self, done: Callable[[], int]) -> Iterator[None]:
        """Tell how far the chunk at work is while the body works: on a terminal each second, in a log each half minute.

        ``done``: texts of the chunk that are done, as far as that is known.
        """
        stop = threading.Event()
        told = threading.Thread(target=self._follow, args=(done, stop), name="progress", daemon=True)
        told.start()
        try:
            yield
        finally:
            stop.set()
            told.join()

    def _follow(self, done: Callable[[], int], stop: threading.Event) -> None:
        console, before = self.progress.console, 0
        if console.is_terminal:
            with console.status("") as status:
                while not stop.wait(_ON_A_TERMINAL):
                    status.update(self._within(done()))
        while not stop.wait(_IN_A_LOG):
            if (now := done()) != before:
                self.progress.note(self._within(now))
            before = now

    def _within(self, done: int) -> str:
        return self._said(self.chunk + 1, min(self.done + done, self.n_texts))

    def _said(self, chunk: int, done: int) -> str:
        rate = done / max(time.monotonic() - self.started, 1e-9)
        left = f", {duration((self.n_texts - done) / rate)} left" if rate else ""
        return (
            f"chunk {chunk}/{self.n_chunks}: {done:,} of {self.n_texts:,} {self.what}, {rate:,.1f} {self.what}/s{left}"
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
