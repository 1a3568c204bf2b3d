"""A real small model, which `make generator` takes out of a package: it loads, writes English, and invents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.udfs.writing.generating.test_rewriting import FACTS, rewritten
from udfs.schema.schema import Schema
from udfs.serving.generation.finding import check_model, find_model
from udfs.serving.generation.model import TextGenerator
from udfs.writing.generating.settings import Generator
from udfs.writing.styles import Style

MODEL = Path(__file__).parents[4] / "build/generator/smollm2"

pytestmark = pytest.mark.skipif(
    not (MODEL / "config.json").is_file(), reason="build/generator/smollm2 is not there; `make generator` makes it"
)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("chat", [True, False])
def test_what_it_writes_is_checked(kettles: Schema, chat: bool) -> None:
    wanted = {"class": "causal", "chat": chat, "max_new_tokens": 48, "device": "cpu", "languages": ["en"]}
    settings = Generator.model_validate({"model": str(MODEL), **wanted})
    found = find_model(settings)
    check_model(settings, found)
    model = TextGenerator.load(settings, found)
    answers: list[str] = []

    def generate(prompts: Sequence[str]) -> Sequence[str]:
        answers.extend(model.generate(prompts))
        return answers

    made = rewritten(kettles, generate, Style(max_characters={"en": 200}), model=str(MODEL), **wanted)["en"]
    assert any(word in answers[0] for word in ("Midea", "1.58 kg", "black"))  # it has read the facts
    assert (made.told.generator == MODEL.name) == (made.refused is None)
    assert made.told.text is not None
    assert {said.attribute for said in made.told.text.said} <= {fact.attribute for fact in FACTS}
