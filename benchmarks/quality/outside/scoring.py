"""Precision, recall and coverage of the categories that a checkpoint gives, by category and by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quality.outside.mixture import OWN, Mixed, Mixture


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a listing: its category, null where it was kept out."""

    row: Mixed
    category: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """``goods`` listings are of the category; ``placed`` were put there, ``right`` of them rightly."""

    category: str
    goods: int
    placed: int
    right: int

    def __str__(self) -> str:
        return (
            f"{self.category:16}{self.goods:8,}{self.placed:8,}{_share(self.right, self.placed):>11}"
            f"{_share(self.right, self.goods):>9}"
        )


def table(placed: Sequence[Placed], mixture: Mixture) -> Iterator[str]:
    """The figures of all categories and of each; then each source, with how many of its listings were placed."""
    yield f"{'category':16}{'goods':>8}{'placed':>8}{'precision':>11}{'recall':>9}"
    yield str(_figures("all", placed))
    for category in sorted({one.row.gold for one in placed if one.row.gold}):
        yield str(_figures(category, [one for one in placed if category in (one.row.gold, one.category)], category))
    yield ""
    yield f"{'source':16}{'rows':>8}{'placed':>8}{'share':>11}{'left out':>10}"
    rows = Counter(one.row.source for one in placed)
    kept = Counter(one.row.source for one in placed if one.category)
    for source in sorted(rows, key=lambda name: (name != OWN, name)):
        share = _share(kept[source], rows[source])
        yield f"{source:16}{rows[source]:8,}{kept[source]:8,}{share:>11}{mixture.left_out[source]:10,}"


def _figures(name: str, placed: Sequence[Placed], category: str | None = None) -> Figures:
    """Of one category, or of all of them."""
    goods = [one for one in placed if one.row.gold and category in (None, one.row.gold)]
    put = [one for one in placed if one.category and category in (None, one.category)]
    return Figures(name, len(goods), len(put), sum(one.category == one.row.gold for one in put))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
