"""A product's texts in every style and language: facts that may be said, planned, put in words, cut to length, checked.

What cannot be said is told with its reason; no text is made by leaving a reason out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.faults import ChecksTexts
from udfs.writing.fingerprints import content_of, recipe_of
from udfs.writing.making import Made, Making, SaysPlans
from udfs.writing.planning.sayable import Sayable, Sayables
from udfs.writing.planning.selection import Planner
from udfs.writing.planning.silences import LeftOut
from udfs.writing.planning.statistics import NO_STATISTICS, Statistics
from udfs.writing.records import Subject, Text, Untold
from udfs.writing.settings import Caution
from udfs.writing.styles import Style

GENERATOR = "phrases"
"""Who made a text: phrase rules."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one text. ``facts`` are those that it says, ``left`` those that may be said and are not said here.

    Facts that only did not fit are in neither.
    """

    style: str
    language: str
    result: Text | Untold
    facts: tuple[Fact, ...] = ()
    left: tuple[LeftOut, ...] = ()
    generator: str = GENERATOR

    @property
    def text(self) -> Text | None:
        """The text; null where there is none."""
        return self.result if isinstance(self.result, Text) else None


@dataclass(frozen=True, slots=True)
class Written:
    """All texts of a product, made or not; ``left`` are facts that no text may say, with reasons.

    ``content`` is what the texts depend on, as :meth:`Writer.content` gives it.
    """

    product_id: str
    content: str
    texts: tuple[Told, ...]
    left: tuple[LeftOut, ...] = ()


class Writer:
    """Writes texts about the products of one schema. ``phrases``: what the realiser's rules are known by, a digest."""

    def __init__(
        self,
        schema: Schema,
        styles: Mapping[str, Style],
        realiser: SaysPlans,
        *,
        statistics: Statistics = NO_STATISTICS,
        checker: ChecksTexts | None = None,
        caution: Caution | None = None,
        phrases: str = "",
    ) -> None:
        self._schema = schema
        self._styles = styles
        self._realiser = realiser
        self._statistics = statistics
        self._checker = checker
        self._caution = caution or Caution()
        self._phrases = phrases
        self._sayables = Sayables(schema, self._caution)
        self._planner = Planner(schema, statistics)
        self._recipes: dict[str, str] = {}

    def write(self, subject: Subject) -> Written:
        """The texts of a product in each style and each language of it."""
        sayable = self.sayable(subject)
        texts = tuple(
            self._told(subject, sayable, name, style, language)
            for name, style in self._styles.items()
            for language in style.languages
        )
        return Written(subject.product_id, self._content(subject, sayable), texts, sayable.left)

    def sayable(self, subject: Subject) -> Sayable:
        """The facts that may be said of a product, in any style; none where the schema does not know its category."""
        if subject.category not in self._schema.categories:
            return Sayable((), ())
        return self._sayables.of(subject.category, subject.facts, subject.listing)

    def content(self, subject: Subject) -> str:
        """16 hex digits that change exactly when a text of the product may."""
        return self._content(subject, self.sayable(subject))

    def recipe(self, category: str) -> str:
        """16 hex digits over what all texts of a category depend on, whatever the product."""
        if category not in self._recipes:
            self._recipes[category] = recipe_of(
                self._schema, category, self._styles,
                statistics=self._statistics, caution=self._caution, phrases=self._phrases,
            )  # fmt: skip
        return self._recipes[category]

    def _content(self, subject: Subject, sayable: Sayable) -> str:
        known = subject.category is not None and subject.category in self._schema.categories
        recipe = self.recipe(subject.category) if known and subject.category else ""
        return content_of(recipe, subject.product_id, sayable.facts)

    def _told(self, subject: Subject, sayable: Sayable, name: str, style: Style, language: str) -> Told:
        if untold := self._refusal(subject, sayable, language):
            return Told(name, language, untold)
        assert subject.category is not None  # refused above
        outline = self._planner.outline(subject.listing, subject.category, sayable.facts, style, language)
        made = Making(self._realiser, self._checker, subject, style, language).make(outline)
        return Told(name, language, made.result, _spoken(made), made.outline.left)

    def _refusal(self, subject: Subject, sayable: Sayable, language: str) -> Untold | None:
        """Why there can be no text in a language, in any style; null where there may be one."""
        category = self._schema.categories.get(subject.category or "")
        if category is None:
            return Untold("no category", "a text needs the product's category, and there is none")
        if category.name.get(language) is None:
            known = ", ".join(self._schema.all_languages)
            return Untold("no language", f"the schema has no name in {language!r} for the category; it has {known}")
        if not sayable.facts:
            return Untold("no facts", _silent(sayable))
        return None


def _silent(sayable: Sayable) -> str:
    """Why nothing may be said, fact by fact."""
    if not sayable.left:
        return "nothing is known of the product"
    return f"no fact may be said: {', '.join(f'{each.attribute} is {each.reason}' for each in sayable.left)}"


def _spoken(made: Made) -> tuple[Fact, ...]:
    """The facts that a text says, best first."""
    said = made.result.said if isinstance(made.result, Text) else ()
    spoken = {(each.attribute, each.ordinal) for each in said}
    return tuple(fact for fact in made.outline.facts if (fact.attribute, fact.ordinal) in spoken)
