"""Generative models from folders: what cannot be used is told at once, what can answers alike in every batch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from tests.generators import tiny_causal, tiny_seq2seq
from udfs.errors import ConfigError, EnvironmentFault
from udfs.serving.generation.finding import check_model, find_model
from udfs.serving.generation.model import TextGenerator
from udfs.settings import GenerativeModel

PROMPTS = ["Say: Brand: Acme", "Say: Color: black, white and some more of it", "容量：350毫升"]


@pytest.fixture(scope="module")
def seq2seq(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_seq2seq(tmp_path_factory.mktemp("models") / "tiny-t5")


@pytest.fixture(scope="module")
def causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_causal(tmp_path_factory.mktemp("models") / "tiny-llama")


def asked(folder: Path | str, kind: str, **more: object) -> GenerativeModel:
    wanted = {"model": str(folder), "class": kind, "max_new_tokens": 8, "device": "cpu", "precision": "fp32", **more}
    return GenerativeModel.model_validate(wanted)


def loaded(settings: GenerativeModel) -> TextGenerator:
    found = find_model(settings)
    check_model(settings, found)
    return TextGenerator.load(settings, found)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("kind", ["seq2seq", "causal"])
def test_answers_are_the_same_in_every_batch_and_run(kind: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(kind)
    together = loaded(asked(folder, kind)).generate(PROMPTS)
    alone = loaded(asked(folder, kind, token_budget=64))

    assert len(together[0]) > 2
    assert [alone.generate([prompt])[0] for prompt in PROMPTS] == together
    assert alone.generate(PROMPTS[::-1]) == together[::-1]
    assert not any(prompt in answer for prompt, answer in zip(PROMPTS, together, strict=True))


@pytest.mark.usefixtures("one_thread")
def test_a_prompt_that_is_too_long_has_no_answer(causal: Path) -> None:
    first, second = loaded(asked(causal, "causal")).generate(["a b " * 300, "Brand"])

    assert first == ""
    assert second != ""


@pytest.mark.usefixtures("one_thread")
def test_an_answer_ends_before_what_stops_it(causal: Path) -> None:
    (whole,) = loaded(asked(causal, "causal")).generate(PROMPTS[:1])
    (cut,) = loaded(asked(causal, "causal", stop=[whole[3:5]])).generate(PROMPTS[:1])

    assert cut == whole[: whole.index(whole[3:5])]


def test_the_fingerprint_names_the_content(seq2seq: Path, tmp_path: Path) -> None:
    copy, other = shutil.copytree(seq2seq, tmp_path / "copy"), tiny_seq2seq(tmp_path / "other", seed=8)
    first = find_model(asked(seq2seq, "seq2seq"))

    assert find_model(asked(copy, "seq2seq")).fingerprint == first.fingerprint
    assert find_model(asked(other, "seq2seq")).fingerprint != first.fingerprint
    (copy / "generation_config.json").write_text("{}", encoding="utf-8")
    assert find_model(asked(copy, "seq2seq")).fingerprint != first.fingerprint


def test_what_cannot_be_loaded_says_why_and_what_is_allowed(seq2seq: Path, causal: Path, tmp_path: Path) -> None:
    def refusal(folder: Path | str, kind: str, **more: object) -> str:
        settings = asked(folder, kind, **more)
        with pytest.raises(ConfigError) as raised:
            check_model(settings, find_model(settings))
        return str(raised.value)

    told = refusal("/no/such", "causal")
    assert told.startswith("cannot load the generator '/no/such' (class causal): there is no such folder on ")
    assert "takes a hub id such as" in told
    assert "a model of type t5 is not of class causal: set `class: seq2seq`" in refusal(seq2seq, "causal")
    assert "as a hub id it cannot be fetched: Repo id must use" in refusal("no id!", "causal")
    with pytest.raises(ConfigError, match="there is no such folder on"):
        find_model(asked("some/name", "causal"), fetch=False)
    assert "`revision` belongs to hub ids" in refusal(seq2seq, "seq2seq", revision="main")
    bare = tiny_causal(tmp_path / "bare", chat=False)
    assert "has no chat template; set `chat: false`" in refusal(bare, "causal")
    check_model(asked(bare, "causal", chat=False), find_model(asked(bare, "causal", chat=False)))

    broken = shutil.copytree(causal, tmp_path / "broken")
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    assert "cannot load the generator" in refusal(broken, "causal")
    weights.unlink()
    assert "model.safetensors" in refusal(broken, "causal")
    (broken / "config.json").unlink()
    assert "config" in refusal(broken, "causal")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_told_by_its_key(causal: Path) -> None:
    settings = asked(causal, "causal", device="cuda")

    with pytest.raises(EnvironmentFault, match=r"texts\.generator\.device is cuda, but torch sees no GPU here"):
        TextGenerator.load(settings, find_model(settings))


def test_weights_that_are_missing_are_no_random_numbers(causal: Path, tmp_path: Path) -> None:
    deeper = shutil.copytree(causal, tmp_path / "deeper")
    config = deeper / "config.json"
    config.write_text(config.read_text().replace('"num_hidden_layers": 1', '"num_hidden_layers": 2'))
    settings = asked(deeper, "causal")

    with pytest.raises(ConfigError, match=r"9 weights are missing, the first is model\.layers\.1\."):
        TextGenerator.load(settings, find_model(settings))
