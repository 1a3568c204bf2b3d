"""Taobao titles: a character with its label on each line, a blank line between titles.

Labels are ``O``, ``B-`` and an attribute for its first character, ``I-`` for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from benchmarks.quality.contract import group_of
from benchmarks.quality.spans.data_set import Place, SpanGold, SpanSet
from udfs.errors import SourceError
from udfs.schema.definitions import Attribute, Category
from udfs.schema.names import Names

OUTSIDE = "O"
# The character may be white space itself.
_LINE = re.compile(r"(?P<character>.)(?P<gap>[ \t]+)(?P<label>\S+)(?P<end>\s*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Line:
    """``where`` is file and number; ``parts`` are null for a line between titles."""

    where: str
    raw: str
    parts: re.Match[str] | None

    @property
    def character(self) -> str:
        return self.parts["character"] if self.parts else ""

    @property
    def label(self) -> str:
        return self.parts["label"] if self.parts else ""

    def labelled(self, label: str) -> str:
        """The line with another label."""
        return f"{self.parts['character']}{self.parts['gap']}{label}{self.parts['end']}" if self.parts else self.raw


@dataclass(frozen=True)
class Taobao(SpanSet):
    """See :class:`SpanSet`."""

    files: ClassVar[tuple[str, ...]] = ("train.txt", "dev.txt")

    def read(self, data: Path) -> list[SpanGold]:
        """See :class:`DataSet`."""
        titles = [(file, lines) for file in self.files for lines in _titles(_lines(data / self.folder / file))]
        return [self._gold(number, file, lines) for number, (file, lines) in enumerate(titles, 1)]

    def categories(self, gold: Sequence[SpanGold], data: Path) -> dict[str, Category]:  # noqa: ARG002
        """See :class:`DataSet`."""
        category = Category(
            name=Names({"en": "Taobao goods", "zh": "淘宝商品"}),
            description=Names({"en": "short titles of goods of all kinds", "zh": "各类商品的短标题"}),
            attributes=_ATTRIBUTES,
        )
        return {self.category: category}

    def open(self, path: Path) -> BioFile:
        """See :class:`SpanSet`."""
        return BioFile(_lines(path))

    def _gold(self, number: int, file: str, lines: Sequence[_Line]) -> SpanGold:
        title = "".join(line.character for line in lines)
        text = "".join(f"{line.character} {line.label}\n" for line in lines) + "\n"
        return SpanGold(self.listing(number, title), group_of(self.name, title), tuple(_spans(lines)), file, text)


class BioFile:
    """See :class:`TitleFile`."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self.titles: Sequence[str] = ["".join(line.character for line in own) for own in _titles(lines)]

    def answered(self, spans: Sequence[Sequence[Place]]) -> str:
        """The same lines with other labels."""
        titles = zip(self.titles, spans, strict=True)
        labels = (label for title, own in titles for label in _labels(len(title), own))
        return "".join(line.labelled(next(labels)) if line.parts else line.raw for line in self._lines)


def _attribute(name: str, en: str, zh: str, *description: str) -> Attribute:
    names, says = Names({"en": en, "zh": zh}), Names({"en": description[0], "zh": description[1]})
    return Attribute(name=names, description=says, kind="span", aliases=(name,), many=True)


_ATTRIBUTES = {
    "product": _attribute("HCCX", "product", "产品", "word for what is sold, often several", "所售商品的词，常有多个"),
    "brand": _attribute("HPPX", "brand", "品牌", "maker or brand", "厂商或品牌"),
    "model": _attribute("XH", "model", "型号", "model or series number", "型号或系列号"),
    "specification": _attribute("MISC", "specification", "规格", "measure, count, place of origin", "尺寸、数量或产地"),
}
TAOBAO = Taobao("taobao", "taobao_ner", "taobao_goods")
_LABELS = {OUTSIDE, *(f"{mark}-{attribute.aliases[0]}" for mark in "BI" for attribute in _ATTRIBUTES.values())}


def _lines(path: Path) -> list[_Line]:
    """Only line feeds end a line. Raises SourceError."""
    found = []
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, raw in enumerate(file, 1):
                parts = _LINE.fullmatch(raw)
                if not parts and raw.strip():
                    raise SourceError(
                        f"{path}:{number}: expected one character, a space and its label, got {raw.rstrip()!r}; "
                        "correct the line"
                    )
                found.append(_Line(f"{path}:{number}", raw, parts))
    except (OSError, UnicodeDecodeError) as cause:
        raise SourceError(f"cannot read the titles {path}: {cause}; give a file of `character label` lines") from cause
    return found


def _titles(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines of each title."""
    yield from (list(own) for filled, own in groupby(lines, lambda line: line.parts is not None) if filled)


def _spans(lines: Sequence[_Line]) -> Iterator[Place]:
    """An ``I-`` that continues no span begins one. Raises SourceError where a label is unknown."""
    for line in lines:
        if line.label not in _LABELS:
            raise SourceError(f"{line.where}: unknown label {line.label!r}; labels are {', '.join(sorted(_LABELS))}")
    start = 0
    labels = [line.label for line in lines]
    for end in range(1, len(labels) + 1):
        name = labels[start][2:]
        if end < len(labels) and name and labels[end] == f"I-{name}":
            continue
        if name:
            yield Place(name, start, end)
        start = end


def _labels(length: int, spans: Sequence[Place]) -> list[str]:
    labels = [OUTSIDE] * length
    for name, start, end in spans:
        labels[start:end] = [f"B-{name}", *[f"I-{name}"] * (end - start - 1)]
    return labels
