"""How many tokens a machine reads in a second with a checkpoint: what a job on it can be expected to do."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from udfs.records import Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.serving.processes import Work, run_together
from udfs.settings import Batching

TOKENS = 100
"""Of a listing that is measured with, about."""

SECONDS = 5.0
"""How long is measured."""

_BATCHES = 3  # full ones that are read at once, so that the clock is looked at often enough
_SHORT = 0.5  # seconds
_WARM_UP = 8  # listings


@dataclass(frozen=True, slots=True)
class _Share:
    number: int
    checkpoint: str
    batching: Batching
    threads: int
    seconds: float


def measure(checkpoint: str, batching: Batching, *, processes: int, threads: int) -> float:
    """Tokens a second, from raw text to extractions, of ``processes`` that work together as Spark's tasks do.

    They read listings made of the schema's own words for about ``SECONDS``, after they have loaded the model; where
    there are several GPUs, they take them in turn. Raises CheckpointError.
    """
    shares = [_Share(number, checkpoint, batching, threads, SECONDS) for number in range(processes)]
    done = run_together(_prepare, shares)
    return sum(done.counts) / done.seconds


def sample_listings(schema: Schema, seed: int = 0) -> Iterator[Listing]:
    """Endless listings of about ``TOKENS`` tokens, in English and Chinese in turn, of each category in turn."""
    rng = random.Random(seed)
    while True:
        for category in schema.categories.values():
            for language in schema.all_languages:
                words = _words(category, language)
                title = " ".join([category.name.best(language), *rng.choices(words, k=4)])
                description: list[str] = []
                while _tokens(title) + sum(map(_tokens, description)) < TOKENS:
                    description.append(rng.choice(words))
                yield Listing("", title, " ".join(description))


def _words(category: Category, language: str) -> list[str]:
    own = category.attributes.values()
    named = [category.name, category.description]
    named += [names for attribute in own for names in (attribute.name, attribute.description)]
    named += [value.name for attribute in own for value in attribute.values.values()]
    return [names.best(language) for names in named]


def _tokens(text: str) -> float:
    """Roughly: three for two words of letters, one for each Chinese character."""
    return sum(1.5 if word.isascii() else len(word) for word in text.split())


def _prepare(share: _Share) -> Work:
    """Load the model on the process's device and warm it up; the work reads listings until the time is over."""
    import torch

    from udfs.checkpoint.manifest import read_schema
    from udfs.encoder.device import choose_device
    from udfs.serving.predictor import Predictor

    torch.set_num_threads(share.threads)
    schema = read_schema(share.checkpoint)
    device = choose_device(share.batching.device)
    if device.type == "cuda":
        device = torch.device("cuda", share.number % torch.cuda.device_count())
    predictor = Predictor.load(share.checkpoint, schema, share.batching, device)
    most = share.batching.look_ahead
    listings = list(islice(sample_listings(schema, seed=share.number), most))  # made before the clock starts
    predictor.extract(listings[:_WARM_UP])
    fewest = min(most, _BATCHES * predictor.batcher.token_budget // TOKENS)

    def read() -> int:
        n_tokens, at_once, now = 0, fewest, time.monotonic()
        until = now + share.seconds
        while now < until:
            n_tokens += sum(found.tokens for found in predictor.extract(listings[:at_once]))
            began, now = now, time.monotonic()
            if now - began < _SHORT:  # a quick device is given as much at once as a job gives it
                at_once = min(most, 2 * at_once)
        return n_tokens

    return read
