"""``facetmill describe``: what is said of one product, with the facts in it, and what the listing says of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from pyspark.sql import functions as F
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from jobs.cli.ask.explain import unknown_product
from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.cli.texts.printing import Printer
from jobs.cli.texts.shown import Shown, ShownText, texts_of
from jobs.config import JobConfig
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.reading.light import LightLibrary
from jobs.reading.products import StoredProduct
from udfs.errors import InputError


@click.command("describe", cls=Command)
@click.argument("product_id")
@reading_options
@click.option("--style", metavar="NAME", help="Only texts of this style; `summary` for summaries.")
@click.option("--language", metavar="CODE", help="Only texts in this language, such as en or zh.")
@lang_option
@properties_option
def command(
    product_id: str, place: ReadFrom, style: str | None, language: str | None, lang: str, properties_file: str
) -> None:
    """Show the texts of a product with their facts marked, where each fact comes from, and which words the listing has.

    Where the tables hold no texts, they are made on the fly and not written.

    \b
    Example:
      facetmill describe BP-0002 --style shop_page --config conf/demo/job.yaml
    """
    config = place.required_config()
    library, labels = place.open_in_spark(properties_file, lang)
    describe(console(), library, labels, config, product_id, style, language)


def describe(
    out: Console,
    library: Library,
    labels: Labels,
    config: JobConfig,
    product_id: str,
    style: str | None = None,
    language: str | None = None,
) -> None:
    """Print the texts of one product. Raises InputError when product, style or language is unknown."""
    found = library.products([product_id])
    if not found:
        raise InputError(_missing(library, product_id))
    for line in _lines(out, library, found[0], labels, config, style, language):
        out.print(line)


def _lines(
    out: Console,
    library: Library,
    product: StoredProduct,
    labels: Labels,
    config: JobConfig,
    style: str | None,
    language: str | None,
) -> Iterator[Text | Table | Group]:
    printer = Printer(out, labels, product)
    if product.row["stale"]:  # it has no texts: what they would say is old
        yield from printer.head()
        return
    shown = texts_of(library, product, labels.schema, config)
    chosen = _chosen(shown, style, language)
    yield from printer.head()
    if shown.made_now:
        yield printer.made_now()
    for text in chosen:
        yield from printer.text(text, shown.waiting.get(text.key))
    if style is None:
        yield from printer.keywords([word for word in shown.keywords if language in (None, word.language)])


def _chosen(shown: Shown, style: str | None, language: str | None) -> Sequence[ShownText]:
    """The texts of a style and language. Raises InputError where there is none of them."""
    chosen = [text for text in shown.texts if style in (None, text.style) and language in (None, text.language)]
    if not chosen and shown.texts:
        asked = " ".join(filter(None, [f"of style {style!r}" if style else "", f"in {language!r}" if language else ""]))
        there = ", ".join(f"{text.style} {text.language}" for text in shown.texts)
        raise InputError(f"there is no text {asked}; there are {there}")
    return chosen


def _missing(library: Library, product_id: str) -> str:
    """The error for an id without a product: one that was rejected is told with its reason."""
    rejected = library.table("rejected").filter(F.col("product_id") == F.lit(product_id)).first()
    if rejected is None:
        return unknown_product(LightLibrary.open(library.store.target, library.run.run_id), product_id)
    return (
        f"{product_id!r} has no texts, as its listing was rejected: {rejected['reason']}, {rejected['detail']}; "
        f"`facetmill explain {product_id}` shows its row"
    )
