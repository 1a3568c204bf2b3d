"""How commands print: styled on a terminal, aligned plain text when piped. Sellers' text is never read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 1000  # a file has no right border: wrapped cells would only break grep and diff

Cell = str | Text | int | float | None


def console(*, stderr: bool = False) -> Console:
    """A console on the streams as they are now."""
    out = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not out.is_terminal:
        out.width = PIPE_WIDTH
    return out


def grid(
    out: Console, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str | None = None
) -> Table | Group:
    """A table of cells; null is shown as nothing, numbers stand to the right."""
    filled = [[cell_text(cell) for cell in row] for row in rows]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold" if out.is_terminal else "")
    for index, column in enumerate(columns):
        numeric = bool(filled) and all(_is_number(row[index].plain) for row in filled)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in filled:
        table.add_row(*row)
    return Group(Text(title, style="bold"), table) if title else table


def cell_text(cell: Cell) -> Text:
    """One line, whatever the value holds."""
    if isinstance(cell, Text):
        return cell
    if cell is None:
        return Text()
    if isinstance(cell, float):
        return Text(f"{cell:,.2f}")
    return Text(f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else one_line(str(cell)))


def one_line(text: str, limit: int = 160) -> str:
    """Line breaks as spaces, no control characters, and ``…`` for what goes beyond ``limit`` cells of a terminal."""
    flat = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return flat if cell_len(flat) <= limit else set_cell_size(flat, limit - 1).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """The text with spaces behind it, to ``width`` cells of a terminal: a Chinese character takes two."""
    return text + " " * (width - cell_len(text))


def _is_number(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "", 1).removesuffix("%").lstrip("-").isdigit()
