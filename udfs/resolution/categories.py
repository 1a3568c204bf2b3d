"""The category of a listing: what its seller's wording names, what the model holds it for, and whether it is goods of
the schema at all.

The job's column function, ``predict`` and ``dry-run`` call the same :func:`decide`.
"""

from __future__ import annotations

from typing import NamedTuple

from udfs.reasons import Reason
from udfs.records import CategoryOrigin, Named
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.screening import no_category
from udfs.settings import UnknownCategory
from udfs.text.languages import not_learnt


class Stated(NamedTuple):
    """What the seller says: the category that the wording names, how (null of a wording that names it itself, or
    without one), and the wording as :class:`udfs.screening.Screened` has it. ``titled``: the category that the title
    names outright."""

    category: str | None
    named: Named | None = None
    wording: str | None = None
    titled: str | None = None

    @property
    def hint(self) -> str | None:
        """The category where only upper levels of the seller's path name it; else null."""
        return self.category if self.named in ("within", "above") else None


class Guess(NamedTuple):
    """What the model says: its category with the confidence, and the likeliest of the schema's, whether or not the
    model holds the goods for none of them; null where nothing is. ``foreign``: see :class:`udfs.records.Extraction`.
    ``inside``: the chance that the goods are of any category of the schema; null where the checkpoint can't tell.
    """

    category: str | None = None
    confidence: float | None = None
    best: str | None = None
    best_score: float | None = None
    foreign: str | None = None
    inside: float | None = None


class Needs(NamedTuple):
    """What is asked of a guess: the least confidence, and the least chance that the goods are of it at all.

    ``model``: whether there is one. ``untrained``: what it has not learnt of the schema. ``new``: the least confidence
    in a category that it has not learnt.
    """

    confidence: float
    inside: float
    model: bool = True
    untrained: Untrained = ALL_LEARNT
    new: float = 1.0

    def of(self, category: str | None) -> float:
        """The least confidence in a category."""
        return max(self.confidence, self.new) if category in self.untrained.categories else self.confidence

    def judges(self, category: str | None) -> bool:
        """Whether the model can tell goods of a category from others."""
        return self.model and (category is None or self.untrained.places(category))


RULES_ALONE = Needs(1.0, 1.0, model=False)
"""Of a job without a model."""


class Decided(NamedTuple):
    """The category, who says so and how surely; or null, and why.

    ``reason`` is null where the listing is standardized. With a ``reason`` of null and no category, its product is
    kept without one.
    """

    category: str | None = None
    origin: CategoryOrigin | None = None
    confidence: float | None = None
    reason: Reason | None = None
    detail: str | None = None


def asks_model(named: Named | None, unknown_category: UnknownCategory) -> bool:
    """Whether the model reads the listing: not where an unknown wording has decided already."""
    return named != "unknown" or unknown_category == "model"


def decide(stated: Stated, guess: Guess, needs: Needs, unknown_category: UnknownCategory) -> Decided:
    """The category of a listing that was screened and not rejected.

    A wording that names the category itself stands. One that only upper levels of a path name stands if the model
    agrees. Else the model's guess counts, by the same measure; of a short title that names the category outright the
    guess alone is enough, as few words lie far from all that was learned.

    Of a category that no model can judge, the seller's words decide alone: two levels of the path that name it, or one
    and a title that names it outright, or such a title where the seller names none. One level says too little: goods
    below it may be none of the category.
    """
    if stated.category and not stated.hint:
        return Decided(stated.category, "seller", 1.0)
    asked = asks_model(stated.named, unknown_category)
    placed = _placed(stated, guess, needs) if asked else None
    if placed is not None:
        return placed
    why = f"{_said(stated)}; {_doubt(stated, guess, needs)}" if asked else _said(stated)
    return Decided(reason=None if unknown_category == "none" else Reason.UNKNOWN_CATEGORY, detail=why)


def _placed(stated: Stated, guess: Guess, needs: Needs) -> Decided | None:
    """The category of a listing whose seller does not name it themselves; null where nothing is sure."""
    named = stated.hint or stated.titled
    if named and not needs.judges(named):
        return _by_words_alone(stated, named)
    if stated.hint:
        return Decided(stated.hint, "seller", guess.confidence) if _hint_stands(stated, guess, needs) else None
    if needs.model and _guess_counts(guess, needs, stated.titled):
        return Decided(guess.category, "model", guess.confidence)
    return None


def _by_words_alone(stated: Stated, named: str) -> Decided | None:
    if stated.hint is None:
        return Decided(named, "title", 1.0)
    return Decided(named, "seller", 1.0) if stated.named == "within" or stated.titled == named else None


def _hint_stands(stated: Stated, guess: Guess, needs: Needs) -> bool:
    """Path and model must agree where only one level names the category: goods that lie beside it have both seldom.

    Where two levels do, one below the other, the seller is taken at their word, unless the model is sure of others.
    """
    least = needs.of(stated.hint)
    if stated.named == "within":
        return guess.best in (stated.hint, None) or (guess.best_score or 0.0) < needs.confidence
    return not guess.foreign and guess.best == stated.hint and (guess.confidence or 0.0) >= least


def _guess_counts(guess: Guess, needs: Needs, titled: str | None) -> bool:
    if guess.foreign or guess.category is None or guess.category in needs.untrained.gone:
        return False
    if (guess.confidence or 0.0) < needs.of(guess.category):
        return False
    return guess.inside is None or guess.inside >= needs.inside or guess.category == titled


def _said(stated: Stated) -> str:
    if stated.hint:
        return f"only an upper level of {stated.wording or 'the path'!r} is a category, {stated.hint}"
    return no_category(stated.wording) if stated.wording else "the listing gives no category"


def _doubt(stated: Stated, guess: Guess, needs: Needs) -> str:
    """Why the model's guess does not count."""
    if not needs.model:
        return "there is no model to tell, as `checkpoint` is none"
    if stated.hint and not needs.judges(stated.hint):
        return f"the checkpoint has not learnt {stated.hint}"
    if guess.foreign:
        return not_learnt(guess.foreign)
    if guess.best is None:
        return "the model has no guess"
    best = f"the model's best guess is {guess.best} ({guess.best_score or 0.0:.2f})"
    if guess.best in needs.untrained.gone:
        return f"{best}, which the schema does not have as it was learnt"
    best = f"{best}, {needs.of(guess.best):g} is needed"
    if guess.inside is None or guess.inside >= needs.inside:
        return best
    return f"{best}; goods of the schema by {guess.inside:.2f}, {needs.inside:g} is needed"
