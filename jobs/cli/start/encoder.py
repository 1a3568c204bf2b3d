"""The encoder that a start takes: by the language of the texts; what of them it can read, and how fast it is here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from training.backbones.sentences import ENGLISH, MULTILINGUAL, Sentences, encoder_for

UNREADABLE = 0.3
"""Share of the texts' characters from which training on them is no use."""
_SECONDS = 2.0  # that a measurement takes at most, the last batch apart
_BATCH, _LEAST = 16, 32  # texts of a batch; those without which nothing is measured
# Seconds for 1,000 openings of listings on the machine that the estimates are of: two idle cores, no GPU.
_USUAL = {ENGLISH: 30.0, MULTILINGUAL: 45.0}


@dataclass(frozen=True, slots=True)
class Encoder:
    """``name``: of the backbone. ``unknown``: share of the texts' characters that it cannot read.

    ``seconds``: for 1,000 openings of these listings, on this machine as busy as it is; null where they are few.
    """

    name: str
    unknown: float
    seconds: float | None

    @property
    def slowness(self) -> float:
        """How many times the usual it takes here; 1 where nobody knows."""
        return self.seconds / _USUAL.get(self.name, self.seconds) if self.seconds else 1.0

    @property
    def can_read(self) -> bool:
        """Whether training on these texts is of any use."""
        return self.unknown < UNREADABLE

    def told(self) -> str:
        """For people."""
        speed = f"{1_000 / self.seconds:,.0f} texts/s on this machine" if self.seconds else "speed not measured"
        unread = f"; it cannot read {self.unknown:.0%} of their letters" if self.unknown > 0.01 else ""
        return f"encoder {self.name}, by the language of the texts: {speed}{unread}"


def look(openings: Sequence[str]) -> Encoder:
    """Choose the encoder for the openings of listings, and try it on some of them for a few seconds."""
    name = encoder_for(openings)
    embed = Sentences(name)
    unknown = embed.unknown(openings)
    texts = list(dict.fromkeys(openings))
    return Encoder(name, unknown, _measured(embed, texts) if len(texts) >= _LEAST else None)


def _measured(embed: Sentences, texts: Sequence[str]) -> float:
    """Seconds for 1,000 texts."""
    embed(texts[:1])  # what comes first takes longer
    began, done = time.monotonic(), 0
    for start in range(1, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        embed(batch)
        done += len(batch)
        if time.monotonic() - began > _SECONDS:
            break
    return (time.monotonic() - began) / done * 1_000
