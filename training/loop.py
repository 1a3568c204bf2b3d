"""The training loop: one function read top to bottom, resumable at any step.

Everything random follows from the seed and the step number, so a run that was killed and resumed makes the same steps
as one that was not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.config import TrainConfig
from training.data.epochs import epoch_rows, steps_of_epoch
from training.data.examples import Example
from training.optimizer import freeze, make_optimizer, mixed_precision, rate_at
from training.pace import Pace
from training.progress import Progress, Report, load_kept, resume, save_kept, save_state
from training.tasks.choices import choice_loss
from training.tasks.matches import (
    MATCHES_PER_STEP,
    MatchExample,
    match_examples,
    match_loss,
    matches_per_step,
    sample_matches,
)
from training.tasks.spans import span_loss, span_targets
from training.threads import Threads
from udfs.encoder.tokens import EncodedText
from udfs.records import Listing
from udfs.serving.labels import refresh_labels
from udfs.serving.predictor import Predictor

CHANCE = 0.01
"""Of two epochs whose scores differ by less, the later is kept: the rates fall to zero, so it is the more settled, and
on a few hundred listings the best is often the luckiest. A run that ``patience`` may stop keeps the best."""

Evaluate = Callable[[], dict[str, Any]]


def fit(
    predictor: Predictor,
    examples: Sequence[Example],
    evaluate: Evaluate,
    config: TrainConfig,
    *,
    run: str,
    folder: Path,
    report: Report,
    threads: Threads,
) -> Progress:
    """Train the predictor's model in place. It ends with the weights of the epoch to keep: the latest that is as good
    as any, but for chance.

    ``threads`` are fitted to the machine's load before each epoch.

    ``run`` identifies data and config: progress found in ``folder`` is taken up if it is of the same run, else
    discarded.
    """
    checkpoint, model = predictor.checkpoint, predictor.model
    settings, seed = config.optimization, config.seed
    freeze(model.encoder, settings.freeze_layers)
    texts = checkpoint.text_encoder.encode([example.listing for example in examples])
    lengths = [len(text.pieces) for text in texts]
    # One step reads step_size listings, in parts of batch_size whose gradients are added up.
    step_size = settings.batch_size * settings.accumulate
    steps_per_epoch = -(-len(epoch_rows(examples, settings.epoch_share, epoch=0, seed=seed)) // step_size)
    pool = match_examples(examples, checkpoint.schema, predictor.questions)
    n_matches = matches_per_step(pool, steps_per_epoch)
    # The mean loss of raw values counts half, and less where a step reads fewer of them than it should: else each of
    # them would count for more.
    match_weight = 0.5 * n_matches / MATCHES_PER_STEP

    optimizer = make_optimizer(model, settings)
    progress = Progress(run, settings.epochs)
    # The rates ask for the number of epochs at each step, as `minutes` may lower it on the way.
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: rate_at(step, progress.epochs * steps_per_epoch, settings.warmup)
    )
    autocast, scaler = mixed_precision(settings.precision, model.device)
    parts = (model, optimizer, schedule, scaler)
    progress = resume(folder, progress, parts, model.device, report)
    if progress.step == 0:
        model.eval()
        refresh_labels(checkpoint, predictor.batcher, whiten=True)
    pace = Pace(progress, steps_per_epoch, report)

    while progress.step < progress.epochs * steps_per_epoch and not _has_stalled(progress, settings.patience):
        epoch, position = divmod(progress.step, steps_per_epoch)
        threads.fit()
        model.train()
        rows = epoch_rows(examples, settings.epoch_share, epoch=epoch, seed=seed)
        steps = steps_of_epoch(rows, lengths, step_size, random.Random(f"{seed} epoch {epoch}"))
        for chosen in steps[position:]:
            rng = random.Random(f"{seed} step {progress.step}")
            torch.manual_seed(rng.getrandbits(60))  # dropout, the same whether resumed or not
            # Of 5.3 raw values a step reads 5, and three times in ten 6.
            matches = sample_matches(pool, int(n_matches + rng.random()), rng)
            total = torch.zeros((), device=model.device)
            for own, alone in _micro_batches(chosen, matches, settings.batch_size):
                with autocast():
                    loss = _loss(predictor, [examples[i] for i in own], [texts[i] for i in own], alone, match_weight)
                    loss = loss * (len(own) / len(chosen))  # the last part may be smaller
                torch.autograd.backward(scaler.scale(loss))
                total += loss.detach()
            scaler.unscale_(optimizer)  # gradients are clipped at their true size
            torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            progress.step += 1
            pace.tell_step(progress, total)
            # A state after the epoch's last step stands for a finished epoch: it is saved with its figures, below.
            if progress.step % settings.save_every_steps == 0 and progress.step % steps_per_epoch:
                save_state(folder, progress, parts)

        model.eval()
        refresh_labels(checkpoint, predictor.batcher)  # by the encoder as it is now, as it will serve
        tolerance = CHANCE if settings.patience is None else 0.0
        if _end_epoch(progress, epoch + 1, evaluate(), tolerance):
            save_kept(folder, model)
        pace.tell_epoch(progress)
        if epoch == 0 and settings.minutes is not None:
            pace.plan(progress, settings.minutes)
        save_state(folder, progress, parts)
    load_kept(folder, model, model.device)
    model.eval()
    return progress


def _micro_batches(
    rows: Sequence[int], matches: Sequence[MatchExample], size: int
) -> Iterator[tuple[Sequence[int], Sequence[MatchExample]]]:
    """Yield parts of a step's listings, ``size`` at most, each with its share of the step's raw values."""
    for first in range(0, len(rows), size):
        own = rows[first : first + size]
        begin, end = (place * len(matches) // len(rows) for place in (first, first + len(own)))
        yield own, matches[begin:end]


def _loss(
    predictor: Predictor,
    examples: Sequence[Example],
    texts: Sequence[EncodedText],
    matches: Sequence[MatchExample],
    match_weight: float,
) -> Tensor:
    """Sum the losses of all tasks over listings and raw values, as a scalar."""
    checkpoint, model, questions = predictor.checkpoint, predictor.model, predictor.questions
    labels = model.project_labels()
    batch = checkpoint.collator.collate(texts).to(model.device)
    states = model.encode(batch, labels)
    loss = span_loss(span_targets(model, states, batch, texts, examples, questions))
    loss = loss + choice_loss(model, states, examples, questions)
    if matches:
        raw = checkpoint.text_encoder.encode([Listing("", match.text) for match in matches])
        alone = model.encode(checkpoint.collator.collate(raw).to(model.device), labels)
        loss = loss + match_weight * match_loss(model, alone, matches)
    return loss


def _end_epoch(progress: Progress, epoch: int, figures: dict[str, Any], tolerance: float) -> bool:
    """Put an epoch's development figures into the progress, and say whether its weights are to be kept."""
    f1 = {name: figures[name]["f1"] for name in ("spans", "choices", "tags", "values")}
    entry = {"epoch": epoch, "category": figures["category"], **f1, "score": figures["score"]}
    progress.history = [*progress.history, entry]
    keep = keeps_epoch([each["score"] for each in progress.history], tolerance)
    if keep:
        progress.kept, progress.kept_epoch = figures, epoch
    return keep


def keeps_epoch(scores: Sequence[float], tolerance: float) -> bool:
    """Whether the last of the epochs' scores comes within ``tolerance`` of the best so far."""
    return scores[-1] >= max(scores) - tolerance


def _has_stalled(progress: Progress, patience: int | None) -> bool:
    """Whether ``patience`` epochs have ended since the best one."""
    if patience is None or not progress.history:
        return False
    best = max(progress.history, key=lambda entry: entry["score"])["epoch"]
    return bool(progress.history[-1]["epoch"] - best >= patience)
