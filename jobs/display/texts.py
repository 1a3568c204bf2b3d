"""A product's texts and keywords in a few lines, as the demo shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from jobs.display.console import padded
from jobs.language.names import Labels


def show_texts(
    out: Console, texts: Sequence[Mapping[str, Any]], keywords: Sequence[Mapping[str, Any]], labels: Labels
) -> None:
    """Print rows of tables texts and keywords, those of one product; ``texts`` holds one at least."""
    out.print()
    title = labels.say("Texts made of the facts of {}").format(texts[0]["product_id"])
    out.print(Text(title, style="bold"))
    for row in texts:
        out.print(_line(f"{labels.say(row['style'].replace('_', ' '))} {row['language']}", row["text"]))
    for language in sorted({row["language"] for row in keywords}):
        told = [row["keyword"] for row in keywords if row["language"] == language]
        out.print(_line(f"{labels.say('keywords')} {language}", ("、" if language == "zh" else ", ").join(told)))


def _line(name: str, told: str) -> Text:
    return Text.assemble((padded(name, 22), "dim"), told)
