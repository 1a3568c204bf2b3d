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
# Seconds for 1,000 pieces of texts on the machine that the estimates are of: two idle cores, no GPU.
_USUAL = {ENGLISH: 0.5, MULTILINGUAL: 0.75}


@dataclass(frozen=True, slots=True)
class Encoder:
    """``name``: of the backbone. ``unknown``: share of the texts' characters that it cannot read.

    ``seconds``: for 1,000 openings of these listings, on this machine as busy as it is; null where they are few.
    ``slowness``: how many times the usual a text of one length takes here; 1 where nobody knows.
    """

    name: str
    unknown: float
    seconds: float | None = None
    slowness: float = 1.0

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
    if len(texts) < _LEAST:
        return Encoder(name, unknown)
    read, seconds = _measured(embed, texts)
    slowness = 1_000 * seconds / embed.pieces(read) / _USUAL[name]
    return Encoder(name, unknown, 1_000 * seconds / len(read), slowness)


def _measured(embed: Sentences, texts: Sequence[str]) -> tuple[Sequence[str], float]:
    """The texts that were read, and how many seconds that took."""
    embed(texts[:1])  # what comes first takes longer
    began, end = time.monotonic(), 1
    while end < len(texts) and time.monotonic() - began < _SECONDS:
        embed(texts[end : end + _BATCH])
        end += _BATCH
    return texts[1:end], time.monotonic() - began
