"""``facetmill predict``: listings as JSON lines in, what became of each as JSON lines out. No Spark, no tables."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
import yaml
from pydantic import Field
from rich.console import Console

from jobs.cli.options import lang_option, untrained_options
from jobs.cli.outputs import check_output, open_output
from jobs.config import Reject
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.display.progress import duration
from jobs.display.results import standardized
from jobs.language.names import Labels
from jobs.sources.no_json_lines import FIRST, is_object, what_else
from udfs.config import Document, Strict, validate
from udfs.errors import ConfigError, SourceError
from udfs.schema.loading import load_schema
from udfs.settings import Batching, Thresholds, UnknownCategory, UntrainedParts

if TYPE_CHECKING:
    from udfs.pipeline import RulesPipeline

FIRST_PORTION, PORTION = 8, 256
"""Listings that are read, processed and written together: few at first, so that results show at once."""
_PAUSE = 5.0  # seconds between two lines of progress where they can't be drawn over one another


@click.command("predict", cls=Command, stopped="what was done lies in OUTPUT.partial, and OUTPUT is as it was")
@click.option("--checkpoint", required=True, type=click.Path(), help="Folder that training wrote; none: rules alone.")
@click.option("--input", "source", required=True, metavar="FILE", help="One listing a line; - for standard input.")
@click.option("--output", "target", required=True, metavar="FILE", help="One result a line; - for standard output.")
@click.option("--schema", "schema_folder", type=click.Path(), help="Schema folder  [default: the checkpoint's own]")
@untrained_options
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Such as thresholds.value=0.6.")
@click.option("--force", is_flag=True, help="Write onto the input, or a file that may not be written, all the same.")
@lang_option
def command(
    checkpoint: str,
    source: str,
    target: str,
    schema_folder: str | None,
    allow_untrained: bool,
    ask_untrained: bool,
    overrides: tuple[str, ...],
    force: bool,
    lang: str,
) -> None:
    """Standardize listings from a JSON lines file into another, without Spark.

    Listings have product_id, title, description, category (may be null), source, and may have site (or else url) and
    seller_attributes.

    \b
    Example:
      facetmill predict --checkpoint build/demo/checkpoint --input listings.jsonl --output pred.jsonl
    """
    from udfs.pipeline import load_pipeline

    untrained: UntrainedParts = "ask" if ask_untrained else "rules" if allow_untrained else "refuse"
    log = console(stderr=True)
    settings = read_settings(overrides)
    schema = load_schema(schema_folder) if schema_folder else None
    check_output(target, source, force=force)
    with open_input(source) as (file, size):
        lines = json_lines(file, source)
        with log.status("loading the checkpoint"):
            pipeline = load_pipeline(
                checkpoint, schema, settings.thresholds, settings.batching,
                unknown_category=settings.unknown_category, untrained=untrained,
            )  # fmt: skip
        labels = Labels(pipeline.schema, lang)
        for told in pipeline.told():
            log.print(labels.say(told))
        with open_output(target) as sink:
            counts = predict(pipeline, lines, size, sink, settings.max_characters, log, labels)
    log.print(counts.said(labels))


class PredictSettings(Strict):
    """What ``--set`` may change. ``max_characters`` bounds title and description together, and ``unknown_category``
    says what becomes of listings of no known category, as in the job.
    """

    thresholds: Thresholds = Thresholds()
    batching: Batching = Batching()
    max_characters: int = Field(default=Reject().max_characters, ge=1)
    unknown_category: UnknownCategory = "model"


def read_settings(overrides: Sequence[str]) -> PredictSettings:
    """Settings from ``key.path=value`` overrides (values are YAML). Raises ConfigError with all faults."""
    data: dict[str, Any] = {}
    for override in overrides:
        dotted, separator, text = override.partition("=")
        *parents, last = dotted.strip().split(".")
        target = data.setdefault(parents[0], {}) if parents else data
        if not separator or not last or len(parents) > 1 or not isinstance(target, dict):
            raise ConfigError(f"cannot apply --set {override!r}: write it as thresholds.value=0.6")
        try:
            target[last] = yaml.safe_load(text)
        except yaml.YAMLError as cause:
            raise ConfigError(f"cannot apply --set {override!r}: the value is not YAML: {cause}") from cause
    faults: list[str] = []
    settings = validate(Document("--set", data, {}), data, PredictSettings, (), faults)
    if settings is None:
        raise ConfigError("\n".join(fault.replace(":1:", "", 1) for fault in faults))
    return settings


@dataclass(frozen=True, slots=True)
class Counts:
    """What a prediction did: listings read, and those with an error by reason, ``unread``: those without error
    whose seller's map cannot be read, or not all of it. ``seconds`` are without loading."""

    read: int
    errors: Counter[str]
    seconds: float
    unread: int = 0

    def said(self, labels: Labels) -> str:
        """All of it in one line, in the reader's language."""
        parts = [labels.say("{:,} listings read and written").format(self.read)]
        bad = ", ".join(f"{count:,} {labels.say(reason)}" for reason, count in sorted(self.errors.items()))
        failed = labels.say("{:,} with an error ({})").format(self.errors.total(), bad)
        parts.append(failed if bad else labels.say("none with an error"))
        if self.unread:
            parts.append(labels.say("{:,} with an unreadable seller's map").format(self.unread))
        if self.read:
            rate = labels.say("{:,.1f} listings/s").format(self.read / max(self.seconds, 1e-9))
            parts += [duration(self.seconds), rate]
        return ("，" if labels.lang == "zh" else ", ").join(parts)


