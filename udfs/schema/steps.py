"""The steps of a rule: small transformations of text that a schema puts one behind the other.

A step reads text and gives text, or None where it cannot be applied: ``{number: first}`` of a text without a number, or
of one too large to count with. Written in YAML as a plain name, or as one key with its setting.

==============================  ======================================  ===========================================
step                            does                                    example
==============================  ======================================  ===========================================
``as written``                  keeps the text                          ``Two-tier`` → ``Two-tier``
``upper case``, ``lower case``  changes the letters                     ``Bosch`` → ``BOSCH``
``letters and digits``          drops all else                          ``AB-12/7`` → ``AB127``
``digits``                      drops all else                          ``0 12-34`` → ``01234``
``first part``                  keeps what stands before , ; / & +      ``Red/Blue`` → ``Red``
``without unit``                keeps the number of a number and unit   ``30.5 cm`` → ``30.5``
``size``                        a size of clothes or shoes              ``XXL码`` → ``2XL``
``{characters: [2, 4]}``        keeps these, counted from 1             ``ABCDE`` → ``BCD``
``{number: first}``             a number in digits or words             ``Twin pack`` → ``2``
``{convert: {to: cm}}``         a quantity in another unit              ``12 in`` → ``30.48 cm``
``{round: 1}``                  exactly so many decimals                ``30.48 cm`` → ``30.5 cm``
``{assume: GB}``                puts a unit behind a bare number        ``64`` → ``64 GB``
``{expand: {GB: Gigabytes}}``   writes abbreviations out                ``64-GB`` → ``64 Gigabytes``
``{alias: {TNF: North Face}}``  replaces the whole text                 ``tnf`` → ``North Face``
``{sizes: {to: EU, table: …}}``  a size in another system, by a table    ``US 8.5`` → ``EU 42``
==============================  ======================================  ===========================================
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, field_validator

from udfs.config import Strict
from udfs.quantities.numerals import plain_number, read_numbers
from udfs.quantities.parsing import read_amounts
from udfs.quantities.registry import unit_fault
from udfs.quantities.sizes import read_size
from udfs.schema.size_tables import Sizes
from udfs.text.keys import same_text, tidy

Named = Literal[
    "as written", "upper case", "lower case", "letters and digits", "digits", "first part", "without unit", "size"
]
Take = Literal["first", "last", "largest", "smallest", "sum"]

# Spaces in front are stripped afterwards: an expression that begins with any number of them looks from each.
_PART = re.compile(r"[,;/&+|，；、]|\band\b|\bwith\b|[和及与]")
_AMOUNT = re.compile(r"\s*+(-?\d[\d.,]*+)\s*+\D*+\Z")
_TAKEN: dict[Take, Callable[[list[float]], float]] = {
    "first": lambda numbers: numbers[0],
    "last": lambda numbers: numbers[-1],
    "largest": max,
    "smallest": min,
    "sum": sum,
}


def _taken(take: Take, numbers: list[float]) -> str | None:
    return _finite(plain_number(_TAKEN[take](numbers))) if numbers else None


def _finite(number: str) -> str | None:
    return number if math.isfinite(float(number)) else None


def _first_part(text: str) -> str | None:
    sign = _PART.search(text)
    return text[: sign.start()].rstrip() if sign else None


def _without_unit(text: str) -> str | None:
    amount = _AMOUNT.match(text)
    return amount.group(1) if amount else None


_NAMED: dict[Named, Callable[[str], str | None]] = {
    "as written": tidy,
    "upper case": lambda text: tidy(text).upper(),
    "lower case": lambda text: tidy(text).lower(),
    "letters and digits": lambda text: "".join(filter(str.isalnum, text)),
    "digits": lambda text: "".join(filter(str.isdigit, text)),
    "first part": _first_part,
    "without unit": _without_unit,
    "size": read_size,
}


class Characters(Strict):
    """The characters from one place to another, both included, counted from 1; None for a shorter text."""

    characters: tuple[int, int]

    @field_validator("characters")
    @classmethod
    def _rising(cls, places: tuple[int, int]) -> tuple[int, int]:
        if not 1 <= places[0] <= places[1]:
            raise ValueError("write the first and the last character, counted from 1, such as [2, 6]")
        return places

    @property
    def name(self) -> str:
        """Such as ``characters 2-6``."""
        return "characters {}-{}".format(*self.characters)

    def apply(self, text: str) -> str | None:
        """The part of the text, or None."""
        first, last = self.characters
        return text[first - 1 : last] if len(text) >= last else None


class Number(Strict):
    """One number of a text, in digits: 1,000/box gives 1000, 7.2K gives 7200, "dual" gives 2."""

    number: Take

    @property
    def name(self) -> str:
        """Such as ``first number``."""
        return "sum of numbers" if self.number == "sum" else f"{self.number} number"

    def apply(self, text: str) -> str | None:
        """The number, or None where the text has none."""
        return _taken(self.number, read_numbers(text))


class Conversion(Strict):
    """``to`` is the unit wanted, ``assume`` the one of numbers without a unit; without it they are not read.

    ``factors`` replace the exact ones of a unit by those that a catalog uses: ``{lb: 0.45}`` kilograms.
    """

    to: str
    assume: str | None = None
    take: Take = "first"
    factors: dict[str, float] = Field(default_factory=dict)

    @field_validator("to", "assume")
    @classmethod
    def _known(cls, unit: str | None) -> str | None:
        if unit and (fault := unit_fault(unit)):
            raise ValueError(fault)
        return unit


class Convert(Strict):
    """A quantity in another unit, as number and unit."""

    convert: Conversion

    @property
    def name(self) -> str:
        """Such as ``to cm``."""
        return f"to {self.convert.to}"

    def apply(self, text: str) -> str | None:
        """The quantity, or None where the text has none of that kind."""
        wanted = self.convert
        amounts = read_amounts(text, wanted.to, assume=wanted.assume, factors=wanted.factors)
        number = _taken(wanted.take, amounts)
        return number and f"{number} {wanted.to}"


class Round(Strict):
    """The number that a text begins with, to exactly so many decimals; what stands behind it stays."""

    round: int = Field(ge=0, le=6)

    @property
    def name(self) -> str:
        """Such as ``1 decimal``."""
        return f"{self.round} decimal{'' if self.round == 1 else 's'}"

    def apply(self, text: str) -> str | None:
        """The rounded text, or None where it does not begin with a number."""
        number = re.match(r"-?\d+(?:\.\d+)?(?![\d.,])", text)
        rounded = _finite(f"{float(number.group()):.{self.round}f}") if number else None
        return f"{rounded}{text[number.end() :]}" if number and rounded else None


class Assume(Strict):
    """A number that stands alone gets a unit behind it; other text stays."""

    assume: str = Field(min_length=1)

    @property
    def name(self) -> str:
        """Such as ``assume GB``."""
        return f"assume {self.assume}"

    def apply(self, text: str) -> str | None:
        """The text with a unit."""
        return f"{text} {self.assume}" if re.fullmatch(r"\d[\d.,/]*", text) else text


class Expand(Strict):
    """Abbreviations written out wherever they stand as a word of letters, in any case.

    One space goes between the long form and its number: the one it is written to (``DDR4``), else the one before
    (``64-GB``), else the one behind (``DDR-4``).
    """

    expand: Annotated[dict[str, str], Field(min_length=1)]

    @property
    def name(self) -> str:
        """Always ``expand``: the table may be long."""
        return "expand"

    @cached_property
    def _long(self) -> dict[str, str]:
        return {_any_case(short): long for short, long in self.expand.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self.expand), key=lambda word: (-len(word), word)))
        alone = rf"({words})(?![^\W_])"
        return re.compile(rf"(?i)(?<![^\W\d_])(?:({words})(?=\d)|(?<=\d)[ -]?{alone}|({words})[ -](?=\d)|{alone})")

    def apply(self, text: str) -> str | None:
        """The long text, or None where nothing is to be expanded."""
        result, count = self._pattern.subn(self._written_out, text)
        return " ".join(result.split()) if count else None

    def _written_out(self, match: re.Match[str]) -> str:
        to_number, behind_number, before_number, alone = match.groups()
        long = self._long[_any_case(to_number or behind_number or before_number or alone)]
        return f" {long}" if behind_number else long if alone else f"{long} "


def _any_case(word: str) -> str:
    """Key under which a word meets all that ``(?i)`` takes it for: İ and ı as well, which casefold tells from i."""
    return word.casefold().replace("\u0307", "").replace("ı", "i")


class Alias(Strict):
    """Whole texts that stand for others; letter case and the number of spaces do not matter."""

    alias: Annotated[dict[str, str], Field(min_length=1)]

    @field_validator("alias", mode="before")
    @classmethod
    def _as_text(cls, table: Any) -> Any:
        """YAML reads 2 as a number; sellers write text."""
        return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else table

    @property
    def name(self) -> str:
        """Always ``alias``."""
        return "alias"

    @cached_property
    def _meant(self) -> dict[str, str]:
        return {same_text(text): meant for text, meant in self.alias.items()}

    def apply(self, text: str) -> str | None:
        """What the text stands for, or None."""
        return self._meant.get(same_text(text))


_SETTINGS = (Characters, Number, Convert, Round, Assume, Expand, Alias, Sizes)
_KEYS = {next(iter(model.model_fields)): model for model in _SETTINGS}


def _kind(step: Any) -> str | None:
    """Which step a piece of YAML means, or a step is."""
    if isinstance(step, str):
        return "named"
    keys = list(step) if isinstance(step, dict) else list(type(step).model_fields) if isinstance(step, Strict) else []
    return keys[0] if len(keys) == 1 and keys[0] in _KEYS else None


Step = Annotated[
    Annotated[Named, Tag("named")]
    | Annotated[Characters, Tag("characters")]
    | Annotated[Number, Tag("number")]
    | Annotated[Convert, Tag("convert")]
    | Annotated[Round, Tag("round")]
    | Annotated[Assume, Tag("assume")]
    | Annotated[Expand, Tag("expand")]
    | Annotated[Alias, Tag("alias")]
    | Annotated[Sizes, Tag("sizes")],
    Discriminator(
        _kind,
        custom_error_type="unknown_step",
        custom_error_message=f"a step is one of {', '.join(get_args(Named))}, or has one key of {', '.join(_KEYS)}",
    ),
]
AnyStep = Named | Characters | Number | Convert | Round | Assume | Expand | Alias | Sizes


def apply_step(step: AnyStep, text: str) -> str | None:
    """The transformed text; None where the step cannot be applied or leaves nothing."""
    return (_NAMED[step](text) if isinstance(step, str) else step.apply(text)) or None


def step_name(step: AnyStep) -> str:
    """What people read: ``letters and digits``, ``first number``."""
    return step if isinstance(step, str) else step.name
