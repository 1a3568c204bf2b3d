"""Any number of listings that differ, made of the labelled ones: known statements take each other's place.

A labelled listing says where its brand, colour or capacity stands. So another brand of the same category and language
can stand there, a model number gets other digits, and descriptions of the same kind of goods are strung together until
the listing is as long as wanted. Values, and so distinct values, stay as realistic as the labelled ones.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.speed.listings import SourceRow
from udfs.errors import SourceError
from udfs.schema.schema import Schema

SPREAD = 0.45  # of the lengths' logarithm: one listing in six is 1.5 times as long as the middle one
SWAPPED = 0.6  # share of the statements that are replaced by another listing's
WITH_CATEGORY = 0.7  # share of the listings whose seller names a category
WITH_ATTRIBUTES = 0.4  # share whose seller fills in attributes
TRIES = 200  # in a row, for a text that was not there before
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PARAGRAPHS: dict[str, tuple[str, ...]] = {
    "en": (
        """Orders placed before noon leave our warehouse the same day. Unopened goods can be sent back within thirty \
days; please keep the box and the invoice. Questions? Write to us, we answer on every working day.""",
        """Colours may look a little different on your screen. Sizes were taken by hand and can differ slightly. The \
warranty covers faults of material and work, not wear or damage by misuse.""",
        """Thank you for visiting our family shop. We check every parcel before it leaves, and wrap with paper only. \
Shops and schools: ask us for prices of larger amounts.""",
    ),
    "zh": (
        "本店商品均为正品，下午四点前付款当天发货，默认快递不可指定。签收时请当面检查外包装，如有破损请拒收并联系客服，七天内支持无理由退换，退货请保留吊牌与发票。",
        "温馨提示：手工测量尺寸难免略有误差，屏幕显示颜色可能与实物稍有不同，请以收到的实物为准。保修期内非人为损坏可免费维修，人为损坏仅收配件成本。",
        "感谢您光临小店，每件商品出库前均经过检查，请放心选购。企业采购、团体定制可联系客服报价，可开具发票，偏远地区运费请先咨询。",
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A labelled value: its attribute and how it is written."""

    attribute: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """A labelled listing; ``title`` and ``description`` with the statements in each, in the order of the text."""

    category: str | None
    language: str
    title: str
    description: str
    stated: Mapping[str, tuple[Statement, ...]]  # by field

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Template:
        """From a labelled row (see docs/training.md)."""
        texts = {field: row.get(field) or "" for field in ("title", "description")}
        stated = {
            field: tuple(
                Statement(span["attribute"], span["text"])
                for span in row.get("spans", ())
                if span.get("field", "title") == field
            )
            for field in texts
        }
        language: str = "zh" if _HAN.search(texts["title"]) else "en"
        return cls(row.get("category"), language, texts["title"], texts["description"], stated)


@dataclass(frozen=True, slots=True)
class Settings:
    """``tokens``: of the average listing, about; ``boilerplate``: share that ends with a paragraph many share."""

    tokens: int = 100
    boilerplate: float = 0.0
    seed: int = 0


class Generator:
    """Endless listings, the same for the same templates, schema and settings."""

    def __init__(self, templates: Sequence[Template], schema: Schema, settings: Settings) -> None:
        self.templates = templates
        self.schema = schema
        self.settings = settings
        self.kin: defaultdict[tuple[str | None, str], list[Template]] = defaultdict(list)
        self.known: defaultdict[tuple[str | None, str, str], list[str]] = defaultdict(list)
        for template in templates:
            self.kin[template.category, template.language].append(template)
            for statement in itertools.chain(*template.stated.values()):
                self.known[template.category, template.language, statement.attribute].append(statement.text)

    def rows(self) -> Iterator[SourceRow]:
        """Listings, all with other texts. Raises SourceError when no more are found."""
        rng = random.Random(self.settings.seed)
        seen: set[tuple[str, str | None]] = set()
        for number in itertools.count():
            for _ in range(TRIES):
                row = self._row(rng)
                if (row.title, row.description) not in seen:
                    break
            else:
                raise SourceError(
                    f"the {len(self.templates)} labelled listings gave {number} different ones and no more; add some"
                )
            seen.add((row.title, row.description))
            yield replace(row, product_id=f"B{number:08}")

    def _row(self, rng: random.Random) -> SourceRow:
        template = rng.choice(self.templates)
        title, stated = self._varied(template, "title", rng)
        description, more = self._description(template, approximate_tokens(title), rng)
        sellers = [*stated, *more] if rng.random() < WITH_ATTRIBUTES else []
        return SourceRow(
            "", title, description, self._category(template, rng),
            "zh-CN" if template.language == "zh" else "en-US", self._seller_attributes(template, sellers),
        )  # fmt: skip

    def _description(
        self, template: Template, used: float, rng: random.Random
    ) -> tuple[str | None, Sequence[Statement]]:
        """The template's own description, then others of its kind, until the listing is long enough."""
        wanted = self.settings.tokens * rng.lognormvariate(-(SPREAD**2) / 2, SPREAD)
        own, stated = self._varied(template, "description", rng)
        last = rng.choice(_PARAGRAPHS[template.language]) if rng.random() < self.settings.boilerplate else ""
        parts = [own]
        kin = [other for other in self.kin[template.category, template.language] if other.description]
        while kin:
            more, _ = self._varied(rng.choice(kin), "description", rng)
            so_far = used + approximate_tokens("".join([*parts, last]))
            if so_far + approximate_tokens(more) / 2 > wanted:
                break
            parts.append(more)
        return " ".join(part for part in [*parts, last] if part) or None, stated

    def _varied(self, template: Template, field: str, rng: random.Random) -> tuple[str, list[Statement]]:
        """A field with some of its statements replaced, and what it states now."""
        rest = template.title if field == "title" else template.description
        said: list[Statement] = []
        done = ""
        for statement in sorted(template.stated[field], key=lambda one: rest.find(one.text)):
            at = rest.find(statement.text)
            if at < 0:
                continue  # it overlaps one that was replaced
            new = self._other(template, statement, rng)
            done, rest = done + rest[:at] + new, rest[at + len(statement.text) :]
            said.append(Statement(statement.attribute, new))
        return done + rest, said

    def _other(self, template: Template, statement: Statement, rng: random.Random) -> str:
        attributes = self.schema.categories[template.category].attributes if template.category else {}
        attribute = attributes.get(statement.attribute)
        if attribute is not None and attribute.kind == "identifier":
            return re.sub(r"\d", lambda _: str(rng.randint(1, 9)), statement.text)
        if rng.random() > SWAPPED:
            return statement.text
        return rng.choice(self.known[template.category, template.language, statement.attribute])

    def _category(self, template: Template, rng: random.Random) -> str | None:
        if template.category is None or rng.random() > WITH_CATEGORY:
            return None
        return self.schema.categories[template.category].name.best(template.language)

    def _seller_attributes(self, template: Template, stated: Sequence[Statement]) -> dict[str, str]:
        if template.category is None:
            return {}
        attributes = self.schema.categories[template.category].attributes
        return {
            attributes[one.attribute].name.best(template.language): one.text
            for one in stated
            if one.attribute in attributes
        }


def approximate_tokens(text: str) -> float:
    """About as many subword pieces as a multilingual vocabulary cuts the text into."""
    return sum(0.9 if character > "\u2e80" else 0.3 for character in text)