def predict(
    pipeline: RulesPipeline,
    source: Iterable[bytes],
    size: int | None,
    sink: IO[bytes],
    max_characters: int,
    console: Console,
    labels: Labels,
) -> Counts:
    """Write a line for each line of ``source`` that is not blank, in order, portion by portion.

    Standard values are in the language of ``labels``, where they have a label in it. ``size`` of the source in bytes,
    if known, makes the time left; progress goes to ``console``.
    """
    started = shown = time.monotonic()
    errors: Counter[str] = Counter()
    read = consumed = unread = 0
    with console.status("reading listings") as status:
        for portion in _portions(source):
            results = standardized(pipeline, portion, max_characters, labels)
            sink.writelines(json.dumps(result, ensure_ascii=False).encode() + b"\n" for result in results)
            sink.flush()
            errors.update(result["error"].partition(":")[0] for result in results if "error" in result)
            unread += sum("unread" in result for result in results)
            read, consumed = read + len(portion), consumed + sum(len(line) for _, line in portion)
            now = time.monotonic()
            line = _progress(read, consumed, size, now - started)
            status.update(line)
            if not console.is_terminal and now - shown >= _PAUSE:
                console.print(line)
                shown = now
    return Counts(read, errors, time.monotonic() - started, unread)


def _portions(source: Iterable[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered lines that are not blank, in portions that grow."""
    lines = ((number, line) for number, line in enumerate(source, 1) if line.strip())
    size = FIRST_PORTION
    while portion := list(islice(lines, size)):
        yield portion
        size = min(2 * size, PORTION)


def _progress(read: int, consumed: int, size: int | None, elapsed: float) -> str:
    rate = read / max(elapsed, 1e-9)
    left = f", {duration(elapsed * max(size - consumed, 0) / consumed)} left" if size and consumed else ""
    return f"{read:,} listings, {rate:,.1f} listings/s{left}"


@contextmanager
def open_input(path: str) -> Iterator[tuple[IO[bytes], int | None]]:
    """The bytes of a file and their number, or of standard input (``-``) and null. Raises SourceError."""
    if path == "-":
        yield sys.stdin.buffer, None
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115  closed below, outside of this except
        size = Path(path).stat().st_size
    except OSError as cause:
        raise SourceError(f"cannot read the listings {path}: {cause.strerror}; correct --input") from cause
    with file:
        yield file, size


def json_lines(file: IO[bytes], path: str) -> Iterator[bytes]:
    """The lines of a file, of which the first are looked at here. Raises SourceError where it holds none of JSON."""
    first: list[bytes] = []
    while len(first) < FIRST and not any(map(is_object, first[-1:])) and (line := file.readline()):
        first.append(line)  # and no more than that: results show as lines come in
    if kind := what_else([line for line in first if line.strip()]):
        what, advice = kind
        name = "standard input" if path == "-" else path
        raise SourceError(f"{name} is no JSON lines: it is {what}; {advice}")
    return chain(first, file)
