"""What gates say of a run, and the sentences that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jobs.gates.figures import Figures, Share, Spot, share, spots
from jobs.gates.limits import Gate

SHOWN = 100
"""Places of one gate that are noted where it fails, the worst first."""
_TOLD = {
    "lost": "{count:,} of {base:,} values ({share:.1%}) are lost",
    "changed": "{count:,} of {base:,} values ({share:.1%}) are others now",
    "coverage": "coverage falls by {share:.1%} of {base:,} products",
    "unmapped": "{count:,} of {base:,} values ({share:.1%}) are unknown to the schema",
    "low_confidence": "{count:,} of {base:,} standard values ({share:.1%}) are of low confidence",
    "rejected": "{count:,} of {base:,} rows ({share:.1%}) are rejected",
    "outside": "{count:,} of {base:,} listings ({share:.1%}) are goods of no known category",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one gate measured in one place: ``measured`` is a share of ``base`` things, ``count`` of them.

    ``category`` and ``attribute`` are null for all. ``by``: the parts of places that the gate judges apart, as
    ``category, attribute``; empty where it judges one place. ``level``: what the gate does where it fails.
    """

    gate: str
    category: str | None
    attribute: str | None
    by: str
    limit: float
    measured: float
    count: int
    base: int
    level: str
    failed: bool

    @property
    def holds(self) -> bool:
        """Whether the run may not be published without a person."""
        return self.failed and self.level == "hold"

    @property
    def told(self) -> str:
        """The sentence for people."""
        where = "".join(f"{part} " for part in (self.category, self.attribute) if part).strip()
        said = _TOLD[self.gate].format(count=self.count, base=self.base, share=self.measured)
        return (
            f"{where}: {said}, `{self.gate}` allows {self.limit:.1%}"
            if where
            else (f"{said}, `{self.gate}` allows {self.limit:.1%}")
        )

    @property
    def row(self) -> dict[str, Any]:
        """As table runs holds it."""
        return asdict(self)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Verdict:
        """Back from a row of table runs."""
        return cls(**row)


def judge(gates: Sequence[Gate], figures: Figures) -> list[Verdict]:
    """Of each gate the places where it fails, the worst first, or else the one nearest to that.

    A gate says nothing over fewer things than its ``least``, nor without an earlier run where it compares with one.
    """
    return [verdict for gate in gates for verdict in _of_gate(gate, figures)]


def _of_gate(gate: Gate, figures: Figures) -> Iterator[Verdict]:
    found = [
        (spot, measured)
        for spot in spots(figures, gate)
        if (measured := share(figures, gate.measure, spot)) is not None and measured.base >= gate.least
    ]
    worst = sorted(found, key=lambda each: -each[1].share)
    failed = [each for each in worst if each[1].share > gate.most]
    for spot, measured in failed[:SHOWN] or worst[:1]:
        yield _verdict(gate, spot, measured, failed=bool(failed))


def _verdict(gate: Gate, spot: Spot, measured: Share, *, failed: bool) -> Verdict:
    return Verdict(
        gate=gate.measure, category=spot.category, attribute=spot.attribute, by=", ".join(gate.by), limit=gate.most,
        measured=round(measured.share, 6), count=measured.count, base=measured.base, level=gate.level, failed=failed,
    )  # fmt: skip
