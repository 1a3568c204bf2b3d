"""The steps of a start: each is a command that people may call alone, left out where its input is what it was."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from pyspark.sql import SparkSession

from jobs.cli.schema.drafted import show_guess
from jobs.cli.start.encoder import Encoder, look
from jobs.cli.start.ending import show_ending
from jobs.cli.start.estimate import Estimate
from jobs.cli.start.place import Place, content_of, state_of
from jobs.cli.start.sources import newer_paths, readable, replace_paths, set_checkpoint, sources_of, write_config
from jobs.cli.start.training import FEWEST, Labels, write_training
from jobs.config import Source
from jobs.display.progress import Progress
from jobs.drafting.listings import Catalog
from jobs.drafting.sources import Opened, file_source, open_all
from jobs.session.start import build_session
from udfs.errors import SourceError

_TITLES = 1_000  # listings by whose titles the encoder is chosen
_WRONG = 2  # exit code of a step that lacks something
_BEGAN = "training began"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants: ``minutes`` of training (null: by the rows), and whether they are asked on the way."""

    minutes: float | None
    lang: str
    properties_file: str
    asks: bool


class Start:
    """One start in one folder."""

    def __init__(self, place: Place, asked: Asked) -> None:
        self._place = place
        self._asked = asked
        self._progress = Progress()
        self._is_labelled = True

    def go(self, paths: Sequence[str]) -> int:
        """Do the steps that are due; return the exit code of the one that stopped, or 0. Raises InputError."""
        spark = build_session("facetmill start", self._asked.properties_file)
        self._place.open()
        paths = readable([str(Path(path).absolute()) for path in paths], self._place, self._progress.note)
        opened = self._described(spark, paths)
        if opened is None:
            return 0
        rows, encoder = self._looked_at(opened)
        self._estimate = Estimate.of(rows, self._asked.minutes, encoder.slowness, encoder.seconds)
        for line in (encoder.told(), *self._estimate.told()):
            self._progress.note(line)
        if not self._agreed("Go on?"):
            return 0
        for step in (self._draft, self._label, lambda: self._train(encoder), self._run):
            if code := step():
                return code
        show_ending(spark, self._place, self._asked.lang)
        return 0

    def _looked_at(self, opened: Sequence[Opened]) -> tuple[int, Encoder]:
        """How many rows there are, and the encoder for them. Raises SourceError where there is none."""
        catalog = Catalog([each.source for each in opened])
        try:
            rows = catalog.count()
            for reason, count in catalog.unusable().items():
                self._progress.note(f"{count:,} of {rows:,} rows cannot be used: {reason}")
            if not rows:
                raise SourceError(f"{', '.join(each.source.source.path for each in opened)} holds no row")
            return rows, look([listing.opening for listing in catalog.sample(_TITLES)])
        finally:
            catalog.close()

    def _described(self, spark: SparkSession, paths: Sequence[str]) -> list[Opened] | None:
        """The sources, open, by the config; a new config is shown first. Null where a person does not agree."""
        if self._place.config.exists():
            pairs = newer_paths(self._place, sources_of(self._place), paths)
            if pairs:
                replace_paths(self._place, pairs)
            return open_all(spark, sources_of(self._place))
        sources: list[Source] = []
        for path in paths:
            sources.append(file_source(path, [source.name for source in sources]))
        opened = open_all(spark, sources)
        for each in opened:
            show_guess(self._progress, each, self._asked.lang)
        if not self._agreed("Are the columns read right?"):
            click.echo(f"correct {self._place.config}, then start again without files")
            write_config(opened, self._place)
            return None
        write_config(opened, self._place)
        return opened

    def _agreed(self, question: str) -> bool:
        return not self._asked.asks or click.confirm(question, default=True, err=True)

    def _draft(self) -> int:
        needs = state_of([Path(source.path) for source in sources_of(self._place)], self._sources_text())
        place = self._place
        return self._step(
            "draft", needs, place.schema, "schema", "draft", str(place.config), "--out", str(place.schema), "--lang",
            self._asked.lang,
        )  # fmt: skip

    def _sources_text(self) -> str:
        return repr([source.model_dump(mode="json") for source in sources_of(self._place)])

    def _label(self) -> int:
        place = self._place
        needs = content_of([place.schema], self._sources_text())
        code = self._step(
            "labels", needs, place.labels, "labels", "distant", str(place.config), "--schema", str(place.schema),
            "--out", str(place.labels),
        )  # fmt: skip
        self._is_labelled = not code
        if code == _WRONG:
            self._progress.note("without labels nothing can be trained; the run is done all the same")
            return 0
        return code

    def _train(self, encoder: Encoder) -> int:
        place, labels = self._place, Labels.of(self._place.labels)
        if why := self._why_not(encoder, labels):
            self._progress.note(f"training is left out ({why}): the run standardizes by rules what sellers state")
            return 0
        write_training(place, backbone=encoder.name, minutes=self._estimate.minutes)
        needs = content_of([*labels.files, place.training])
        if place.is_done("training", needs) and place.newest_checkpoint().exists():
            self._progress.note("training: done before, for the same input")
            return 0
        output = place.newest_checkpoint()
        if not (output.exists() and place.is_done(_BEGAN, f"{needs} {output.name}")):  # killed after its last epoch
            output = place.free_checkpoint()
            place.done(_BEGAN, f"{needs} {output.name}")
            code = self._do("training", "train", "--config", str(place.training), "--set", f"output={output}")
            if code == _WRONG:
                self._progress.note("without a checkpoint the run standardizes by rules what sellers state")
            if code:
                return 0 if code == _WRONG else code
        set_checkpoint(place, str(output))
        place.done("training", needs)
        return 0

    def _why_not(self, encoder: Encoder, labels: Labels) -> str | None:
        """Why training would be of no use; null where it may be."""
        if not self._is_labelled:
            return "there are no labels"
        if not self._estimate.minutes:
            return "no minutes are given to it"
        if labels.rows < FEWEST:
            return f"{labels.rows} labelled listings, {FEWEST} are needed"
        if not encoder.can_read:
            return f"{encoder.name} cannot read {encoder.unknown:.0%} of the letters; name another one in training.yaml"
        return None

    def _run(self) -> int:
        config = str(self._place.config)
        return self._do("run", "run", "--config", config, "--properties-file", self._asked.properties_file)

    def _step(self, name: str, needs: str, made: Path, *arguments: str) -> int:
        """Call a command unless it was done for the same input, and what it ``made`` is there.

        Its exit code; what it lacked, it has told.
        """
        if self._place.is_done(name, needs) and made.exists():
            self._progress.note(f"{name}: done before, for the same input")
            return 0
        code = self._do(name, *arguments)
        if not code:
            self._place.done(name, needs)
        return code

    def _do(self, name: str, *arguments: str) -> int:
        from jobs.cli.main import main

        click.echo(f"\n{self._estimate.before(name)}", err=True)
        click.secho(f"$ facetmill {' '.join(arguments)}", bold=True, err=True)
        began = time.monotonic()
        try:
            code = main.main(list(arguments), prog_name="facetmill", standalone_mode=False)
        except SystemExit as end:  # of a command that is an entry point of its own
            code = end.code
        self._estimate.done(name, time.monotonic() - began)
        return code if isinstance(code, int) else 0
