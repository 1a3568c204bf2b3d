"""``facetmill gate``: what gates say of a run, and gates out of past runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, target_options
from jobs.config import GATES_FILE
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.display.gates import example_grid, verdict_grid
from jobs.gates.suggestion import as_yaml, suggest
from jobs.gates.verdicts import Verdict
from jobs.language.names import Labels
from jobs.reading.published.run_rows import run_rows
from jobs.reading.published.runs import chosen, live, state, to_judge
from udfs.atomic import write_texts
from udfs.errors import InputError, LimitError
from udfs.schema.loading import load_schema


@click.command("gate", cls=Command)
@click.argument("run", required=False)
@target_options
@click.option("--against", metavar="RUN_ID", help="Judge RUN once more, compared with this live run.")
@click.option("--suggest", "suggests", is_flag=True, help=f"Write {GATES_FILE} beside the config, from past runs.")
@click.option("--force", is_flag=True, help=f"With --suggest: replace {GATES_FILE}.")
@click.option("--json", "as_json", is_flag=True, help="The verdicts and examples as one JSON object.")
@lang_option
@properties_option
def command(
    run: str | None, place: ReadFrom, against: str | None, suggests: bool, force: bool, as_json: bool, lang: str,
    properties_file: str,
) -> None:  # fmt: skip
    """Show what the gates of the config said of RUN, or of the newest run that is live or held, with examples.

    Exit code 3 where a gate holds it. No Spark is needed but for --against, which reads the gates of the config.

    \b
    Example:
      facetmill gate --config conf/demo/job.yaml
    """
    rows = run_rows(place.tables_at, None, properties_file)
    if suggests:
        _suggest(place, rows, force=force)
        return
    row = to_judge(rows, run, place.tables_at)
    config = place.config
    labels = Labels(load_schema(config.schema_folder), lang) if config else None
    if against is not None:
        row = {**row, **_rejudged(place, row, chosen(rows, against, place.tables_at), properties_file)}
    if as_json:
        names = ("run_id", "state", "verdicts", "examples", "decided_by", "decided_why", "decided_at")
        click.echo(json.dumps({name: row[name] for name in names}, ensure_ascii=False, default=str))
    else:
        show_gates(console(), row, labels)
    if any(Verdict.of(each).holds for each in row["verdicts"] or ()):
        click.get_current_context().exit(LimitError.exit_code)


def show_gates(out: Console, row: Mapping[str, Any], labels: Labels | None) -> None:
    """Print the state of a run, a line for each verdict, and examples of those that failed."""
    say = labels.say if labels else str
    out.print(f"{row['run_id']}  {say(state(row))}")
    if row["decided_by"]:
        out.print(f"{row['decided_by']}, {row['decided_at']:%Y-%m-%d %H:%M} UTC: {row['decided_why']}")
    if not row["verdicts"]:
        out.print(say("no gate has judged this run"))
        return
    out.print()
    out.print(verdict_grid(out, [*map(Verdict.of, row["verdicts"])], labels))
    if row["examples"]:
        out.print()
        out.print(example_grid(out, row["examples"], labels))


def _rejudged(
    place: ReadFrom, row: Mapping[str, Any], against: Mapping[str, Any], properties_file: str
) -> dict[str, Any]:
    from jobs.run.release.rejudge import rejudge
    from jobs.session.short import short_session

    gates = place.required_config().all_gates
    if not gates:
        raise InputError("--against judges by the gates of the config, and it has none; write some by --suggest")
    spark = short_session("facetmill gate", properties_file, delta=True)
    found = rejudge(spark, place.tables_at, row, against, gates)
    return {"verdicts": [verdict.row for verdict in found.verdicts], "examples": list(found.examples)}


def _suggest(place: ReadFrom, rows: Sequence[Mapping[str, Any]], *, force: bool) -> None:
    place.required_config()
    path = Path(place.config_path or "").with_name(GATES_FILE)
    if path.exists() and not force:
        raise InputError(f"cannot write {path}: it is there already; read it, or give --force to replace it")
    past = [row for row in live(rows) if not row["rollback_of"]]
    suggested = suggest(past)
    write_texts({path: as_yaml(suggested)})
    fixed = sum(each.highest is None for each in suggested)
    click.echo(f"{path}: {len(suggested) - fixed} gates from {len(past)} runs, {fixed} with fixed limits", err=True)
