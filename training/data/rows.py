"""The shape of a labelled row, checked before its labels are: every fault becomes one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from udfs import records

_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "list_type": "expected a list",
    "dict_type": "expected an object",
    "model_type": "expected an object",
    "literal_error": "expected title or description",
    "greater_than_equal": "expected 1 or more",
    "greater_than": "expected a number above 0, up to 1",
    "less_than_equal": "expected a number above 0, up to 1",
    "float_type": "expected a number above 0, up to 1",
    "extra_forbidden": "no label has such a key",
}

Confidence = Annotated[float, Field(gt=0, le=1)]
"""How sure a label is: it weighs so much in training."""


class SpanLabel(BaseModel):
    """One statement: ``start`` and ``end`` (half-open characters of the raw field), or ``text`` and which one of it.

    ``confidence``: null for that of the attribute, see :class:`LabelledRow`.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    attribute: str
    field: records.Field | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    nth: Annotated[int, Field(ge=1)] | None = None
    confidence: Confidence | None = None


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class LabelledRow(BaseModel):
    """A row as it stands in a table; other columns are left alone. Null and absent mean the same.

    ``labelled_attributes`` are those that somebody looked for; null: all of the category. Where it is given and
    ``tags`` is null, nobody looked for tags. ``checked`` is false where a person was to check what a model suggests,
    and has not yet. ``confidence`` is the category's, and that of every label without one of its own. ``confidences``
    are those of attributes, for what the row says of them: choices, spans without one of their own, and that nothing
    is stated. Null is 1.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    product_id: Annotated[str | None, BeforeValidator(_as_text)] = None
    title: str | None = None
    description: str | None = None
    category: str | None = None
    site: str | None = None
    spans: list[SpanLabel] | None = None
    choices: dict[str, Annotated[list[str] | None, BeforeValidator(_as_list)]] | None = None
    tags: list[str] | None = None
    labelled_attributes: list[str] | None = None
    checked: bool | None = None
    confidence: Confidence | None = None
    confidences: dict[str, Confidence] | None = None

    def text_of(self, field: records.Field) -> str:
        """The raw text of a field, "" for null."""
        return (self.title if field == "title" else self.description) or ""


def read_row(row: Mapping[str, Any]) -> LabelledRow:
    """Raises ValueError naming the first faulty place, as in ``spans.0.nth: expected a whole number, got 'x'``."""
    try:
        return LabelledRow.model_validate(dict(row))
    except ValidationError as cause:
        fault = cause.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "missing":
            raise ValueError(f"{place} is missing") from cause
        raise ValueError(f"{place}: {_EXPECTED.get(fault['type'], fault['msg'])}, got {fault['input']!r}") from cause
