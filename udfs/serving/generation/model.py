"""A generative model that answers prompts: greedily, prompts of nearly one length together."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    StoppingCriteria,
    StoppingCriteriaList,
)
from transformers.utils import logging as transformers_logging

from udfs.encoder.device import choose_device, choose_precision, choose_token_budget
from udfs.errors import EnvironmentFault
from udfs.serving.generation.finding import LOAD_ERRORS, FoundModel, refused, said
from udfs.settings import GenerativeModel

_CLASSES = {"causal": AutoModelForCausalLM, "seq2seq": AutoModelForSeq2SeqLM}


@dataclass(frozen=True, slots=True)
class TextGenerator:
    """Made by :meth:`load`. The tokenizer pads on the side that the class of the model needs."""

    settings: GenerativeModel
    model: Any
    tokenizer: Any
    device: torch.device

    @classmethod
    def load(cls, settings: GenerativeModel, found: FoundModel, gpu: str | None = None) -> TextGenerator:
        """The model in its precision on its device. Raises ConfigError, EnvironmentFault."""
        device = _device(settings, gpu)
        dtype = choose_precision(settings.precision, device)
        transformers_logging.set_verbosity(logging.ERROR)  # each task would tell what the driver has checked
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            tokenizer = AutoTokenizer.from_pretrained(found.folder, trust_remote_code=False)
            model, report = _CLASSES[settings.kind].from_pretrained(
                found.folder, trust_remote_code=False, use_safetensors=True, dtype=dtype, output_loading_info=True
            )
        except LOAD_ERRORS as cause:
            raise refused(settings, said(cause)) from cause
        if missing := sorted(report["missing_keys"]):
            raise refused(settings, f"{len(missing)} weights are missing, the first is {missing[0]}; fetch it again")
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token
        tokenizer.padding_side = "left" if settings.kind == "causal" else "right"
        return cls(settings, model.eval().to(device), tokenizer, device)

    @torch.inference_mode()
    def generate(self, prompts: Sequence[str]) -> list[str]:
        """The answer to each prompt, in order; empty for one that is too long for the model."""
        asked = [self._ids(prompt) for prompt in prompts]
        answers = [""] * len(asked)
        longest = self._longest()
        fit = [place for place, ids in enumerate(asked) if longest is None or len(ids) <= longest]
        for places in self._batches(fit, asked):
            for place, answer in zip(places, self._answers([asked[place] for place in places]), strict=True):
                answers[place] = answer
        return answers

    def _ids(self, prompt: str) -> list[int]:
        own = self.settings
        if own.kind == "seq2seq" or own.goes_on:
            return list(self.tokenizer(prompt)["input_ids"])
        message = [{"role": "user", "content": prompt}]
        prompt = self.tokenizer.apply_chat_template(message, tokenize=False, add_generation_prompt=True)
        return list(self.tokenizer(prompt, add_special_tokens=False)["input_ids"])

    def _longest(self) -> int | None:
        """Pieces of a prompt that the model has places for; null where it knows no limit."""
        most = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        if not isinstance(most, int):
            return None
        return most - self.settings.max_new_tokens if self.settings.kind == "causal" else most

    def _batches(self, places: Sequence[int], asked: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Places of prompts, shortest first, as many together as the token budget allows; at least one."""
        budget = choose_token_budget(self.settings.token_budget, self.device)
        batch: list[int] = []
        for place in sorted(places, key=lambda place: len(asked[place])):
            if batch and (len(batch) + 1) * (len(asked[place]) + self.settings.max_new_tokens) > budget:
                yield batch
                batch = []
            batch.append(place)
        if batch:
            yield batch

    def _answers(self, asked: Sequence[list[int]]) -> list[str]:
        padded = self.tokenizer.pad({"input_ids": list(asked)}, return_tensors="pt").to(self.device)
        start = padded["input_ids"].shape[1] if self.settings.kind == "causal" else 0
        made = self.model.generate(
            input_ids=padded["input_ids"],
            attention_mask=padded["attention_mask"],
            max_new_tokens=self.settings.max_new_tokens,
            do_sample=False,
            num_beams=1,
            pad_token_id=self.tokenizer.pad_token_id,
            stopping_criteria=StoppingCriteriaList([_Stops(self, start)] if self.settings.stop else []),
        )
        return [answer[: self._end(answer)] for answer in self._decoded(made, start)]

    def _decoded(self, made: torch.Tensor, start: int) -> list[str]:
        """What was written from a piece on; blanks before it are none."""
        return [text.lstrip() for text in self.tokenizer.batch_decode(made[:, start:], skip_special_tokens=True)]

    def _end(self, answer: str) -> int:
        """Where the first mark stands at which an answer shall stop, or its end."""
        return min((end for mark in self.settings.stop if (end := answer.find(mark)) >= 0), default=len(answer))


def _device(settings: GenerativeModel, gpu: str | None) -> torch.device:
    try:
        return choose_device(settings.device, gpu)
    except EnvironmentFault as fault:
        raise EnvironmentFault(f"{fault}".replace("batching.device", "texts.generator.device")) from None


class _Stops(StoppingCriteria):
    """Tells rows that may stop, as a mark stands in them. By their text: tokenizers cut marks in many ways."""

    def __init__(self, generator: TextGenerator, start: int) -> None:
        self._generator, self._start = generator, start

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:  # noqa: ARG002
        answers = self._generator._decoded(input_ids, self._start)
        done = [self._generator._end(answer) < len(answer) for answer in answers]
        return torch.tensor(done, device=input_ids.device)
