"""``facetmill doctor``: prints what was found on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from rich.console import Console
from rich.text import Text

from jobs.cli.options import job_config, properties_option
from jobs.display.console import console
from jobs.session.health import Finding, Status, examine

_STYLES: dict[Status, str] = {"ok": "green", "warn": "yellow", "fail": "bold red"}


@click.command("doctor")
@properties_option
@click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="A job config: its target is checked and its checkpoint measured.",
)
def command(properties_file: str, config_path: str | None) -> None:
    """Check this machine: Java, jars, packages, Arrow, torch, GPU, memory, disk, write access, and how fast it infers.

    \b
    Example:
      facetmill doctor --config conf/demo/job.yaml
    """
    config = job_config(config_path) if config_path else None
    if not report(console(), examine(properties_file, config)):
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
