"""``facetmill schema check``: what a schema holds, in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click
from rich.console import Console

from jobs.cli.options import lang_option
from jobs.display.console import Cell, console, grid
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.places import default_schema
from udfs.records import Kind
from udfs.schema.definitions import Category
from udfs.schema.kinds import KINDS
from udfs.schema.loading import load_schema


@click.command("check", cls=Command)
@click.argument("folder", default=default_schema, type=click.Path())
@lang_option
def command(folder: str, lang: str) -> None:
    """Check a schema folder: all faults with file and line, or a table of what it holds.

    Without FOLDER it is conf/schema, or else the bundled schema.

    \b
    Example:
      facetmill schema check conf/schema
    """
    show_schema(console(), folder, Labels(load_schema(folder), lang))


def show_schema(out: Console, folder: str, labels: Labels) -> None:
    """Print a line for each category, the sums, and the fingerprints."""
    schema, say = labels.schema, labels.say
    used = {attribute.kind for category in schema.categories.values() for attribute in category.attributes.values()}
    kinds = [kind for kind in KINDS if kind in used]
    rows = [_row(key, category, kinds) for key, category in schema.categories.items()]
    columns = ("category", "name", "attributes", *kinds, "required", "values", "wordings")
    sums = (folder, len(schema.categories), len(schema.tags))
    out.print(grid(out, [say(column) for column in columns], rows))
    out.print(say("{}: no fault in {} categories and {} tags").format(*sums))
    fingerprints = (schema.fingerprint, schema.model_fingerprint)
    out.print(say("fingerprint {}; of what the model reads {}").format(*fingerprints))


def _row(key: str, category: Category, kinds: Sequence[Kind]) -> list[Cell]:
    attributes = category.attributes.values()
    counts = Counter[str](attribute.kind for attribute in attributes)
    values = sum(len(attribute.values) for attribute in attributes)
    wordings = sum(len(attribute.value_by_wording) for attribute in attributes)
    names = " ".join(category.name.root.values())
    required = sum(attribute.required for attribute in attributes)
    return [key, names, len(attributes), *(counts[kind] for kind in kinds), required, values, wordings]
