"""docs/commands.md, made of the commands themselves. ``python -m jobs.cli.reference`` writes it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from jobs.cli.main import main
from udfs.atomic import write_texts

PAGE = "docs/commands.md"
_HEAD = """# Commands

Each command takes `--help`, which prints what stands here. They work in any folder.

| exit code | means |
| ---: | --- |
| 0 | done |
| 1 | something unexpected, or a check that failed |
| 2 | correct what was given; nothing was written |
| 3 | a gate of the config holds the run; nothing was published |
| 75 | run again |
| 130 | stopped by Ctrl-C |

**Config.** A command takes the config of `--config`, else of the variable `FACETMILL_CONFIG`, else the nearest
`facetmill.yaml` upwards. The paths in it start at the folder that you call from. Those of a file found upwards start at
its own folder. [Job config](job-config.md) explains its keys.

<!-- Made of the commands by `python -m jobs.cli.reference`; change their docstrings and options. -->
"""
_MARKUP = re.compile(r"\n[ ]*\x08\n|^[ ]*\x08\n", re.MULTILINE)


def page() -> str:
    """The page, with a section for every command in the order of their names."""
    found = list(_commands(main, "facetmill"))
    lines = ["| command | does |", "| --- | --- |"]
    lines += [f"| [`{path}`](#{path.replace(' ', '-')}) | {_first(command)} |" for path, command in found]
    return "\n".join((_HEAD, *lines, *(line for each in found for line in _section(*each)), ""))


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def _first(command: click.Command) -> str:
    """The first sentence of a command's help."""
    text = " ".join((command.help or "").partition("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", text)[0]


def _section(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield from ("", f"## {path}", "")
    text, _, example = (command.help or "").partition("Example:")
    yield "\n\n".join(" ".join(part.split()) for part in _MARKUP.sub("\n\n", text).split("\n\n") if part.strip())
    usage = " ".join(command.collect_usage_pieces(context))
    shown = [f"{path} {usage}", *(line.strip() for line in example.splitlines() if line.strip())]
    yield from ("", "```text", *shown, "```")
    options = [record for each in command.params if (record := _record(each, context))]
    if options:
        yield from ("", "| option | does |", "| --- | --- |")
        yield from (f"| `{_cell(name)}` | {_cell(text)} |" for name, text in options)


def _record(parameter: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    """An option with its argument, and what it does; null for arguments, and for ``--help``."""
    return None if isinstance(parameter, click.Argument) else parameter.get_help_record(context)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


@click.command(help=__doc__)
def write() -> None:
    """Write the page."""
    write_texts({Path(PAGE): page()})


if __name__ == "__main__":
    write()
