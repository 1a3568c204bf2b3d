"""What the commands share: options, error messages with exit codes, the way to a config and to its last run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from jobs.properties import LOCAL_PROPERTIES
from udfs.errors import FacetmillError

if TYPE_CHECKING:
    from jobs.config import JobConfig
    from jobs.reading import Library
    from udfs.schema import Schema

DEMO_CONFIG = "conf/demo/job.yaml"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Commands(click.Group):
    """Shows our errors as one message, with their exit codes; anything unexpected keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FacetmillError as error:
            click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)
            ctx.exit(error.exit_code)


def config_option(*, default: str | None = DEMO_CONFIG) -> Decorator:
    """The job config, by default the demo's; with ``default=None`` it has to be given."""
    return click.option(
        "--config", "config_path", required=default is None, default=default, show_default=default is not None,
        type=click.Path(), help="A job config.",
    )  # fmt: skip


set_option: Decorator = click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override one key of the config; repeatable."
)
properties_option: Decorator = click.option(
    "--properties-file", default=LOCAL_PROPERTIES, show_default=True, type=click.Path(), help="Spark settings."
)
lang_option: Decorator = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of names and values."
)


def job_config(path: str, overrides: tuple[str, ...] = ()) -> JobConfig:
    """The job config at a path. Raises ConfigError with all its faults."""
    from jobs.config import JobConfig
    from udfs.config import load_config

    return load_config(path, JobConfig, overrides)


def open_library(config_path: str, properties_file: str) -> tuple[Library, Schema]:
    """The last run of a config's target, and the config's schema."""
    from jobs.reading import Library
    from jobs.short_session import short_session
    from udfs.schema import load_schema

    config = job_config(config_path)
    schema = load_schema(config.schema_folder)
    spark = short_session("facetmill", properties_file, delta=True)
    return Library.open(spark, config.target), schema
