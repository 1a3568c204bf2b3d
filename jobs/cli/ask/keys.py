"""``facetmill keys``: what the names in sellers' maps of a source mean, before any run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click
from pyspark.sql import DataFrame
from rich.console import Console

from jobs.cli.configs import job_config
from jobs.cli.options import config_option, lang_option, properties_option, set_option
from jobs.cli.run.dry_run import choose_source, open_file
from jobs.config import JobConfig
from jobs.display.console import Cell, console, grid, one_line
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.review.keys import KeyJudge, KeyReport, stated_values
from jobs.session.short import short_session
from jobs.sources.screening import SCREENED_BY
from jobs.sources.sources import OpenSource, listings
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.spark.functions import screen

_KEY, _ATTRIBUTE, _EXAMPLES = 26, 24, 30  # cells of a column; with the two numbers they make 100


@click.command("keys", cls=Command)
@click.argument("path", metavar="SOURCE")
@config_option()
@click.option("--source", "source_name", metavar="NAME", help="Read SOURCE with the column mapping of this source.")
@click.option("--limit", default=40, show_default=True, type=click.IntRange(min=1), help="Names to show.")
@click.option("--json", "as_json", is_flag=True, help="All names, as JSON lines.")
@lang_option
@set_option
@properties_option
def command(
    path: str,
    config_path: str,
    source_name: str | None,
    limit: int,
    as_json: bool,
    lang: str,
    overrides: tuple[str, ...],
    properties_file: str,
) -> None:
    """Show which attribute each name in the sellers' maps of a file or table means, and how many of its values read.

    A name that means none is shown with the attribute whose known values its values are, or as one that the schema
    ignores. SOURCE is read as by dry-run;
    no model is needed. A name in a category that the schema does not have is judged by all its categories.

    \b
    Example:
      facetmill keys conf/demo/catalog/marketplace.jsonl --config conf/demo/job.yaml
    """
    config = job_config(config_path, overrides)
    schema = load_schema(config.schema_folder)
    labels = Labels(schema, lang)
    source = choose_source(path, config, source_name)
    spark = short_session("facetmill keys", properties_file, delta=source.format == "delta")
    reports = KeyJudge(schema).judge(stated_values(_stating(open_file(spark, source), config, schema)))
    if as_json:
        for report in reports:
            click.echo(json.dumps(asdict(report) | {"share": report.share}, ensure_ascii=False))
        return
    show_keys(console(), reports, labels, limit)


def _stating(opened: OpenSource, config: JobConfig, schema: Schema) -> DataFrame:
    """The listings of a source with what the job reads in their sellers' maps."""
    judged = screen(schema.to_json(), config.reject.max_characters)(*SCREENED_BY)
    return listings(opened).select("category_text", judged["seller_attributes"].alias("statements"))


def show_keys(out: Console, reports: Sequence[KeyReport], labels: Labels, limit: int) -> None:
    """Print the names of most rows, and what share of all statements goes to an attribute."""
    if not reports:
        out.print(labels.say("no listing has attributes of its seller; map them by columns.seller_attributes"))
        return
    columns = [labels.say(column) for column in ("seller's name", "rows", "attribute", "reads", "not read, such as")]
    out.print(grid(out, columns, [_cells(report, labels) for report in reports[:limit]]))
    total, placed = sum(report.rows for report in reports), sum(report.rows for report in reports if report.attribute)
    said = labels.say("{:,} names, {:,} statements, {:.0%} of them of an attribute of the schema")
    out.print(f"\n{said.format(len({report.key for report in reports}), total, placed / total)}")
    if len(reports) > limit:
        out.print(labels.say("{:,} more, shown by --limit or --json").format(len(reports) - limit))


def _cells(report: KeyReport, labels: Labels) -> list[Cell]:
    attribute = report.attribute or labels.say("ignored" if report.ignored else "none")
    if report.suggested:
        share = report.suggested_rows / report.judged
        attribute = labels.say("none ({}? {:.0%})").format(report.suggested, share)
    reads = "" if report.share is None else f"{report.share:.0%}"
    examples = one_line(" | ".join(one_line(value, 20) for value in report.failing), _EXAMPLES)
    return [one_line(report.key, _KEY), report.rows, one_line(attribute, _ATTRIBUTE), reads, examples]
