"""Texts of phrase rules put in a model's words, many together; where those do not stand, the rules' text does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from udfs.schema.schema import Schema
from udfs.writing.faults import ChecksTexts
from udfs.writing.generating.judging import Judge, Refused
from udfs.writing.generating.prompting import facts_in_words
from udfs.writing.generating.settings import Generator
from udfs.writing.records import Subject, Text
from udfs.writing.styles import Style
from udfs.writing.writer import Told

Generate = Callable[[Sequence[str]], Sequence[str]]
"""Prompts to the model's answers, in order."""

_REMEMBERED = 1 << 14  # answers


class Rewritten(NamedTuple):
    """What became of a text. ``refused``: why it is not in the model's words; null where it is, or none was asked."""

    told: Told
    refused: Refused | None = None


class Rewriter:
    """Puts texts of one schema in a model's words. Keep one for many products: equal plans are asked once."""

    def __init__(
        self,
        generator: Generator,
        generate: Generate,
        schema: Schema,
        styles: Mapping[str, Style],
        checker: ChecksTexts,
    ) -> None:
        self._generator, self._generate = generator, generate
        self._schema, self._styles, self._checker = schema, styles, checker
        self._answers: dict[str, str] = {}

    def rewrite(self, texts: Sequence[tuple[Subject, Told]]) -> list[Rewritten]:
        """Each text in the model's words, or as it is; in order. The model is asked once for all of them."""
        prompts = [self._prompt(subject, told) for subject, told in texts]
        answers = self._asked(prompt for prompt in prompts if prompt is not None)
        return [
            Rewritten(told) if prompt is None else self._judged(subject, told, answers[prompt])
            for (subject, told), prompt in zip(texts, prompts, strict=True)
        ]

    def _prompt(self, subject: Subject, told: Told) -> str | None:
        """What the model is asked; null where the text is a title, none at all, or of a language that it is not for."""
        style, text = self._styles[told.style], told.text
        prompt = self._generator.prompt(told.language)
        if text is None or not told.facts or prompt is None or style.form == "title":
            return None
        category = self._schema.categories[subject.category or ""]
        return prompt.format(
            category=category.name.best(told.language),
            facts=facts_in_words(category, text, told.facts),
            max_characters=style.max_characters[told.language],
        )

    def _asked(self, prompts: Iterable[str]) -> Mapping[str, str]:
        """The answer to each prompt: remembered, or asked now."""
        wanted = list(dict.fromkeys(prompts))
        new = [prompt for prompt in wanted if prompt not in self._answers]
        known = {prompt: self._answers[prompt] for prompt in wanted if prompt in self._answers}
        made = dict(zip(new, self._generate(new), strict=True)) if new else {}
        self._answers |= made
        for oldest in list(self._answers)[: max(0, len(self._answers) - _REMEMBERED)]:
            del self._answers[oldest]
        return known | made

    def _judged(self, subject: Subject, told: Told, answer: str) -> Rewritten:
        assert told.text is not None  # it was asked about
        category = self._schema.categories[subject.category or ""]
        judge = Judge(self._checker, category, self._styles[told.style], self._generator.min_share)
        judged = judge.judge(answer, subject, told.facts, told.text)
        if not isinstance(judged, Text):
            return Rewritten(told, judged)
        spoken = {(said.attribute, said.ordinal) for said in judged.said}
        facts = tuple(fact for fact in told.facts if (fact.attribute, fact.ordinal) in spoken)
        return Rewritten(replace(told, result=judged, facts=facts, generator=self._generator.name))
