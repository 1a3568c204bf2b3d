"""The steps of a start: each is a command that people may call alone, left out where its input is what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from jobs.cli.schema.drafted import show_guess
from jobs.cli.start.ending import show_ending
from jobs.cli.start.estimate import Estimate
from jobs.cli.start.place import Place, content_of, state_of
from jobs.cli.start.sources import newer_paths, readable, replace_paths, set_checkpoint, sources_of, write_config
from jobs.cli.start.training import FEWEST, Labels, write_training
from jobs.config import Source
from jobs.display.progress import Progress
from jobs.drafting.listings import Catalog
from jobs.drafting.sources import file_source, open_all
from jobs.session.start import build_session
from training.backbones.sentences import encoder_for

_TITLES = 1_000  # listings by whose titles the encoder is chosen
_WRONG = 2  # exit code of a step that lacks something


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

    def go(self, paths: Sequence[str]) -> int:
        """Do the steps that are due; return the exit code of the one that stopped, or 0. Raises InputError."""
        spark = build_session("facetmill start", self._asked.properties_file)
        self._place.open()
        paths = readable([str(Path(path).absolute()) for path in paths], self._place, self._progress.note)
        opened = self._described(spark, paths)
        if opened is None:
            return 0
        catalog = Catalog([each.source for each in opened])
        rows = catalog.count()
        backbone = encoder_for([listing.opening for listing in catalog.sample(_TITLES)])
        catalog.close()
        estimate = Estimate.of(rows, self._asked.minutes)
        for line in estimate.told():
            self._progress.note(line)
        if not self._agreed("Go on?"):
            return 0
        steps = (self._draft, self._label, lambda: self._train(backbone, estimate.minutes), self._run)
        for step in steps:
            if code := step():
                return code
        show_ending(spark, self._place, self._asked.lang)
        return 0

    def _described(self, spark, paths: Sequence[str]):  # type: ignore[no-untyped-def]
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
            "draft", needs, "schema", "draft", str(place.config), "--out", str(place.schema), "--lang", self._asked.lang
        )

    def _sources_text(self) -> str:
        return repr([source.model_dump(mode="json") for source in sources_of(self._place)])

    def _label(self) -> int:
        place = self._place
        needs = content_of([place.schema], self._sources_text())
        return self._step(
            "labels", needs, "labels", "distant", str(place.config), "--schema", str(place.schema), "--out",
            str(place.labels),
        )  # fmt: skip

    def _train(self, backbone: str, minutes: float) -> int:
        place, labels = self._place, Labels.of(self._place.labels)
        if not minutes or labels.rows < FEWEST:
            why = (
                "no minutes are given to it" if not minutes else f"{labels.rows} labelled listings, {FEWEST} are needed"
            )
            self._progress.note(f"training is left out ({why}): the run standardizes by rules what sellers state")
            return 0
        write_training(place, backbone=backbone, minutes=minutes)
        needs = content_of([*labels.files, place.training])
        if place.is_done("training", needs):
            return 0
        output = place.free_checkpoint()
        code = self._step("training", needs, "train", "--config", str(place.training), "--set", f"output={output}")
        if code == _WRONG:
            self._progress.note("without a checkpoint the run standardizes by rules what sellers state")
            return 0
        if not code:
            set_checkpoint(place, str(output))
        return code

    def _run(self) -> int:
        return self._do("run", "--config", str(self._place.config), "--properties-file", self._asked.properties_file)

    def _step(self, name: str, needs: str, *arguments: str) -> int:
        """Call a command unless it was done for the same input. Its exit code; what it lacked, it has told."""
        if self._place.is_done(name, needs):
            self._progress.note(f"{name}: done before, for the same input")
            return 0
        code = self._do(*arguments)
        if not code:
            self._place.done(name, needs)
        return code

    def _do(self, *arguments: str) -> int:
        from jobs.cli.main import main

        click.secho(f"\n$ facetmill {' '.join(arguments)}", bold=True, err=True)
        try:
            code = main.main(list(arguments), prog_name="facetmill", standalone_mode=False)
        except SystemExit as end:  # of a command that is an entry point of its own
            code = end.code
        return code if isinstance(code, int) else 0
