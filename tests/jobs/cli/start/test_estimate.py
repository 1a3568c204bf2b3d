"""How long a start takes, by rows and by the machine."""

from __future__ import annotations

import pytest

from jobs.cli.start.encoder import Encoder
from jobs.cli.start.estimate import Estimate
from training.backbones.sentences import ENGLISH


def test_a_slower_machine_takes_longer_and_training_at_most_its_minutes() -> None:
    usual, slow = Estimate.of(1_000, None), Estimate.of(1_000, None, slowness=3.0, opening=90.0)
    assert usual.steps == {"draft": 100, "labels": 70, "training": 480, "run": 180}
    assert slow.steps == {"draft": 300, "labels": 210, "training": 480, "run": 540}
    (told,) = usual.told()
    assert told.startswith("1,000 listings; about 13 min 50 s on this machine: draft 1 min 40 s, labels 1 min 10 s, ")
    assert told.endswith("training 8 min 0 s, run 3 min 0 s")


def test_a_fast_machine_needs_not_all_of_the_minutes_and_none_are_no_step() -> None:
    assert Estimate.of(1_000, None, slowness=0.1, opening=1.0).steps["training"] == 48
    assert list(Estimate.of(1_000, 0).steps) == ["draft", "labels", "run"]


def test_what_is_left_is_told_by_the_pace_so_far() -> None:
    estimate = Estimate.of(1_000, None)
    assert estimate.before("draft") == "step 1 of 4, draft: about 1 min 40 s, 13 min 50 s with all that follows"
    estimate.done("draft", 200)
    assert estimate.before("labels") == "step 2 of 4, labels: about 2 min 20 s, 16 min 20 s with all that follows"
    estimate.done("labels", 140)
    estimate.done("training", 10)
    assert estimate.before("run") == "step 4 of 4, run: about 6 min 0 s"


@pytest.mark.parametrize(
    ("encoder", "told", "reads"),
    [
        (Encoder(ENGLISH, 0.0, 60.0), "17 texts/s on this machine", True),
        (Encoder(ENGLISH, 0.83, None), "speed not measured; it cannot read 83% of their letters", False),
    ],
)
def test_an_encoder_tells_its_speed_and_what_it_cannot_read(encoder: Encoder, told: str, reads: bool) -> None:
    assert encoder.told().endswith(told)
    assert encoder.can_read is reads
    assert encoder.slowness == (2.0 if encoder.seconds else 1.0)
