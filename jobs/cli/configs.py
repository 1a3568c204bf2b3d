"""Which config is meant, and which run of which target is read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from jobs.display.endings import CONFIG_FILE, Needs
from jobs.session.places import require_places

if TYPE_CHECKING:
    from jobs.config import JobConfig
    from jobs.language.names import Labels
    from jobs.reading.library import Library
    from jobs.reading.light import LightLibrary
    from udfs.schema.schema import Schema

CONFIG_VARIABLE = "FACETMILL_CONFIG"


def nearest_config() -> str | None:
    """The ``facetmill.yaml`` of this folder, or of the nearest one above; None where there is none."""
    here = Path.cwd()
    found = (folder / CONFIG_FILE for folder in (here, *here.parents))
    return next((str(path) for path in found if path.is_file()), None)


def job_config(path: str, overrides: Sequence[str] = ()) -> JobConfig:
    """The job config at a path. Raises ConfigError with all its faults.

    Its paths start at the folder that one calls from. Of one that nobody named they start at its own folder, or at the
    nearest one above that holds its schema.
    """
    from jobs.config import load_job

    config = load_job(path, tuple(overrides))
    return config.placed_at(_home(Path(path), config.schema_folder)) if _was_found() else config


def _was_found() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source("config_path") is ParameterSource.DEFAULT


def _home(config: Path, schema: str) -> Path:
    above = config.resolve().parents
    return next((folder for folder in above if (folder / schema).exists()), above[0])


@dataclass(frozen=True)
class ReadFrom:
    """What a command reads: the target of a config, or another one, and which of its runs; null is the newest."""

    config_path: str | None
    target: str | None
    run: str | None

    @property
    def options(self) -> str:
        """The options that say so, for a command that is shown."""
        named = (("--config", self.config_path), ("--target", self.target), ("--run", self.run))
        return "".join(f" {option} {value}" for option, value in named if value)

    @property
    def config(self) -> JobConfig | None:
        """The config, where there is one. With ``--target``, one that nobody named counts for its own target alone."""
        if self.config_path is None:
            return None
        config = job_config(self.config_path)
        named = click.get_current_context().get_parameter_source("config_path") is ParameterSource.COMMANDLINE
        return config if self.target is None or named or _same(self.target, config.target) else None

    def required_config(self) -> JobConfig:
        """The config, of a command that needs more than its schema. Raises Needs."""
        config = self.config
        if config is None:
            raise Needs(f"`{click.get_current_context().command_path}` needs {NEEDED} beside --target")
        return config

    @property
    def tables_at(self) -> str:
        """Where the tables lie."""
        config = self.config
        return self.target or (config.target if config else "")

    def open(self, properties_file: str, lang: str) -> tuple[LightLibrary, Labels]:
        """The run without Spark, and the names of the schema in a language, which is checked first."""
        _spare_pandas()
        from jobs.reading.light import LightLibrary

        config = self.config
        schema = self._schema(config)
        labels = None if schema is None else _labels(schema, lang)
        library = LightLibrary.open(self.tables_at, self.run, properties_file)
        return library, labels or _labels_of_tables(library, lang)

    def open_in_spark(self, properties_file: str, lang: str) -> tuple[Library, Labels]:
        """The same in Spark."""
        from jobs.reading.library import Library
        from jobs.session.short import short_session

        config = self.config
        schema = self._schema(config)
        labels = None if schema is None else _labels(schema, lang)
        target = self.tables_at
        spark = short_session("facetmill", properties_file, delta=True)
        library = Library.open(spark, target, self.run)
        if labels is None:
            from jobs.reading.light import LightLibrary

            labels = _labels_of_tables(LightLibrary.open(target, self.run, properties_file), lang)
        return library, labels

    def _schema(self, config: JobConfig | None) -> Schema | None:
        from udfs.schema.loading import load_schema

        if config is None:
            return None
        require_places(self.config_path or "", {"schema": config.schema_folder})
        return load_schema(config.schema_folder)


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("not needed here", name=fullname)


def _spare_pandas() -> None:
    """pyarrow's datasets import pandas where it is installed, and do without where not: a fifth of a start's time.

    From then on pyarrow makes no pandas of anything in this process, which no command that reads asks for.
    """
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        import_module("pyarrow.dataset")
    finally:
        sys.meta_path.remove(finder)


NEEDED = f"--config (or the variable {CONFIG_VARIABLE}, or a {CONFIG_FILE} here or above)"


def _labels(schema: Schema, lang: str) -> Labels:
    from jobs.language.names import Labels

    return Labels(schema, lang)


def _labels_of_tables(library: LightLibrary, lang: str) -> Labels:
    """Names where there is no config: those that the tables hold."""
    from jobs.reading.table_schema import schema_of_tables

    click.echo(
        "without a config, names of categories, attributes and tags are their ids, and attributes are those that some "
        "product has; --config names the schema",
        err=True,
    )
    return _labels(schema_of_tables(library.tables), lang)


def _same(one: str, other: str) -> bool:
    from jobs.reading.published.delta import normal

    return normal(one) == normal(other)
