"""What the model is asked: attribute questions and their allowed values, as texts that the encoder turns into vectors.

Labels are identified by their text. ``Color`` with its values is one set of labels however many categories use it, and
a new attribute or value is only a new text: no output layer knows how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from udfs.schema.definitions import Attribute
from udfs.schema.names import Names
from udfs.schema.schema import Schema

CATEGORY_QUESTION = "Product category 商品类目: what kind of product is sold 出售的是哪一类商品"
TAGS_QUESTION = "Product tags 商品标签: properties a buyer may search for 买家可能搜索的商品特性"


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A closed list to choose from. ``values`` are ids, ``value_labels`` their label indexes, in one order.

    ``exclusive``: exactly one value or none holds; else any number.
    """

    label: int
    values: tuple[str, ...]
    value_labels: tuple[int, ...]
    exclusive: bool


Asked = Sequence[Sequence[ChoiceQuestion | None]]
"""The closed lists that each of B listings is asked for, at most K; null for none."""


@dataclass(frozen=True, slots=True)
class CategoryQuestions:
    """What is asked of a listing of one category: spans of every attribute, choices of closed lists, and its tags.

    ``attribute_many``: whether a product may have several values of the attribute at once.
    """

    attributes: tuple[str, ...]
    attribute_labels: tuple[int, ...]
    attribute_many: tuple[bool, ...]
    choices: dict[str, ChoiceQuestion]
    tags: ChoiceQuestion

    @property
    def many(self) -> dict[str, bool]:
        """``attribute_many`` by attribute."""
        return dict(zip(self.attributes, self.attribute_many, strict=True))


class Questions:
    """All questions of a schema, and the label texts that they and their answers are made of.

    ``texts[i]`` is the text of label ``i``. Order follows the schema, so equal schemas give equal indexes.
    """

    def __init__(self, schema: Schema) -> None:
        texts: dict[str, int] = {}
        self.category = ChoiceQuestion(
            label=_label(CATEGORY_QUESTION, texts),
            values=tuple(schema.categories),
            value_labels=tuple(_label(_say(c.name, c.description), texts) for c in schema.categories.values()),
            exclusive=True,
        )
        tags_label = _label(TAGS_QUESTION, texts)
        tag_labels = {key: _label(_say(tag.name, tag.description), texts) for key, tag in schema.tags.items()}
        self.by_category: dict[str, CategoryQuestions] = {}
        for key, category in schema.categories.items():
            asked = {a: _label(_say(d.name, d.description), texts) for a, d in category.attributes.items()}
            self.by_category[key] = CategoryQuestions(
                attributes=tuple(asked),
                attribute_labels=tuple(asked.values()),
                attribute_many=tuple(definition.has_many for definition in category.attributes.values()),
                choices={a: _question(asked[a], d, texts) for a, d in category.attributes.items() if d.is_choice},
                tags=ChoiceQuestion(
                    label=tags_label,
                    values=tuple(schema.tags_of(key)),
                    value_labels=tuple(tag_labels[tag] for tag in schema.tags_of(key)),
                    exclusive=False,
                ),
            )
        self.texts: tuple[str, ...] = tuple(texts)

    def of(self, category: str | None) -> CategoryQuestions | None:
        """What is asked of a listing of a category; null without one."""
        return self.by_category[category] if category else None

    def value_texts(self, question: ChoiceQuestion) -> tuple[str, ...]:
        """The label texts of a question's answers: "" for none, then the values."""
        return ("", *(self.texts[label] for label in question.value_labels))


def _question(label: int, attribute: Attribute, texts: dict[str, int]) -> ChoiceQuestion:
    return ChoiceQuestion(
        label=label,
        values=tuple(attribute.values),
        value_labels=tuple(_label(_say(v.name, v.description), texts) for v in attribute.values.values()),
        exclusive=not attribute.has_many,
    )


def _label(text: str, texts: dict[str, int]) -> int:
    """The index of a label text, which is the next one for a new text."""
    return texts.setdefault(text, len(texts))


def _say(name: Names, description: Names | None) -> str:
    """All languages in one text, so that a listing in any of them meets the same label."""
    wording = " ".join(name.texts)
    return f"{wording}: {' '.join(description.texts)}" if description else wording
