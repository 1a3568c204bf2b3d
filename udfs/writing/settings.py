"""What a job says of the texts that it wants."""

from __future__ import annotations

from pydantic import Field

from udfs.config import Strict
from udfs.writing.planning.sayable import Caution


class Wanted(Strict):
    """Texts that are wanted beside those of the styles.

    ``caution``: how sure facts must be to be said. ``summary``: characters of a summary; null makes none. ``keywords``:
    most of them in each language; 0 finds none.
    """

    caution: Caution = Caution()
    summary: int | None = Field(default=300, ge=40, le=2_000)
    keywords: int = Field(default=10, ge=0, le=50)
