"""Styles: what a channel takes. A style is YAML; three come with the package."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, PositiveInt, field_validator

from udfs.config import Strict
from udfs.schema.names import Language

Form = Literal["sentences", "title"]
ClaimKind = Literal["superlatives", "health"]


class Style(Strict):
    """What a text is for.

    ``form``: whole sentences, or the words of a title. ``max_characters`` by language; a text of a language that is
    not named is not made. ``min_facts``: with fewer there is no text. ``must_have``: attributes without which there is
    no text, where the category has them. ``forbidden``: by language, words that no text may hold, whatever a fact says.
    ``claims``: kinds of claims whose words, as the package lists them, are read into ``forbidden`` as well.
    """

    form: Form = "sentences"
    max_characters: dict[Language, PositiveInt] = Field(min_length=1)
    min_facts: PositiveInt = 1
    must_have: tuple[str, ...] = ()
    claims: tuple[ClaimKind, ...] = ("superlatives", "health")
    forbidden: dict[Language, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("forbidden")
    @classmethod
    def _words(cls, forbidden: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if empty := [language for language, words in forbidden.items() if not all(word.strip() for word in words)]:
            raise ValueError(f"an empty word would forbid every text: {', '.join(empty)}")
        return forbidden

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it has a length for."""
        return tuple(self.max_characters)

    def words_forbidden(self, language: str) -> tuple[str, ...]:
        """Words that a text in the language may not hold."""
        return self.forbidden.get(language, ())
