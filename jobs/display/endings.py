"""How commands end that do not get through: what is missing, what to correct, or Ctrl-C, each in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from udfs.errors import FacetmillError

CONFIG_FILE = "facetmill.yaml"
"""A job config under this name is found in the folder that one calls from, or above it."""
INTERRUPTED = 130
"""Exit code of what Ctrl-C ended: 128 + SIGINT, as shells have it."""


class Needs(click.UsageError):
    """What a command cannot do without: all of it, in two lines."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it without the usage."""
        _say("error:", self.message, file)


class Command(click.Command):
    """A command that names all it lacks at once, and ends with a message and an exit code of its own.

    ``stopped``: what Ctrl-C leaves behind; the end of the sentence that is printed then.
    """

    def __init__(self, *args: Any, stopped: str = "nothing was written", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.stopped = stopped

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click, which would name only the first of the missing options. Raises Needs."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as cause:
            probe = self.make_context(ctx.info_name, given, ctx.parent, resilient_parsing=True)
            missing = [_called(one) for one in self.params if one.required and not probe.params.get(one.name or "")]
            raise Needs(_needs(ctx.command_path, missing, self.help or "", str(cause)), ctx) from cause

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        with endings(ctx, self.stopped):
            return super().invoke(ctx)


@contextmanager
def endings(ctx: click.Context, stopped: str = "nothing was written") -> Iterator[None]:
    """Our errors become one message with their exit code, and Ctrl-C one sentence; others keep their traceback."""
    try:
        yield
    except FacetmillError as error:
        _say("error:", str(error))
        ctx.exit(error.exit_code)
    except KeyboardInterrupt:
        _say("stopped", f"by Ctrl-C; {stopped}")
        ctx.exit(INTERRUPTED)


def _say(word: str, text: str, file: IO[Any] | None = None) -> None:
    click.echo(f"{click.style(word, fg='red', bold=True)} {text}", file, err=True)


def _called(parameter: click.Parameter) -> str:
    """An argument by its word, an option by its long name, and how else it may be given."""
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(click.Context(click.Command(None)))
    if parameter.name == "config_path" and parameter.envvar:
        return f"{max(parameter.opts, key=len)} (or the variable {parameter.envvar}, or a {CONFIG_FILE} here or above)"
    variable = f" (or the variable {parameter.envvar})" if parameter.envvar else ""
    return f"{max(parameter.opts, key=len)}{variable}"


def _needs(command: str, missing: list[str], described: str, otherwise: str) -> str:
    if not missing:
        return otherwise
    listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    example = re.search(r"^ *(facetmill .+?|spark-submit .+?)$", described, re.MULTILINE)
    return f"`{command}` needs {listed}" + (f"\n  for example: {example[1]}" if example else "")
