"""What holds for all quantities: what is written is read again, and words beside a number never change it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from udfs.quantities.formatting import format_quantity
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity
from udfs.quantities.registry import same_kind

UNITS = re.findall(
    r"\S+",
    "mg g kg lb oz carat ml L cm^3 m^3 floz gallon pint mm cm m km inch foot yard mm^2 cm^2 m^2 g/m^2 oz/yd^2 s min "
    "h day week month year mAh Ah Wh kWh mW W kW mV V kV mA A ohm kohm Hz kHz MHz GHz lm lux degC degF degree dB Pa "
    "kPa MPa bar cal kcal J kJ N rpm pixel megapixel mesh Ne denier 匹 K percent count",
)
FILLERS = (
    "about", "approx.", "Net weight:", "total", "brand new", "premium", "for home", "with lid", "black", "约",
    "净含量：", "大容量", "左右", "全新", "黑色", "便携式",
)  # fmt: skip
MARKETPLACE = Path(__file__).parents[3] / "conf" / "demo" / "catalog" / "marketplace.jsonl"
STATED = [
    ("500 ml", "ml", 500), ("2万毫安", "mAh", 20000), ("1.2 kg", "g", 1200), ('15.6"', "inch", 15.6),
    ("3 pcs", "count", 3), ("90 min", "h", 1.5), ("20W", "W", 20), ("三件套", "count", 3), ("30厘米", "cm", 30),
    ("220V", "V", 220), ("1h 30m", "h", 1.5), ("10 ± 0.5 cm", "cm", 10), ("6 x 250 ml", "ml", 1500),
]  # fmt: skip


def _spellings() -> Iterator[tuple[str, str]]:
    """Each unit of the retail definitions with each of its spellings."""
    for line in files("udfs.quantities").joinpath("units.txt").read_text(encoding="utf-8").splitlines():
        definition = line.split("#")[0].strip()
        if not definition or re.match(r"\S+- =", definition):
            continue
        first, *others = definition.removeprefix("@alias ").split(" = ")
        own = others if definition.startswith("@alias") else [first, *others[1:]]
        yield from (
            (first, spelling) for spelling in own if spelling != "_" and (spelling.isalpha() or "_" in spelling)
        )


@pytest.mark.parametrize(("unit", "spelling"), sorted(set(_spellings())))
def test_every_spelling_of_a_unit_is_read(unit: str, spelling: str) -> None:
    for number in (2, 350, 12.5):
        if not (same_kind(unit, "count") and number % 1):
            assert parse_quantity(f"{number} {spelling.replace('_', ' ')}", unit).number == number


@given(
    unit=st.sampled_from(UNITS),
    number=st.integers(1, 99999),
    thousandths=st.sampled_from((0, 0, 100, 250, 500)),
    chinese=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_read_again(unit: str, number: int, thousandths: int, chinese: bool) -> None:
    stated = number + (0 if unit == "count" else thousandths / 1000)
    written = format_quantity(stated, unit, chinese=chinese)
    shown = float(re.match(r"[\d.]+", written).group())  # type: ignore[union-attr]
    assert math.isclose(parse_quantity(written, unit).number, shown, rel_tol=1e-9)


@given(unit=st.sampled_from(UNITS), low=st.integers(1, 500), more=st.integers(1, 500), chinese=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_written_range_is_read_again(unit: str, low: int, more: int, chinese: bool) -> None:
    read = parse_quantity(format_quantity(low, unit, low + more, chinese=chinese), unit)
    assert (read.number, read.number_max) == (low, low + more)


@given(
    stated=st.sampled_from(STATED),
    before=st.lists(st.sampled_from(FILLERS), max_size=2),
    behind=st.lists(st.sampled_from(FILLERS), max_size=2),
)
@settings(max_examples=400, deadline=None)
def test_filler_words_never_change_a_number(
    stated: tuple[str, str, float], before: list[str], behind: list[str]
) -> None:
    text, unit, number = stated
    assert parse_quantity(" ".join([*before, text, *behind]), unit).number == number


def _words() -> list[str]:
    titles = re.findall(r'"item_title": "([^"]*)"', MARKETPLACE.read_text(encoding="utf-8"))
    return sorted({word for title in titles for word in title.split() if not re.search(r"\d", word)})


@given(
    stated=st.sampled_from(STATED),
    words=st.lists(st.sampled_from(_words()), min_size=1, max_size=4),
    behind=st.booleans(),
)
@settings(max_examples=600, deadline=None)
def test_words_of_titles_leave_the_number_or_make_it_invalid(
    stated: tuple[str, str, float], words: list[str], behind: bool
) -> None:
    text, unit, number = stated
    beside = " ".join(words)
    try:
        read = parse_quantity(f"{text} {beside}" if behind else f"{beside} {text}", unit)
    except QuantityError:
        return
    assert (read.number, read.number_max) == (number, None)
