"""Search terms of a literal product."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.jobs.answers.conftest import SCHEMA
from tests.udfs.answers.test_conflicts import lost, stands
from udfs.answers.records import Keyword, Tag
from udfs.answers.terms import Shares, Subject, TermMaker, rarity
from udfs.schema.loading import load_schema

ACME = {"en": "Acme", "zh": "艾克米"}


@pytest.fixture
def maker(tmp_path: Path) -> TermMaker:
    (tmp_path / "shirt.yaml").write_text(SCHEMA, encoding="utf-8")
    shares = Shares({("shirt", "color", "black"): 1.0, ("shirt", "brand", "acme"): 0.5}, {"gift": 0.5}, {"shirt": 1.0})
    return TermMaker(load_schema(tmp_path), shares)


def test_terms_of_facts_tags_category_and_keywords(maker: TermMaker) -> None:
    told = [
        stands("Acme", attribute="brand", value_id="acme", labels=ACME, raw_value="ACME  Corp"),
        stands("Black", value_id="black", labels={"en": "Black", "zh": "黑色"}, raw_value="墨黑", confidence=0.5),
        stands("250 g", attribute="weight", labels={"en": "250 g", "zh": "250 克"}, raw_value="250g"),
        stands("Yes", attribute="washable", value_id="yes", labels={"en": "Yes", "zh": "是"}),
        stands("12345", attribute="code"), lost("pink", "Pink"),
    ]  # fmt: skip
    keywords = [Keyword("Slim shirt", "en", None, 0.7), Keyword("black", "en", "color", 0.01)]
    found = maker.terms(Subject("shirt", 1.0, told, [Tag("gift", 0.8)], keywords))

    assert {(t.term, t.language): (t.kind, t.attribute, t.score) for t in found} == {
        ("acme", "en"): ("brand", "brand", 0.2), ("艾克米", "zh"): ("brand", "brand", 0.2),
        ("acme corp", "en"): ("alias", "brand", 0.1),
        ("black", "en"): ("value", "color", 0.05), ("黑色", "zh"): ("value", "color", 0.05),
        ("墨黑", "zh"): ("alias", "color", 0.025),
        ("250 g", "en"): ("value", "weight", 1.0), ("250 克", "zh"): ("value", "weight", 1.0),
        ("250g", "en"): ("alias", "weight", 0.5),
        ("washable", "en"): ("value", "washable", 1.0), ("可水洗", "zh"): ("value", "washable", 1.0),
        ("12345", None): ("identifier", "code", 1.0),
        ("gift", "en"): ("tag", None, 0.16), ("礼物", "zh"): ("tag", None, 0.16),
        ("shirt", "en"): ("category", None, 0.1), ("衬衫", "zh"): ("category", None, 0.1),
        ("slim shirt", "en"): ("keyword", None, 0.7),
    }  # fmt: skip


def test_a_boolean_that_does_not_hold_says_nothing(maker: TermMaker) -> None:
    told = [stands("No", attribute="washable", value_id="no", labels={"en": "No", "zh": "否"})]
    assert {term.kind for term in maker.terms(Subject("shirt", None, told, [], []))} == {"category"}


def test_rarity_counts_halvings() -> None:
    shares = (1.0, 0.51, 0.5, 0.26, 2**-8, 2**-9, 1e-6, 0.0)
    assert [rarity(share) for share in shares] == [0.1, 0.1, 0.2, 0.2, 0.9, 1.0, 1.0, 1.0]
