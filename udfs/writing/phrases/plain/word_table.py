"""The words, frames and weights of plain English sentences, as data: frames.yaml and weights.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from udfs.yaml_files import read_yaml

_HERE = Path(__file__).parent


SUBJECTS = ("The product", "This product", "This", "It")


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with gaps, such as ``SUBJECT weighs {value}.``, and what it is fit for.

    ``subject``: what stands for SUBJECT, empty where it has none. The others are as in the file, empty where the group
    doesn't have them.
    """

    pattern: str
    subject: str
    kinds: frozenset[str]
    roles: frozenset[str]
    unless: frozenset[str]
    last: frozenset[str]
    whole: bool

    @property
    def text(self) -> str:
        """The pattern with its subject."""
        return self.pattern.replace("SUBJECT", self.subject)


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of one part of several: a verb and what follows it, with gaps."""

    verb: str
    say: str
    kinds: frozenset[str]
    role: str = ""


@dataclass(frozen=True)
class WordTable:
    """``properties``: words for what a thing has, with the adjective of its measure: length, long; "" without one."""

    idle_before: frozenset[str]
    idle_behind: frozenset[str]
    properties: Mapping[str, str]
    measured: frozenset[str]
    units: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    clauses: tuple[Clause, ...]
    frames: tuple[Frame, ...]
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@cache
def word_table() -> WordTable:
    """What comes with the package."""
    data = read_yaml(_HERE / "frames.yaml").data
    return WordTable(
        idle_before=frozenset(data["idle_before"]),
        idle_behind=frozenset(data["idle_behind"]),
        properties={word: adjective or "" for word, adjective in data["properties"].items()},
        measured=frozenset(data["measured"]),
        units=data["units"],
        clauses=tuple(
            Clause(each["verb"], each["say"], frozenset(each["for"].split()), each.get("role", ""))
            for each in data["clauses"]
        ),
        roles={role: frozenset(words.split()) for role, words in data["roles"].items()},
        frames=tuple(frame for group in data["frames"] for frame in _frames(group)),
        weights=_weights(_HERE / "weights.tsv"),
    )


def _frames(group: Mapping[str, Any]) -> list[Frame]:
    kinds, roles, unless, last = (_words(group, key) for key in ("for", "role", "unless", "last"))
    return [
        Frame(pattern, subject, kinds, roles, unless, last, bool(group.get("whole")))
        for pattern in group["say"]
        for subject in (SUBJECTS if "SUBJECT" in pattern else ("",))
    ]


def _words(group: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(group.get(key, "")).split())


def _weights(path: Path) -> dict[str, dict[str, float]]:
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return {part: {feature: float(number) for feature, number in _pairs(cells)} for part, *cells in lines}


def _pairs(cells: list[str]) -> list[tuple[str, str]]:
    return [(feature, number) for feature, _, number in (cell.rpartition("=") for cell in cells)]
