"""Conflicts and search terms as a Spark function: a product to what has to be written of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.pandas.types import from_arrow_type

from udfs.answers.conflicts import conflicts
from udfs.answers.differences import ConflictChange, TermChange, differences
from udfs.answers.records import Conflict, Keyword, Tag, Term, Told
from udfs.answers.terms import Shares, Subject, TermMaker
from udfs.spark.arrow import arrow_type, records_from, to_arrow
from udfs.spark.blame import blaming
from udfs.spark.workers import schema_of


class Differing(NamedTuple):
    """What has to be written of a product."""

    conflicts: tuple[ConflictChange, ...]
    terms: tuple[TermChange, ...]


_DIFFERING = arrow_type(Differing)


def differing(schema_json: str, shares: Shares) -> Any:
    """(category, its confidence, told, tags, keywords, stored conflicts, stored terms) to a Differing.

    The lists are of structs with the fields of :mod:`udfs.answers.records`, in their order. A product that is no more
    current has no category: what is stored of it has to go.
    """

    def run(
        category: pa.Array, confidence: pa.Array, told: pa.Array, tags: pa.Array, keywords: pa.Array,
        old_conflicts: pa.Array, old_terms: pa.Array,
    ) -> pa.Array:  # fmt: skip
        maker = TermMaker(schema_of(schema_json), shares)
        subjects = map(
            Subject, category.to_pylist(), confidence.to_pylist(), records_from(told, _told), records_from(tags, Tag),
            records_from(keywords, Keyword),
        )  # fmt: skip
        stored = zip(records_from(old_conflicts, Conflict), records_from(old_terms, Term), strict=True)
        found = []
        for subject, (clashes, terms) in zip(subjects, stored, strict=True):
            with blaming("deriving conflicts and search terms", lambda: f"{subject.category}, {subject.told}"):  # noqa: B023
                found.append(_differing(maker, subject, clashes, terms))
        return to_arrow(found, _DIFFERING)

    return arrow_udf(run, from_arrow_type(_DIFFERING))  # type: ignore[call-overload]


def _differing(maker: TermMaker, subject: Subject, clashes: list[Conflict], terms: list[Term]) -> Differing:
    there = subject.category is not None
    own = conflicts(subject.told) if there else []
    found = maker.terms(subject) if there else []
    return Differing(
        tuple(ConflictChange(*each) for each in differences(own, clashes)),
        tuple(TermChange(*each) for each in differences(found, terms)),
    )


def _told(*fields: Any) -> Told:
    """Arrow gives a map as pairs."""
    *others, labels = fields
    return Told._make([*others, None if labels is None else dict(labels)])
