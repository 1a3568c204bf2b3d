"""How long a start takes, by rows and by the machine."""

from __future__ import annotations

import pytest

from jobs.cli.start.encoder import Encoder, look
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
    fast = Estimate.of(1_000, None, slowness=0.1, opening=1.0)
    assert (fast.steps["draft"], fast.steps["training"]) == (50, 48)
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
        (Encoder(ENGLISH, 0.0, 60.0, 2.0), "17 texts/s on this machine", True),
        (Encoder(ENGLISH, 0.83), "speed not measured; it cannot read 83% of their letters", False),
    ],
)
def test_an_encoder_tells_its_speed_and_what_it_cannot_read(encoder: Encoder, told: str, reads: bool) -> None:
    assert encoder.told().endswith(told)
    assert encoder.can_read is reads


@pytest.mark.usefixtures("no_encoder")
def test_the_speed_is_that_of_a_piece_whatever_the_length_of_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1_000))
    monkeypatch.setattr("jobs.cli.start.encoder.time.monotonic", lambda: next(clock) / 4)
    found = look([f"Acme mug, black, number {number:03}" for number in range(100)])
    assert found.name == ENGLISH
    assert found.seconds == pytest.approx(2.25 / 99 * 1_000, rel=0.2)
    assert found.slowness == pytest.approx(2.0 * found.seconds / 27, rel=0.01)
    assert look(["Acme mug"]) == Encoder(ENGLISH, 0.0)
