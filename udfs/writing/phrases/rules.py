"""Phrase rules as data: which attributes have which role, how a role is said, and what words of a language are like."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from udfs.config import Strict
from udfs.records import Kind
from udfs.writing.phrases.templates import gaps


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Wordings = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One wording, or several that are equally good."""
_GAPS = frozenset({"a", "value", "mod", "name", "part", "parts", "are", "is", "has", "its"})


class RoleRule(Strict):
    """Which attributes have a role: their name is one of ``names``, or has the form of one, in which ``*`` stands for
    what the attribute is of, as in ``* material``.

    ``kinds`` and ``units`` are those that it holds for; a unit stands for all of its kind. Null holds for all.
    ``but``: parts that ``*`` does not stand for.
    """

    names: tuple[str, ...] = ()
    but: frozenset[str] = frozenset()
    kinds: tuple[Kind, ...] | None = None
    units: tuple[str, ...] | None = None


class EnglishRule(Strict):
    """How a role is said in English; every form is optional.

    ``adj``: before the noun, those of a lower ``rank`` first; ``post``: behind it; ``be``, ``have``: behind is and has;
    ``verb``: a predicate of its own, with [s] behind a verb; ``own``: a sentence without its subject and full stop;
    ``title``: in a title, "" for not at all.
    """

    adj: Wordings = ()
    rank: int = 50
    post: Wordings = ()
    be: Wordings = ()
    have: Wordings = ()
    verb: Wordings = ()
    own: Wordings = ()
    title: str | None = None
    last: bool = False

    @field_validator("adj", "post", "be", "have", "verb", "own")
    @classmethod
    def _known_gaps(cls, wordings: tuple[str, ...]) -> tuple[str, ...]:
        return check_gaps(wordings)


class ChineseRule(Strict):
    """How a role is said in Chinese: ``mod`` before the noun, those of a lower ``rank`` first; ``clause`` by itself;
    ``title`` in a title, "" for not at all."""

    mod: Wordings = ()
    rank: int = 50
    clause: Wordings = ()
    title: str | None = None
    last: bool = False

    @field_validator("mod", "clause")
    @classmethod
    def _known_gaps(cls, wordings: tuple[str, ...]) -> tuple[str, ...]:
        return check_gaps(wordings)


class AttributeRule(Strict):
    """What a schema's own rules say of an attribute.

    ``role``: one of the roles; ``en`` and ``zh``: its own phrases; ``values``: by value id and language, how a value is
    called within phrases, "" where it is never said; ``nouns``: ids of values that are nouns for the product itself.
    ``silent``: it is never said.
    """

    role: str | None = None
    en: EnglishRule | None = None
    zh: ChineseRule | None = None
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    nouns: tuple[str, ...] = ()
    silent: bool = False


class CategoryRule(Strict):
    """``noun``: what one product of a category is called in running text, by language."""

    noun: dict[str, str] = Field(default_factory=dict)


class EnglishWords(Strict):
    """Lists of English words that no rule of form can tell."""

    mass: frozenset[str]
    plural: frozenset[str]
    pairs: frozenset[str]
    singular: frozenset[str]
    several: frozenset[str]
    uncounted: frozenset[str]
    uncounted_endings: tuple[str, ...]
    counted_endings: tuple[str, ...]
    spelled: dict[str, str]
    countries: frozenset[str]
    proper: frozenset[str]
    spoken: frozenset[str]
    adjectives: frozenset[str]
    adjective_endings: tuple[str, ...]
    goods: frozenset[str]
    listed: frozenset[str]
    participles: frozenset[str]
    audience: dict[str, str]
    owners: dict[str, str]


class ChineseWords(Strict):
    """Lists of Chinese words: measure words by the nouns they go with, endings of things, readers by what they are
    called."""

    things: tuple[str, ...]
    measures: dict[str, str]
    audience: dict[str, str]


class Phrases(Strict):
    """All phrase rules: those of the package, then those of a schema, which go before them."""

    roles: dict[str, RoleRule]
    english: dict[str, EnglishRule]
    english_openings: tuple[str, ...]
    chinese: dict[str, ChineseRule]
    chinese_openings: tuple[str, ...]
    english_words: EnglishWords
    chinese_words: ChineseWords
    categories: dict[str, CategoryRule] = Field(default_factory=dict)
    attributes: dict[str, AttributeRule] = Field(default_factory=dict)

    def attribute(self, category: str, attribute: str) -> AttributeRule | None:
        """What the schema's own rules say of an attribute of a category, or of all attributes of that id."""
        return self.attributes.get(f"{category}.{attribute}") or self.attributes.get(attribute)


def check_gaps(wordings: tuple[str, ...]) -> tuple[str, ...]:
    """The wordings, where all their gaps are known. Raises ValueError where one is not."""
    for wording in wordings:
        if unknown := gaps(wording) - _GAPS:
            allowed = ", ".join(f"{{{gap}}}" for gap in sorted(_GAPS))
            raise ValueError(f"{wording!r} has no gap {{{min(unknown)}}}; allowed: {allowed}")
    return wordings
