"""What the commands share: options, error messages with exit codes, the way to a config and to its last run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from jobs.display.endings import endings
from jobs.session.places import local_properties, require_places

if TYPE_CHECKING:
    from jobs.config import JobConfig
    from jobs.language.names import Labels
    from jobs.reading.library import Library

CONFIG_VARIABLE = "FACETMILL_CONFIG"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Commands(click.Group):
    """Our errors end with one message and their exit code where a command is only looked for, too."""

    def invoke(self, ctx: click.Context) -> Any:
        with endings(ctx):
            return super().invoke(ctx)


class LazyCommands(Commands):
    """Commands that are imported when they are called, so that help is instant.

    ``modules``: name of a command to the module that has it as ``command``, and its line in the list of commands.
    """

    def __init__(self, *args: Any, modules: Mapping[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted({*self.commands, *self.modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(self.modules[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        lines = {name: command.get_short_help_str(limit=100) for name, command in self.commands.items()}
        lines |= {name: line for name, (_, line) in self.modules.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))


def config_option() -> Decorator:
    """The job config; the demo's is not meant where none is given: its tables are not those that somebody looks for."""
    return click.option(
        "--config", "config_path", required=True, envvar=CONFIG_VARIABLE, show_envvar=True, metavar="FILE",
        type=click.Path(), help="A job config. Its paths start at the folder that you call from.",
    )  # fmt: skip


set_option: Decorator = click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override one key of the config; repeatable."
)


def untrained_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What becomes of parts of the schema that the checkpoint has not learnt."""
    allow = click.option(
        "--allow-untrained", is_flag=True, help="Leave to the rules what the checkpoint has not learnt of the schema."
    )
    asked = click.option("--ask-untrained", is_flag=True, help="Ask the model about that, by name and description.")
    return allow(asked(command))


properties_option: Decorator = click.option(
    "--properties-file", default=local_properties, metavar="FILE", type=click.Path(),
    help="Spark settings  [default: conf/spark/local.conf, or else the same as packaged]",
)  # fmt: skip
lang_option: Decorator = click.option(
    "--lang", default="en", show_default=True, help="Language of names and values: en, or one of the schema."
)


def job_config(path: str, overrides: tuple[str, ...] = ()) -> JobConfig:
    """The job config at a path. Raises ConfigError with all its faults."""
    from jobs.config import JobConfig
    from udfs.config import load_config

    return load_config(path, JobConfig, overrides)


def open_library(config_path: str, properties_file: str, lang: str) -> tuple[Library, Labels]:
    """The last run of a config's target, and the names of the config's schema in a language; that is checked first."""
    from jobs.language.names import Labels
    from jobs.reading.library import Library
    from jobs.session.short import short_session
    from udfs.schema.loading import load_schema

    config = job_config(config_path)
    require_places(config_path, {"schema": config.schema_folder})
    labels = Labels(load_schema(config.schema_folder), lang)
    spark = short_session("facetmill", properties_file, delta=True)
    return Library.open(spark, config.target), labels
