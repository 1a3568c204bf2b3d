"""Styles: what a channel takes. A style is YAML; three come with the package."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, PositiveInt

from udfs.config import Strict

Form = Literal["sentences", "title"]


class Style(Strict):
    """What a text is for.

    ``form``: whole sentences, or the words of a title. ``max_characters`` by language; a text of a language that is
    not named is not made. ``min_facts``: with fewer there is no text. ``must_have``: attributes without which there is
    no text, where the category has them. ``forbidden``: by language, words that no text may hold, such as superlatives
    and claims about health, whatever a fact says.
    """

    form: Form = "sentences"
    max_characters: dict[str, PositiveInt] = Field(min_length=1)
    min_facts: PositiveInt = 1
    must_have: tuple[str, ...] = ()
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it has a length for."""
        return tuple(self.max_characters)
