"""``facetmill labels edit``: listings labelled at the keyboard, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from rich.console import Console

from jobs.cli.labels.rows import read_rows, write_rows
from jobs.cli.options import lang_option
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.places import default_schema
from udfs.schema.loading import load_schema

if TYPE_CHECKING:
    from training.labelling.session import Session


@click.command("edit", cls=Command, stopped="what was checked is kept, and the same command goes on from there")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--schema", "folder", default=default_schema, type=click.Path(),
    help="Schema folder  [default: conf/schema, or else the bundled one]",
)  # fmt: skip
@lang_option
def command(file: str, folder: str, lang: str) -> None:
    """Label listings at the keyboard: what is suggested is right with Enter, and anything else is a few keys.

    FILE is what `facetmill labels next` writes, or JSON lines with product_id, title and description. It is saved after
    each listing, so a session may end anywhere and goes on at the first listing that nobody has checked.

    \b
    Every word has a number, every attribute a letter:
      Enter         the labels shown are right; next listing
      a 3-5         words 3 to 5 state attribute a (3 for one word; of Chinese each character is a word)
      a 飞利浦      this text states it; in quotes where it begins with a digit: a "2 L"
      c 2, c red    a closed list: value 2, or a wording of it; c @3-5 says where
      a -           the listing says nothing of a
      = 2, = mug    the category, by number or name; = - is none of them
      u s b m ? q   undo, skip, back, more of a long description, help, quit

    \b
    Example:
      facetmill labels edit labels/next.jsonl --schema conf/schema
    """
    out = console()
    schema = load_schema(folder)
    rows = read_rows(file)

    from training.labelling.session import begin

    end = hold(out, begin(rows, schema), _typed(), lambda session: write_rows(file, session.rows), Labels(schema, lang))
    if not all(row.get("checked") or row.get("skipped") for row in end.rows):
        out.print(Labels(schema, lang).say("go on with: {}").format(f"facetmill labels edit {file} --schema {folder}"))


def hold(
    out: Console, session: Session, typed: Iterable[str], save: Callable[[Session], None], language: Labels
) -> Session:
    """Show a session and take what is typed until it is over; ``save`` is called whenever a row has changed."""
    from jobs.cli.labels.card import card
    from training.labelling.session import step

    def show(shown: Session) -> None:
        out.print()
        for line in card(shown, language):
            out.print(line)

    show(session)
    lines = iter(typed)
    while not session.over and (line := next(lines, None)) is not None:
        after = step(session, line)
        if after.rows is not session.rows:
            save(after)
        session = after
        show(session)
    return session


def _typed() -> Iterable[str]:
    """Lines of the keyboard, or of a pipe; the end of input ends the session."""
    if sys.stdin.isatty():
        import readline  # noqa: F401  arrow keys and the lines before, in input()

        while True:
            try:
                yield input("> ")
            except EOFError:
                return
    else:
        yield from (line.rstrip("\n") for line in sys.stdin)
