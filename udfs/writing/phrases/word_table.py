"""The words, frames and weights of plain English sentences, as data: plain_english.yaml and plain_english.tsv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from udfs.yaml_files import read_yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with gaps, such as ``The {name} is {value}``, and what it is fit for.

    ``role``: empty, or the role of a word that the attribute's name has to hold. ``pattern``: as it stands in the
    file, the same for all its subjects.
    """

    text: str
    kinds: frozenset[str]
    role: str = ""
    pattern: str = ""


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
    data = read_yaml(_HERE / "plain_english.yaml").data
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
        weights=_weights(_HERE / "plain_english.tsv"),
    )


def _frames(group: Mapping[str, Any]) -> list[Frame]:
    return [
        Frame(pattern.replace("SUBJECT", subject), frozenset(group["for"].split()), group.get("role", ""), pattern)
        for pattern in group["say"]
        for subject in (("The product", "This product", "This", "It") if "SUBJECT" in pattern else ("",))
    ]


def _weights(path: Path) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            frame, feature, weight = line.split("\t")
            weights[frame][feature] = float(weight)
    return weights
