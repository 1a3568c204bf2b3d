"""What a job says of the generative model that puts facts in words."""

from __future__ import annotations

import string
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import Field, model_validator

from udfs.schema.fingerprints import digest
from udfs.schema.names import Language
from udfs.settings import GenerativeModel

GAPS = ("category", "facts", "max_characters")
"""What a prompt may have gaps for: the category's name, a line for each attribute, the most characters of the text."""

OTHERS = ("phrases", "extract", "person")
"""Who else makes texts, as column ``generator`` of table texts says."""

_SPEED = {"model", "revision", "token_budget", "device"}  # which change no text, but by what the fingerprint names


class Generator(GenerativeModel):
    """A generative model for texts of whole sentences. Titles stay those of the phrase rules.

    ``languages``: those in which it is asked. ``prompts``: by language, what it is asked, instead of the package's: a
    model that goes on where a text ends is shown examples there, and stops at a blank line unless ``stop`` says else.
    ``min_share``: of the facts that the phrase rules' text says, the model's must say as many, or theirs stands.
    """

    languages: tuple[Language, ...] = Field(default=("en", "zh"), min_length=1)
    prompts: dict[Language, str] = Field(default_factory=dict)
    min_share: float = Field(default=0.9, ge=0, le=1)

    def __hash__(self) -> int:
        return hash(self.model_dump_json())

    @model_validator(mode="before")
    @classmethod
    def _stops_at_blank_lines(cls, data: Any) -> Any:
        goes_on = isinstance(data, dict) and data.get("class") == "causal" and data.get("chat") is False
        return {"stop": ("\n\n",), **data} if goes_on else data

    @model_validator(mode="after")
    def _prompts_fit(self) -> Generator:
        for language, prompt in self.prompts.items():
            _check(language, prompt)
        known = {**self._packaged, **self.prompts}
        if lacking := [language for language in self.languages if language not in known]:
            raise ValueError(f"`prompts` lacks one for {', '.join(lacking)}; the package has {' and '.join(known)}")
        if self.name in OTHERS:
            raise ValueError(f"a model called {self.name} is not told from what makes other texts; rename its folder")
        return self

    def prompt(self, language: str) -> str | None:
        """What it is asked in a language, with gaps; null where it is not asked."""
        if language not in self.languages:
            return None
        return self.prompts.get(language) or self._packaged[language]

    @property
    def _packaged(self) -> dict[str, str]:
        return packaged_prompts()["shown" if self.goes_on else "asked"]

    def recipe(self, model: str) -> str:
        """16 hex digits over what decides its texts beside the plans; ``model`` names the content of the model."""
        own = self.model_dump(mode="json", exclude=_SPEED | {"prompts"})
        prompts = [self.prompt(language) for language in self.languages]
        return digest(["generator", model, self.name, prompts, own])


@cache
def packaged_prompts() -> dict[str, dict[str, str]]:
    """The prompts of the package, by way of asking and language."""
    text = files("udfs.writing.generating").joinpath("prompts.yaml").read_text(encoding="utf-8")
    prompts: dict[str, dict[str, str]] = yaml.safe_load(text)
    return prompts


def _check(language: str, prompt: str) -> None:
    """Raises ValueError for a prompt that cannot be filled, or has no gap for the facts."""
    try:
        gaps = [gap for _, gap, _, _ in string.Formatter().parse(prompt) if gap is not None]
    except ValueError as cause:
        raise ValueError(f"the prompt in {language!r} has a lonely brace ({cause}); write {{{{ for {{") from cause
    if unknown := [gap for gap in gaps if gap not in GAPS]:
        told = f"the prompt in {language!r} has gaps that nothing fills: {', '.join(unknown)}"
        raise ValueError(f"{told}; there are {', '.join(GAPS)}")
    if "facts" not in gaps:
        raise ValueError(f"the prompt in {language!r} has no gap {{facts}}, so the model would learn nothing")
