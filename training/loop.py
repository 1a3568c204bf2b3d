"""The training loop: one function read top to bottom, resumable at any step.

Everything random follows from the seed and the step number, so a run that was killed and resumed makes the same steps
as one that was not.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from training.config import Optimization
from training.data.epochs import epoch_rows, steps_of_epoch
from training.data.examples import Example
from training.progress import Progress, load_kept, resume, save_kept, save_state
from training.tasks.choices import choice_loss
from training.tasks.matches import SHARE_MEANT, MatchExample, match_loss, sample_matches
from training.tasks.spans import span_loss, span_targets
from udfs.encoder.device import choose_precision
from udfs.encoder.tokens import EncodedText
from udfs.errors import ConfigError
from udfs.heads.network import ListingModel
from udfs.serving.predictor import Predictor
from udfs.settings import FloatPrecision

MATCHES_PER_STEP = 24
MATCH_READS = 8
"""Times that an epoch reads each raw value with a meaning, about and at most: a few wordings beside many thousand
listings need no more."""

CHANCE = 0.01
"""Of two epochs whose scores differ by less, the later is kept: the rates fall to zero, so it is the more settled, and
on a few hundred listings the best is often the luckiest. A run that ``patience`` may stop keeps the best."""

Report = Callable[[str], None]
Evaluate = Callable[[], dict[str, Any]]


def fit(
    predictor: Predictor,
    examples: Sequence[Example],
    pool: Sequence[MatchExample],
    evaluate: Evaluate,
    *,
    settings: Optimization,
    seed: int,
    run: str,
    folder: Path,
    report: Report,
) -> Progress:
    """Train the predictor's model in place; it ends with the weights of the epoch to keep: the latest that is
    as good as any, but for chance.

    ``run`` identifies data and config: progress found in ``folder`` is taken up if it is of the same run, else
    discarded.
    """
    model, device = predictor.model, predictor.device
    _freeze(model, settings.freeze_layers)
    texts = predictor.encode([example.listing for example in examples])
    lengths = [len(text.pieces) for text in texts]
    step_size = settings.batch_size * settings.accumulate
    shares = settings.epoch_share
    tolerance = CHANCE if settings.patience is None else 0.0
    steps_per_epoch = -(-len(epoch_rows(examples, shares, epoch=0, seed=seed)) // step_size)
    progress = Progress(run, settings.epochs)
    n_matches = matches_per_step(pool, steps_per_epoch)
    match_weight = 0.5 * n_matches / MATCHES_PER_STEP
    optimizer = _optimizer(model, settings)

    def rate(step: int) -> float:
        return rate_at(step, progress.epochs * steps_per_epoch, settings.warmup)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    autocast, scaler = _precision(settings.precision, device)
    parts = (model, optimizer, schedule, scaler)
    progress = resume(folder, progress, parts, device, report)
    if progress.step == 0:
        model.eval()
        predictor.refresh_labels(whiten=True)
    clock, began = time.monotonic(), progress.step
    planned, steps = -1, list[Sequence[int]]()
    while progress.step < progress.epochs * steps_per_epoch and not _has_stalled(
        progress, settings.patience, steps_per_epoch
    ):
        epoch, position = divmod(progress.step, steps_per_epoch)
        if epoch != planned:
            rows_read = epoch_rows(examples, shares, epoch=epoch, seed=seed)
            steps = steps_of_epoch(rows_read, lengths, step_size, random.Random(f"{seed} epoch {epoch}"))
            planned = epoch
        chosen = steps[position]
        rng = random.Random(f"{seed} step {progress.step}")
        torch.manual_seed(rng.getrandbits(60))  # dropout, the same whether resumed or not
        matches = sample_matches(pool, int(n_matches + rng.random()), rng)
        model.train()
        total = torch.zeros((), device=device)
        for first in range(0, len(chosen), settings.batch_size):
            rows = chosen[first : first + settings.batch_size]
            own = _share(matches, first, first + len(rows), len(chosen))
            with autocast():
                loss = _loss(predictor, [examples[i] for i in rows], [texts[i] for i in rows], own, match_weight)
                loss = loss * (len(rows) / len(chosen))
            torch.autograd.backward(scaler.scale(loss))
            total += loss.detach()  # read when told: a GPU need not be waited for
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        progress.step += 1
        if progress.step % max(1, steps_per_epoch // 4) == 0:
            n_steps = progress.epochs * steps_per_epoch
            left = (time.monotonic() - clock) / (progress.step - began) * (n_steps - progress.step)
            place = f"epoch {epoch + 1}/{progress.epochs}, step {progress.step}/{n_steps}"
            report(f"{place}, loss {total.item():.3f}, {_minutes(left)} left")
        if progress.step % steps_per_epoch == 0:
            _end_epoch(predictor, progress, evaluate, epoch + 1, folder, report, tolerance=tolerance)
            if epoch == 0 and settings.minutes is not None:
                pace = (time.monotonic() - clock) / (progress.step - began) * steps_per_epoch / 60
                progress.epochs = epochs_within(settings.minutes, pace, settings.epochs)
                if progress.epochs < settings.epochs:
                    report(
                        f"an epoch takes {pace:.1f} minutes: {progress.epochs} of {settings.epochs} fit into "
                        f"optimization.minutes: {settings.minutes:g}"
                    )
        if progress.step % settings.save_every_steps == 0 or progress.step % steps_per_epoch == 0:
            save_state(folder, progress, parts)
    load_kept(folder, model, device)
    model.eval()
    return progress


def epochs_within(minutes: float, minutes_of_one: float, wanted: int) -> int:
    """How many of the wanted epochs to make; the first is made already."""
    return max(1, min(wanted, int(minutes / minutes_of_one)))


def rate_at(step: int, n_steps: int, warmup: float) -> float:
    """Share of the full rate: linear up over the first ``warmup`` of all steps, then linear down to zero."""
    rising = max(1, round(warmup * n_steps))
    return (step + 1) / rising if step < rising else max(0.0, (n_steps - step) / max(1, n_steps - rising))


def matches_per_step(pool: Sequence[MatchExample], steps_per_epoch: int) -> float:
    """How many raw values a step reads on average: as many as it should, or as there are to read."""
    n_meant = sum(1 for match in pool if match.value)
    return min(MATCHES_PER_STEP, MATCH_READS * n_meant / (SHARE_MEANT * steps_per_epoch))


def _share(matches: Sequence[MatchExample], first: int, end: int, total: int) -> Sequence[MatchExample]:
    """The part of a step's matches that goes with its listings ``first:end`` of ``total``."""
    return matches[first * len(matches) // total : end * len(matches) // total]


def _loss(
    predictor: Predictor,
    examples: Sequence[Example],
    texts: Sequence[EncodedText],
    matches: Sequence[MatchExample],
    match_weight: float,
) -> torch.Tensor:
    model = predictor.model
    batch = predictor.text_encoder.collate(texts).to(predictor.device)
    labels = model.project_labels()
    states = model.encode(batch, labels)
    loss = span_loss(span_targets(model, states, batch, texts, examples, predictor.labels))
    loss = loss + choice_loss(model, states, examples, predictor.labels)
    if matches:
        raw = predictor.text_encoder.encode([(match.text, None) for match in matches])
        alone = model.encode(predictor.text_encoder.collate(raw).to(predictor.device), labels)
        loss = loss + match_weight * match_loss(model, alone, matches)
    return loss


def _end_epoch(
    predictor: Predictor,
    progress: Progress,
    evaluate: Evaluate,
    epoch: int,
    folder: Path,
    report: Report,
    *,
    tolerance: float,
) -> None:
    predictor.model.eval()
    predictor.refresh_labels()
    figures = evaluate()
    progress.history = [*progress.history, {"epoch": epoch, **_headline(figures)}]
    keep = is_kept([entry["score"] for entry in progress.history], tolerance)
    if keep:
        progress.kept, progress.kept_epoch = figures, epoch
        save_kept(folder, predictor.model)
    shown = ", ".join(f"{name} {value:.3f}" for name, value in _headline(figures).items())
    report(f"epoch {epoch}: {shown}{', kept' if keep else ''}")


def _headline(figures: dict[str, Any]) -> dict[str, float]:
    nested = {name: figures[name]["f1"] for name in ("spans", "choices", "tags", "values")}
    return {"category": figures["category"], **nested, "score": figures["score"]}


def is_kept(scores: Sequence[float], tolerance: float) -> bool:
    """Whether the last of the epochs' scores comes within ``tolerance`` of the best so far."""
    return scores[-1] >= max(scores) - tolerance


def _has_stalled(progress: Progress, patience: int | None, steps_per_epoch: int) -> bool:
    if patience is None or not progress.history:
        return False
    best = max(progress.history, key=lambda entry: entry["score"])["epoch"]
    return bool(progress.step // steps_per_epoch - best >= patience)


def _freeze(model: ListingModel, n_layers: int) -> None:
    """Freeze everything up to the last parameter of layer ``n_layers``: parameters stand in the order of reading."""
    if not n_layers:
        return
    layers = _layers(model.encoder)
    if n_layers > len(layers):
        raise ConfigError(
            f"cannot freeze {n_layers} layers: the {model.encoder.config.model_type} encoder has {len(layers)} "
            f"separate layers; set `optimization.freeze_layers` to 0 to {len(layers)}"
        )
    last = list(layers[n_layers - 1].parameters())[-1]
    for parameter in model.encoder.parameters():
        parameter.requires_grad_(False)
        if parameter is last:
            break


def _layers(encoder: PreTrainedModel) -> torch.nn.ModuleList:
    """The encoder's layers, whatever it calls them; empty when it has no list of them (ALBERT shares one)."""
    lists = (part for part in encoder.modules() if isinstance(part, torch.nn.ModuleList))
    count = encoder.config.num_hidden_layers
    return next((found for found in lists if len(found) == count), torch.nn.ModuleList())


def _optimizer(model: ListingModel, settings: Optimization) -> torch.optim.Optimizer:
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in model.encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}]
    return torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=settings.weight_decay, fused=True)


def _precision(wanted: FloatPrecision, device: torch.device) -> tuple[Callable[[], Any], torch.amp.GradScaler]:
    """The context to compute losses in, and the scaler of losses, which does nothing but for fp16."""
    kind = choose_precision(wanted, device)
    scaler = torch.amp.GradScaler(device.type, enabled=kind == torch.float16)
    if kind == torch.float32:
        return contextlib.nullcontext, scaler
    return lambda: torch.autocast(device.type, dtype=kind), scaler


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
