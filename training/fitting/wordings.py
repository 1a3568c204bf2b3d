"""Raw values that the model has not read, with what they mean: its nearest values are judged by them.

Only such as no rule knows, since the model is asked for no others. Aliases that training left out and wordings of the
development listings mean a value. What means none of a list is found in three ways: the value that a wording means is
struck from the list; the wording is of another attribute, or of the same one in another category; or it ends as values
do, and begins as something else (``lithium collar``, 珊瑚领).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from zlib import crc32

from training.data.examples import Example
from training.tasks.matches import MatchExample, left_out, match_examples, match_key, of_listings
from udfs.heads.questions import ChoiceQuestion, Questions
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.values.standardizer import Standardizer

MOST = 3000
"""Wordings of one source that are looked at: enough, and the rules are asked about each."""

PER_END = 3
"""Beginnings that each end is put behind."""

_HAN = re.compile("[\u4e00-\u9fff]")
_END = re.compile(r"(?<=\s)\w+$|(?<=[\u4e00-\u9fff])[\u4e00-\u9fff]$")


def unread_wordings(
    schema: Schema, questions: Questions, learn: Sequence[Example], dev: Sequence[Example]
) -> list[MatchExample]:
    """Wordings with a value, and each of the three ways to mean none about as often."""
    read = {match_key(match) for match in match_examples(learn, schema, questions)}
    rules = _Rules(schema, questions)

    def unknown(matches: Iterable[MatchExample]) -> list[MatchExample]:
        fresh = {match_key(match): match for match in matches if match_key(match) not in read}
        return [match for match in sorted(fresh.values(), key=_draw)[:MOST] if rules.is_unknown(match)]

    others = unknown(_of_other_lists(schema, questions))
    said = unknown([*of_listings(dev, questions), *left_out(schema, questions)])
    meant = [match for match in (*others, *said) if match.value]
    struck = [replace(match, question=_without(match), value=None) for match in meant]
    foreign = (_none(own, len(meant) // 2) for own in (others, said))
    return [*meant, *struck, *chain(*foreign), *_none(unknown(_lookalikes(schema, questions)), len(meant))]


def _none(matches: Iterable[MatchExample], most: int) -> list[MatchExample]:
    return [match for match in matches if not match.value][:most]


class _Rules:
    """Whether the rules of a schema know a wording.

    What means a value is looked up by rules that are not told what training was not; what means none by all of them.
    """

    def __init__(self, schema: Schema, questions: Questions) -> None:
        self._bare = Standardizer(_without_aliases(schema, questions), match_threshold=None)
        self._whole = Standardizer(schema, match_threshold=None)
        self._places = {
            question: (category, attribute)
            for category, asked in questions.by_category.items()
            for attribute, question in asked.choices.items()
        }

    def is_unknown(self, match: MatchExample) -> bool:
        """Whether only the model can tell what the wording means."""
        standardizer = self._bare if match.value else self._whole
        return standardizer.standardize(*self._places[match.question], match.text).rule == "no match"


def _without_aliases(schema: Schema, questions: Questions) -> Schema:
    """The schema without the aliases that training left out."""
    hidden = {match_key(match) for match in left_out(schema, questions)}
    data = json.loads(schema.to_json())
    for category, asked in questions.by_category.items():
        for attribute, question in asked.choices.items():
            for value in data["categories"][category]["attributes"][attribute]["values"].values():
                for key in ("aliases", "learned"):
                    kept = [alias for alias in value[key] if (fold(alias), question.label) not in hidden]
                    value[key] = {alias: value[key][alias] for alias in kept} if key == "learned" else kept
    return Schema.from_json(json.dumps(data))


def _of_other_lists(schema: Schema, questions: Questions) -> Iterator[MatchExample]:
    """Wordings of the same attribute in other categories; each means the value here that shares one with its own."""
    for category, attribute, question in _lists(questions):
        own = schema.attribute(category, attribute).value_by_wording
        for other, name, asked in _lists(questions):
            if name != attribute or asked.label == question.label:
                continue
            for value in schema.attribute(other, attribute).values.values():
                wordings = list(value.wordings())
                meant = {own[key] for key in map(fold, wordings) if key in own}
                if len(meant) < 2:
                    yield from (MatchExample(text, question, next(iter(meant), None)) for text in wordings)


def _lookalikes(schema: Schema, questions: Questions) -> Iterator[MatchExample]:
    """The ends of each list's wordings behind wordings of other attributes in the same script."""
    wordings = {
        (attribute, text)
        for category, attribute, _ in _lists(questions)
        for value in schema.attribute(category, attribute).values.values()
        for text in value.wordings()
    }
    beginnings = sorted(wordings)
    for category, attribute, question in _lists(questions):
        ends = {found[0] for own, text in beginnings if own == attribute and (found := _END.search(text))}
        for end in sorted(ends):
            foreign = [text for own, text in beginnings if own != attribute and _is_han(text) == _is_han(end)]
            for text in sorted(foreign, key=lambda text: crc32(f"{category} {end} {text}".encode()))[:PER_END]:
                yield MatchExample(text + ("" if _is_han(end) else " ") + end, question, None)


def _is_han(text: str) -> bool:
    return bool(_HAN.search(text))


def _lists(questions: Questions) -> Iterator[tuple[str, str, ChoiceQuestion]]:
    for category, asked in questions.by_category.items():
        for attribute, question in asked.choices.items():
            yield category, attribute, question


def _without(match: MatchExample) -> ChoiceQuestion:
    """The question without the value that a wording means."""
    question = match.question
    kept = [pair for pair in zip(question.values, question.value_labels, strict=True) if pair[0] != match.value]
    values, labels = zip(*kept, strict=True)  # a closed list has two values at least
    return replace(question, values=values, value_labels=labels)


def _draw(match: MatchExample) -> str:
    """An order of chance, the same in any run."""
    return hashlib.sha256(f"{match.question.label}\n{match.text}".encode()).hexdigest()
