"""``facetmill``: the command line. A command is a module with a ``command``, and a line here."""

from __future__ import annotations

import click

from jobs.cli.options import LazyCommands
from udfs.version import VERSION

_COMMANDS = {
    "start": ("jobs.cli.start.start", "Make tables of a foreign export: schema, labels, checkpoint and run in one."),
    "predict": ("jobs.cli.run.predict", "Standardize listings from a JSON lines file, without Spark."),
    "dry-run": ("jobs.cli.run.dry_run", "Show what listings would become, without writing."),
    "run": ("jobs.cli.run.run", "Standardize a catalog into Delta tables."),
    "train": ("jobs.cli.run.train", "Train a checkpoint on labelled listings."),
    "evaluate": ("jobs.cli.labels.evaluate", "How right a checkpoint is on labelled listings, by attribute."),
    "doctor": ("jobs.cli.run.doctor", "Check this machine: Java, jars, packages, GPU, memory, disk, speed."),
    "keys": ("jobs.cli.ask.keys", "Show which attribute each name in a source's sellers' maps means."),
    "explain": ("jobs.cli.ask.explain", "Show everything behind one product's values."),
    "describe": ("jobs.cli.texts.describe", "Show the texts of one product, with the facts in them."),
    "show": ("jobs.cli.ask.show", "Show the tables of the last run."),
    "sql": ("jobs.cli.ask.sql", "Query the tables of the last run."),
    "diff": ("jobs.cli.ask.diff", "Show what differs between two runs, and why."),
    "gate": ("jobs.cli.release.gate", "Show what the gates say of a run, or suggest gates."),
    "release": ("jobs.cli.release.release", "Publish a run that a gate holds."),
    "discard": ("jobs.cli.release.discard", "Drop a run that a gate holds."),
    "rollback": ("jobs.cli.release.rollback", "Publish an earlier run again."),
    "export": ("jobs.cli.ask.export", "Write rows of a table as Parquet, CSV, JSON lines or a workbook."),
}
_SCHEMA_COMMANDS = {
    "draft": ("jobs.cli.schema.draft", "Draft a schema of your own goods from an export."),
    "review": ("jobs.cli.schema.review", "Walk through what a draft was not sure of."),
    "check": ("jobs.cli.schema.check", "Check a schema folder: all faults, or a table of what it holds."),
    "learn": ("jobs.cli.schema.learn", "Learn rules and aliases from pairs of raw and standard values."),
}
_LABELS_COMMANDS = {
    "next": ("jobs.cli.labels.next", "Pick the listings whose labels would help most, with the model's suggestions."),
    "edit": ("jobs.cli.labels.edit", "Label listings at the keyboard."),
    "export": ("jobs.cli.labels.export", "Listings and suggestions as tasks of Label Studio."),
    "import": ("jobs.cli.labels.imported", "Label Studio's export as labelled listings."),
    "distant": ("jobs.cli.labels.distant", "Make labelled listings out of what sellers state."),
}
_TEXTS_COMMANDS = {
    "export": ("jobs.cli.texts.export", "Write the texts of the last run as a CSV file to edit."),
    "import": ("jobs.cli.texts.imported", "Read the edited file; later runs keep what people wrote."),
}


@click.group(
    cls=LazyCommands,
    modules=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(VERSION, prog_name="facetmill")
def main() -> None:
    """Raw product listings to audited tables of standardized attributes.

    \b
    Exit codes: 0 done, 1 something unexpected or a check that failed, 2 correct what was given, 3 a gate of the
    config holds the run, 75 run again, 130 stopped by Ctrl-C.
    """


@main.group(
    cls=LazyCommands, modules=_SCHEMA_COMMANDS, short_help="Draft a schema, review and check it, or teach it rules."
)
def schema() -> None:
    """Work with the schema: categories, attributes, values, tags."""


@main.group(cls=LazyCommands, modules=_LABELS_COMMANDS, short_help="Make labelled listings, or choose them.")
def labels() -> None:
    """Work with labelled listings: made of what sellers state, chosen, labelled by hand or in Label Studio."""


@main.group(cls=LazyCommands, modules=_TEXTS_COMMANDS, short_help="Take texts out to edit them, and read them back.")
def texts() -> None:
    """Work with texts made of facts; `facetmill describe` shows those of one product."""


if __name__ == "__main__":
    main()
