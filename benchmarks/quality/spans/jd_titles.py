"""JD product titles: JSON lines with spans of numbered attributes, which a CSV file names and describes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import group_of
from benchmarks.quality.lines import JsonLine, csv_rows, json_lines, text_of
from benchmarks.quality.spans.data_set import Place, SpanGold, SpanSet
from udfs.errors import SourceError
from udfs.schema.definitions import Attribute, Category
from udfs.schema.names import Names

LABELS = "train.jsonl"
ATTRIBUTES = "attributes.csv"
_EXAMPLES = re.compile(r"\((.+?)\)")


@dataclass(frozen=True)
class JdTitles(SpanSet):
    """See :class:`SpanSet`. The data set names attributes by numbers."""

    files: ClassVar[tuple[str, ...]] = (LABELS,)

    def read(self, data: Path) -> list[SpanGold]:
        """See :class:`DataSet`."""
        known = [row["id"] for row in self._attributes(data)]
        return [self._gold(line, known) for line in json_lines(data / self.folder / LABELS)]

    def categories(self, gold: Sequence[SpanGold], data: Path) -> dict[str, Category]:  # noqa: ARG002
        """See :class:`DataSet`."""
        category = Category(
            name=Names({"en": "office, phone and computer goods", "zh": "办公、手机与电脑商品"}),
            description=Names({"en": "long titles of goods on JD", "zh": "京东上的长商品标题"}),
            attributes={row["name"]: _attribute(row) for row in self._attributes(data)},
        )
        return {self.category: category}

    def open(self, path: Path) -> JdFile:
        """See :class:`SpanSet`."""
        return JdFile([text_of(line.row, "title", line.where) for line in json_lines(path)])

    def write(self, gold: Sequence[SpanGold], data: Path, output: Path) -> None:
        """See :class:`DataSet`."""
        super().write(gold, data, output)
        shutil.copyfile(data / self.folder / ATTRIBUTES, output / self.folder / ATTRIBUTES)

    def _attributes(self, data: Path) -> list[dict[str, str]]:
        path = data / self.folder / ATTRIBUTES
        return [row for _, row in csv_rows(path, ("id", "name", "name_zh", "description"))]

    def _gold(self, line: JsonLine, known: Sequence[str]) -> SpanGold:
        title = text_of(line.row, "title", line.where)
        spans = line.row.get("spans")
        if not isinstance(spans, list):
            raise SourceError(f"{line.where}: `spans` must be a list, got {spans!r}")
        places = tuple(_place(span, title, known, line.where) for span in spans)
        listing = self.listing(line.number, title)
        return SpanGold(listing, group_of(self.name, title), places, LABELS, f"{line.text}\n")


@dataclass(frozen=True)
class JdFile:
    """See :class:`TitleFile`."""

    titles: Sequence[str]

    def answered(self, spans: Sequence[Sequence[Place]]) -> str:
        """A line of JSON for each title."""
        lines = ({"spans": [place._asdict() for place in own]} for own in spans)
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


JD_TITLES = JdTitles("jd_titles", "jd_titles", "jd_goods")


def _attribute(row: Mapping[str, str]) -> Attribute:
    """The description is English with Chinese examples in brackets; the Chinese one is the name with the same."""
    examples = _EXAMPLES.search(row["description"])
    seen = f"（{examples[1]}）" if examples else ""
    return Attribute(
        name=Names({"en": row["name"].replace("_", " "), "zh": row["name_zh"]}),
        description=Names({"en": row["description"], "zh": row["name_zh"] + seen}),
        kind="span",
        aliases=(row["id"],),
        many=True,
    )


def _place(span: Any, title: str, known: Sequence[str], where: str) -> Place:
    match span:
        case {"attribute": str(name), "start": int(start), "end": int(end)} if 0 <= start < end <= len(title):
            if name in known:
                return Place(name, start, end)
            raise SourceError(f"{where}: attribute {name!r} has no row in {ATTRIBUTES}; it has {', '.join(known)}")
    raise SourceError(
        f'{where}: a span must be {{"attribute": text, "start": number, "end": number}} within the title\'s '
        f"{len(title)} characters, got {span!r}"
    )
