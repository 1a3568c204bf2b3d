"""``facetmill doctor``: prints what was found on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain

import click
from rich.console import Console
from rich.text import Text

from jobs.cli.configs import job_config
from jobs.cli.options import properties_option
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.lake.health import table_findings
from jobs.session.health import Finding, Status, examine, guarded
from jobs.session.places import require_places

_STYLES: dict[Status, str] = {"ok": "green", "warn": "yellow", "fail": "bold red"}


@click.command("doctor", cls=Command)
@properties_option
@click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="A job config: its target and tables are checked, its checkpoint is measured.",
)
def command(properties_file: str, config_path: str | None) -> None:
    """Check this machine: Java, jars, packages, Arrow, torch, GPU, memory, disk, write access, and how fast it infers.

    With a config also its tables: what a run of this version would change about them.

    \b
    Example:
      facetmill doctor --config conf/demo/job.yaml
    """
    config = job_config(config_path) if config_path else None
    if config and config_path:
        require_places(config_path, config.places, found_elsewhere=True)  # what is nowhere is a finding
    tables = guarded("tables", lambda: table_findings(config.target)) if config else iter(())
    if not report(console(), chain(examine(properties_file, config), tables)):
        sys.exit(1)


def report(out: Console, findings: Iterator[Finding]) -> bool:
    """Print findings as they come; whether none of them failed."""
    failed = 0
    for finding in findings:
        failed += finding.status == "fail"
        line = Text.assemble((f"{finding.status:<5}", _STYLES[finding.status]), f"{finding.name:<13} {finding.found}")
        out.print(line)
        if finding.advice:
            out.print(f"     {'':<13} → {finding.advice}")
    if failed:
        out.print(f"{failed} thing(s) must be put right before the job can run here")
    return failed == 0
