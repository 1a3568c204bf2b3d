"""What the commands share: options, and commands that are imported when they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any

import click

from jobs.cli.configs import CONFIG_VARIABLE, ReadFrom, nearest_config
from jobs.display.endings import CONFIG_FILE, endings
from jobs.session.places import local_properties

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


class _ConfigOption(click.Option):
    """``--config``, which a command that reads can do without where ``--target`` is given."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        found = super().process_value(ctx, value)
        lacks = found is None or self.value_is_missing(found)  # a default that gives nothing is no lack to click
        if lacks and not isinstance(ctx.params.get("tables_at"), str) and not ctx.resilient_parsing:
            raise click.MissingParameter(ctx=ctx, param=self)
        return found


def config_option() -> Decorator:
    """The job config; the demo's is not meant where none is given: its tables are not those that somebody looks for."""
    return click.option(
        "--config", "config_path", required=True, envvar=CONFIG_VARIABLE, show_envvar=True, default=nearest_config,
        metavar="FILE", type=click.Path(), cls=_ConfigOption, show_default=f"the nearest {CONFIG_FILE} upwards",
        help="A job config. Its paths start at the folder that you call from.",
    )  # fmt: skip


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a command that looks at a target, not at one run of it; it takes them as one argument ``place``."""

    @wraps(command)
    def with_place(config_path: str | None, tables_at: str | None, **others: Any) -> Any:
        return command(place=ReadFrom(config_path, tables_at, None), **others)

    return config_option()(_target_option()(with_place))


def _target_option() -> Decorator:
    return click.option(
        "--target",
        "tables_at",
        metavar="DIR",
        is_eager=True,
        help="Tables that lie elsewhere than the config says, or without one.",
    )


def deciding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Who decides of a run, and why: table runs keeps both."""
    by = click.option("--by", required=True, metavar="NAME", help="Who decides.")
    why = click.option("--why", required=True, metavar="TEXT", help="Why, in a sentence.")
    return by(why(command))


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a command that reads tables, which it takes as one argument ``place``."""

    @wraps(command)
    def with_place(config_path: str | None, tables_at: str | None, run: str | None, **others: Any) -> Any:
        return command(place=ReadFrom(config_path, tables_at, run), **others)

    run = click.option("--run", metavar="RUN_ID", help="An earlier run of table runs  [default: the newest]")
    return config_option()(_target_option()(run(with_place)))


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
