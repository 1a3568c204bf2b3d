"""The files of a start as sources of its job config: workbooks converted, newer files in their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from filecmp import cmp
from itertools import chain, count
from pathlib import Path
from typing import Any

import yaml

from jobs.cli.start.place import Place
from jobs.config import Source
from jobs.drafting.sources import Opened, config_text
from jobs.drafting.workbooks import to_csv
from udfs.atomic import write_texts
from udfs.config import load_config
from udfs.errors import ConfigError

Tell = Callable[[str], None]
_WORKBOOKS = (".xlsx", ".xlsm")
_TABLES = (".csv", ".tsv", ".tab")
_LONGEST_HEADER = 100_000  # bytes
_SURE = (
    0.9  # confidence of what is inferred, after labels that no person has made: of such values below, half are wrong
)


def readable(paths: Sequence[str], place: Place, tell: Tell) -> list[str]:
    """The files, workbooks (those of folders, too) replaced by CSV files in the folder of the start.

    A folder of tables with different columns is as many sources as it has files. Raises SourceError.
    """
    found: list[str] = []
    for path in chain.from_iterable(map(_files, paths)):
        found.append(_converted(Path(path), place, tell, found) if path.lower().endswith(_WORKBOOKS) else path)
    return found


def _files(path: str) -> list[str]:
    """The files of a folder of workbooks alone, or of tables with different headers; any other path as it is."""
    if not Path(path).is_dir():
        return [path]
    held = [str(file) for file in sorted(Path(path).iterdir()) if not file.name.startswith((".", "~$"))]
    if all(file.lower().endswith(_WORKBOOKS) for file in held):
        return held or [path]
    differ = all(file.lower().endswith(_TABLES) for file in held) and len(set(map(_header, held))) > 1
    return held if differ else [path]


def _header(file: str) -> bytes:
    with Path(file).open("rb") as lines:
        return lines.readline(_LONGEST_HEADER).strip()


def _converted(workbook: Path, place: Place, tell: Tell, taken: Sequence[str]) -> str:
    """``taken``: CSV files of other workbooks, of which one may have the same name.

    One that says what it said stays as it is: it is the input of steps that need not be done again.
    """
    names = (f"{workbook.stem}{f' {number}' if number > 1 else ''}.csv" for number in count(1))
    output = next(path for name in names if str(path := place.converted / name) not in taken)
    output.parent.mkdir(parents=True, exist_ok=True)
    newer = output.with_name(f"{output.name}.new")
    tell(f"{workbook}: {to_csv(workbook, newer).told()}; as CSV it is {output}")
    if output.exists() and cmp(newer, output, shallow=False):
        newer.unlink()
    else:
        newer.replace(output)
    return str(output)


def write_config(opened: Sequence[Opened], place: Place) -> None:
    """Write the job config that people keep and correct; until there is a checkpoint, the run is one of rules alone."""
    own: dict[str, Any] = {
        "name": place.folder.name, "target": str(place.warehouse), "checkpoint": "none", "schema": str(place.schema),
        "drafted": str(place.drafted), "allow_untrained": True, "thresholds": {"value": _SURE},
    }  # fmt: skip
    write_texts({place.config: config_text(opened, own)})


def newer_paths(place: Place, sources: Sequence[Source], paths: Sequence[str]) -> list[tuple[str, str]]:
    """Paths of the config that given files take the place of, each with the new one; as many of both are expected.

    A file that the config names already stays. Raises ConfigError where nobody can tell which one is meant.
    """
    named = [source.path for source in sources]
    new = [path for path in paths if path not in named]
    gone = [path for path in named if path not in paths]
    if not new:
        return []
    if len(new) == len(gone):
        return list(zip(gone, new, strict=True))
    raise ConfigError(
        f"{place.config} reads {', '.join(named)}; {', '.join(new)} is new, and it is not told which one it replaces: "
        "give as many files as before, or describe the new ones in the config under `sources`"
    )


def replace_paths(place: Place, pairs: Sequence[tuple[str, str]]) -> None:
    """Put newer paths into the config, everything else of it as it was, comments included."""
    text = place.config.read_text(encoding="utf-8")
    for old, new in pairs:
        text = text.replace(f"path: {_scalar(old)}\n", f"path: {_scalar(new)}\n")
    _keep(place, text, [new for _, new in pairs])


def set_checkpoint(place: Place, checkpoint: str) -> None:
    """Have the config name a checkpoint, or none, everything else of it as it was."""
    lines = place.config.read_text(encoding="utf-8").splitlines(keepends=True)
    line = f"checkpoint: {_scalar(checkpoint)}\n"
    write_texts({place.config: "".join(line if each.startswith("checkpoint:") else each for each in lines)})


def _keep(place: Place, text: str, paths: Sequence[str]) -> None:
    data = yaml.safe_load(text)
    found = [source.get("path") for source in data["sources"]]
    if missing := [path for path in paths if path not in found]:
        raise ConfigError(
            f"cannot put {missing[0]} into {place.config}: its `path` is written in another way; correct it by hand, "
            "then start without files"
        )
    write_texts({place.config: text})


def _scalar(text: str) -> str:
    """A text as YAML writes it on one line."""
    return str(yaml.safe_dump(text, allow_unicode=True, width=10_000)).removesuffix("...\n").removesuffix("\n")


def sources_of(place: Place) -> tuple[Source, ...]:
    """The sources of the config as it is now. Raises ConfigError."""
    from jobs.drafting.sources import Sources

    return load_config(place.config, Sources).sources
