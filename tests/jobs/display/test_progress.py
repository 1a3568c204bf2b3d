"""What a person sees while a chunk is at work: on a terminal and in a log."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable

import pytest
from rich.console import Console

from jobs.display import progress as module
from jobs.display.progress import Progress


def followed(console: Console, done: Callable[[], int], seconds: float) -> str:
    watch = Progress(console).chunks(9995, 1)
    with watch.following(done):
        time.sleep(seconds)
    watch.advance(9995)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_cli_usability_4_progress_moves_within_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IN_A_LOG", 0.05)
    done = iter([0, 0, 700, 700, *[2310] * 99])
    said = followed(Console(file=io.StringIO(), width=200), lambda: next(done), 0.6).splitlines()
    assert [re.sub(r"[\d.,]+ texts/s, .*", "…", line.strip()) for line in said] == [
        "chunk 1/1: 700 of 9,995 texts, …",
        "chunk 1/1: 2,310 of 9,995 texts, …",
        "chunk 1/1: 9,995 of 9,995 texts, …",
    ]
    assert re.search(r"2,310 of 9,995 texts, [\d,]+\.\d texts/s, [\d.]+ s left$", said[1])


def test_a_log_gets_a_line_each_half_minute_at_most_and_a_terminal_is_drawn_over() -> None:
    def done() -> int:
        return 5000

    assert "5,000" not in followed(Console(file=io.StringIO(), width=200), done, 0.3)
    assert "chunk 1/1: 5,000 of 9,995 texts" in followed(
        Console(file=io.StringIO(), width=200, force_terminal=True), done, 1.6
    )
