"""Chinese shop reviews: a CSV file with the polarity of each review and the kind of goods it is on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import GROUP, DataSet, Gold, group_of
from benchmarks.quality.lines import csv_rows
from udfs.errors import SourceError
from udfs.records import Choice, Listing, Scored
from udfs.schema.definitions import Attribute, Category, Value
from udfs.schema.names import Names
from udfs.schema.schema import Schema

FILE = "train.csv"
TEXT = "review"


@dataclass(frozen=True, slots=True)
class LabelGold(Gold):
    """A review with the class that holds for each question, both as the file says them; ``record`` is all of it."""

    labels: Mapping[str, str]
    record: Mapping[str, str]


@dataclass(frozen=True)
class ReviewSet(DataSet[LabelGold]):
    """The reviews, all of one category of the schema.

    The first alias of each choice is its column, the first alias of each value what stands in the column.
    """

    category: str
    language: ClassVar[str] = "zh"

    def read(self, data: Path) -> list[LabelGold]:
        """See :class:`DataSet`."""
        rows = csv_rows(data / self.folder / FILE, (TEXT, *_VALUES))
        return [self._gold(number, where, row) for number, (where, row) in enumerate(rows, 1)]

    def categories(self, gold: Sequence[LabelGold], data: Path) -> dict[str, Category]:  # noqa: ARG002
        """See :class:`DataSet`."""
        category = Category(
            name=Names({"en": "Review", "zh": "商品评论"}),
            description=Names({"en": "what buyers say of goods or a hotel", "zh": "买家对商品或酒店的评价"}),
            attributes=_QUESTIONS,
        )
        return {self.category: category}

    def epoch_share(self) -> Mapping[str, float]:
        """See :class:`DataSet`. Fifty thousand reviews beside three thousand titles."""
        return {self.category: 0.2}

    def listings(self, path: Path) -> list[Listing]:
        """The reviews of a file, without a look at their labels. Raises SourceError."""
        return [self._listing(number, row[TEXT]) for number, (_, row) in enumerate(csv_rows(path, (TEXT,)), 1)]

    def columns(self, schema: Schema) -> dict[str, str]:
        """The column of each question, by the schema's id of it."""
        return {key: question.aliases[0] for key, question in schema.categories[self.category].attributes.items()}

    def classes(self, schema: Schema, choices: Sequence[Choice]) -> dict[str, Scored]:
        """The best class by column, as the file says it; absent where there is none."""
        best: dict[str, Scored] = {}
        columns = self.columns(schema)
        for choice in choices:  # best first
            value = schema.attribute(self.category, choice.attribute).values[choice.value]
            best.setdefault(columns[choice.attribute], Scored(value.aliases[0], choice.confidence))
        return best

    def row(self, gold: LabelGold, schema: Schema) -> dict[str, Any]:
        """See :class:`DataSet`."""
        return {
            "product_id": gold.listing.product_id,
            "description": gold.listing.description,
            "category": self.category,
            "choices": {key: [gold.labels[column]] for key, column in self.columns(schema).items()},
            GROUP: gold.group,
        }

    def write(self, gold: Sequence[LabelGold], data: Path, output: Path) -> None:  # noqa: ARG002
        """See :class:`DataSet`."""
        folder = output / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        columns = gold[0].record if gold else (*_VALUES, TEXT)
        (folder / FILE).write_bytes(csv_text(columns, (item.record for item in gold)).encode())

    def _gold(self, number: int, where: str, row: Mapping[str, str]) -> LabelGold:
        for column, values in _VALUES.items():
            if row[column] not in values:
                raise SourceError(f"{where}: `{column}` must be one of {', '.join(values)}, got {row[column]!r}")
        labels = {column: row[column] for column in _VALUES}
        return LabelGold(self._listing(number, row[TEXT]), group_of(self.name, row[TEXT]), labels, row)

    def _listing(self, number: int, review: str) -> Listing:
        return Listing(f"{self.name}-{number}", description=review, category=self.category)


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file with a header."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _value(alias: str, en: str, zh: str, *description: str) -> Value:
    says = Names({"en": description[0], "zh": description[1]})
    return Value(name=Names({"en": en, "zh": zh}), description=says, aliases=(alias,))


_QUESTIONS = {
    "polarity": Attribute(
        name=Names({"en": "Polarity", "zh": "评价倾向"}),
        description=Names({"en": "whether the buyer is content", "zh": "买家满意还是不满意"}),
        kind="choice",
        aliases=("label",),
        values={
            "positive": _value("1", "positive", "好评", "content, recommends it", "满意、推荐"),
            "negative": _value("0", "negative", "差评", "discontent, complains", "不满意、抱怨"),
        },
    ),
    "goods": Attribute(
        name=Names({"en": "Goods", "zh": "商品种类"}),
        description=Names({"en": "what kind of goods the review is on", "zh": "评论的是哪一类商品"}),
        kind="choice",
        aliases=("category",),
        values={
            "book": _value("书籍", "books", "书籍", "author, plot, print", "作者、内容、印刷"),
            "tablet": _value("平板", "tablets", "平板", "tablet computers", "平板电脑、屏幕"),
            "phone": _value("手机", "phones", "手机", "mobile phones", "手机通话、电池"),
            "fruit": _value("水果", "fruit", "水果", "fresh, sweet, rotten", "新鲜、甜、坏果"),
            "shampoo": _value("洗发水", "shampoo", "洗发水", "hair washing, scent", "洗头、去屑、香味"),
            "water_heater": _value("热水器", "water heaters", "热水器", "heating, installation", "加热、安装"),
            "dairy": _value("蒙牛", "Mengniu milk", "蒙牛", "milk, yoghurt, the company", "牛奶、酸奶、乳业公司"),
            "clothes": _value("衣服", "clothes", "衣服", "size, fabric, fit", "尺码、面料、款式"),
            "computer": _value(
                "计算机", "computers", "计算机", "laptops, drivers, keyboards", "笔记本电脑、系统、配置"
            ),
            "hotel": _value("酒店", "hotels", "酒店", "rooms, service, breakfast", "房间、服务、早餐"),
        },
    ),
}
_VALUES = {
    question.aliases[0]: [value.aliases[0] for value in question.values.values()] for question in _QUESTIONS.values()
}
"""What each column may hold."""
REVIEWS = ReviewSet("reviews_zh", "reviews_zh", "review")
