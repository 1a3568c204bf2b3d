"""Facts in words: a plan to a text in English or Chinese, with the places of its facts."""

from __future__ import annotations

from functools import cached_property

from udfs.schema.schema import Schema
from udfs.writing.phrases.chinese.texts import ChineseTexts
from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.english.texts import EnglishTexts
from udfs.writing.phrases.loading import check_phrases
from udfs.writing.phrases.pieces import with_places
from udfs.writing.phrases.roles import Roles
from udfs.writing.phrases.rules import Phrases
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject, Text, Untold
from udfs.writing.styles import Style

LANGUAGES = ("en", "zh")
"""Those in which there are phrases."""


class Realiser:
    """Says plans of one schema. Keep one for many products: what it learns of an attribute is made once."""

    def __init__(self, schema: Schema, rules: Phrases) -> None:
        """Raises ConfigError where the rules name what the schema does not have."""
        check_phrases(schema, rules)
        self._schema, self._rules = schema, rules
        self._roles = Roles(rules)

    @cached_property
    def _english(self) -> EnglishTexts:
        return EnglishTexts(self._schema, self._rules, self._roles)

    @cached_property
    def _chinese(self) -> ChineseTexts:
        return ChineseTexts(self._schema, self._rules, self._roles)

    def say(self, subject: Subject, plan: Plan, language: str, style: Style) -> Text | Untold:
        """A text in a language that says the facts of a plan, however long, or why there is none.

        Facts without words in the language are left out: ``said`` names those that are said. How it is said depends on
        the product's id alone. Reasons: ``no phrases``, ``no category``, ``no names``, ``nothing to say``.
        """
        spoken, category = language.partition("-")[0].lower(), subject.category
        if spoken not in LANGUAGES:
            return Untold("no phrases", f"there are phrases in {' and '.join(LANGUAGES)}, none in {language!r}")
        if category is None or category not in self._schema.categories:
            return Untold("no category", f"the product has no category of the schema, got {category!r}")
        if not self._has_names(category, spoken):
            return Untold("no names", f"neither category {category!r} nor its attributes have names in {language!r}")
        chooser = Chooser(f"{spoken} {subject.product_id}")
        writer = self._english if spoken == "en" else self._chinese
        if style.form == "title":
            pieces = writer.title(category, subject, plan)
        else:
            pieces = writer.sentences(category, subject, plan, chooser)
        if not pieces:
            return Untold("nothing to say", f"none of the plan's {len(plan.facts)} facts has words in {language!r}")
        text, said = with_places(pieces)
        return Text(language, text, said)

    def _has_names(self, category: str, language: str) -> bool:
        own = self._schema.categories[category]
        return own.name.get(language) is not None or any(
            attribute.name.get(language) is not None for attribute in own.attributes.values()
        )
