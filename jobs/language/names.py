"""Names of the schema, canonical values and fixed words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.language.translations import in_chinese
from udfs.errors import InputError
from udfs.quantities.formatting import format_quantity
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity
from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.text.keys import fold


class Labels:
    """Names in one language; an id that the schema does not know (any more) stands for itself."""

    def __init__(self, schema: Schema, lang: str) -> None:
        """``lang`` is a language of the schema, or en. Raises InputError for any other."""
        if lang not in ("en", *schema.all_languages):
            raise InputError(f"the schema has no names in {lang!r}; it has {', '.join(schema.all_languages)}")
        self.schema = schema
        self.lang = lang

    def say(self, text: str) -> str:
        """A fixed word or remark of the command line."""
        return in_chinese(text) if self.lang == "zh" else text

    def category(self, category: str) -> str:
        """Name of a category."""
        known = self.schema.categories.get(category)
        return known.name.best(self.lang) if known else category

    def attribute(self, category: str | None, attribute: str) -> str:
        """Name of an attribute of a category."""
        found = self._attribute(category, attribute)
        return found.name.best(self.lang) if found else attribute

    def tag(self, tag: str) -> str:
        """Name of a tag."""
        known = self.schema.tags.get(tag)
        return known.name.best(self.lang) if known else tag

    def allowed(self, category: str | None, attribute: str, value_id: str) -> str:
        """Name of an allowed or known value."""
        found = self._attribute(category, attribute)
        known = found.values.get(value_id) if found else None
        return known.name.best(self.lang) if known else value_id

    def value(self, row: Fact) -> str | None:
        """The canonical value, in the reader's language where it has a label in it."""
        told = (row.labels or {}).get(self.lang) or (row.value_zh if self.lang == "zh" else None)
        return told or row.value

    def canonical(self, category: str | None, attribute: str, value: str) -> str:
        """A canonical value of which only the label in the first language was kept."""
        found = self._attribute(category, attribute)
        if found is None:
            return value
        if value_id := found.value_by_wording.get(fold(value)):
            return found.values[value_id].name.best(self.lang)
        return _quantity(value, found.unit) if self.lang == "zh" else value

    def in_order(self, category: str | None, rows: Sequence[Fact]) -> list[Fact]:
        """Rows in the schema's order of attributes."""
        known = self.schema.categories.get(category or "")
        places = {key: place for place, key in enumerate(known.attributes if known else ())}
        return sorted(rows, key=lambda row: (places.get(row.attribute, len(places)), row.attribute, row.ordinal))

    def _attribute(self, category: str | None, attribute: str) -> Attribute | None:
        known = self.schema.categories.get(category or "")
        return known.attributes.get(attribute) if known else None


def _quantity(value: str, unit: str | None) -> str:
    """``350 ml`` as ``350 毫升``; text, and what was made when the schema had another unit, as it is."""
    if unit is None:
        return value
    try:
        found = parse_quantity(value, unit, bare=True)
    except QuantityError:
        return value
    return format_quantity(found.number, unit, found.number_max, chinese=True)
