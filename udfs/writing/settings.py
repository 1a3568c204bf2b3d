"""What a job says of the texts that it wants."""

from __future__ import annotations

from pydantic import Field

from udfs.config import Strict


class Caution(Strict):
    """How sure facts must be to be said, each in 0..1.

    ``least``: what the model says. ``guess``: one of several values that it chooses by the whole listing, as words of
    some of those stand in most listings. ``nearest``: what is only the nearest allowed value of a seller's words.
    ``disputing``: a losing statement of the text that is this sure keeps the winner from being said.
    """

    least: float = Field(default=0.9, ge=0, le=1)
    guess: float = Field(default=0.95, ge=0, le=1)
    nearest: float = Field(default=0.98, ge=0, le=1)
    disputing: float = Field(default=0.75, ge=0, le=1)


class Wanted(Strict):
    """Texts that are wanted beside those of the styles.

    ``caution``: how sure facts must be to be said. ``summary``: characters of a summary; null makes none. ``keywords``:
    most of them in each language; 0 finds none.
    """

    caution: Caution = Caution()
    summary: int | None = Field(default=300, ge=40, le=2_000)
    keywords: int = Field(default=10, ge=0, le=50)
