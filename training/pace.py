"""How a run goes, told along the way: losses, figures, the time that is left, and the epochs that fit into it."""

from __future__ import annotations

import time

from torch import Tensor

from training.config import Optimization
from training.progress import Progress, Report


class Pace:
    """Tells how a run goes, by the time that its steps take since it began or was resumed."""

    def __init__(self, progress: Progress, steps_per_epoch: int, report: Report) -> None:
        self.clock, self.began = time.monotonic(), progress.step
        self.steps_per_epoch, self.report = steps_per_epoch, report

    def tell_step(self, progress: Progress, loss: Tensor) -> None:
        """Tell the step's loss and the time that is left, four times an epoch."""
        if progress.step % max(1, self.steps_per_epoch // 4):
            return
        n_steps = progress.epochs * self.steps_per_epoch
        left = int(self._seconds(progress, n_steps - progress.step))
        epoch = -(-progress.step // self.steps_per_epoch)
        place = f"epoch {epoch}/{progress.epochs}, step {progress.step}/{n_steps}"
        # The loss is read only here: a GPU need not be waited for at every step.
        self.report(f"{place}, loss {loss.item():.3f}, {left // 60}:{left % 60:02d} left")

    def tell_epoch(self, progress: Progress) -> None:
        """Tell the development figures of the epoch that has ended."""
        entry = progress.history[-1]
        shown = ", ".join(f"{name} {value:.3f}" for name, value in entry.items() if name != "epoch")
        kept = ", kept" if entry["epoch"] == progress.kept_epoch else ""
        self.report(f"epoch {entry['epoch']}: {shown}{kept}")

    def plan(self, progress: Progress, minutes: float) -> None:
        """Plan as many epochs, after the first, as fit into the minutes that all may take together."""
        wanted, minutes_of_one = progress.epochs, self._seconds(progress, self.steps_per_epoch) / 60
        progress.epochs = epochs_within(minutes, minutes_of_one, wanted)
        if progress.epochs < wanted:
            self.report(
                f"an epoch takes {minutes_of_one:.1f} minutes: {progress.epochs} of {wanted} fit into "
                f"optimization.minutes: {minutes:g}"
            )

    def _seconds(self, progress: Progress, n_steps: int) -> float:
        """What ``n_steps`` take at the pace so far."""
        return (time.monotonic() - self.clock) / (progress.step - self.began) * n_steps


def fewer_epochs(made: int, planned: int, asked: Optimization) -> str:
    """Why fewer epochs were made than asked for, as the end of a sentence; "" where they are all there.

    ``planned``: how many fitted into the minutes.
    """
    if made >= asked.epochs:
        return ""
    minutes = f"no more fitted into optimization.minutes: {asked.minutes:g} at the pace of this machine"
    patience = f"optimization.patience: {asked.patience} saw no better one"
    return f"; {made} of {asked.epochs} epochs were made, as {minutes if made == planned else patience}"


def epochs_within(minutes: float, minutes_of_one: float, wanted: int) -> int:
    """How many of the wanted epochs to make; the first is made already."""
    return max(1, min(wanted, int(minutes / minutes_of_one)))
