"""How close the predictor comes to its floor, the encoder's own forward pass, on one thread.

    python -m benchmarks.predictor --checkpoint build/demo/checkpoint --rows 400 --json build/predictor.json

In one run: as many tokens as the listings have through the bare encoder, in full batches of one length without padding,
then the predictor from raw text to extractions. Rounds alternate and medians are quoted: machines are noisy, ratios
less so.
"""

from __future__ import annotations

import argparse
import glob
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from udfs.manifest import read_schema
from udfs.predictor import Predictor
from udfs.records import Listing
from udfs.settings import Batching


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--data", default="conf/demo/labelled/*.jsonl", help="JSON lines with title and description")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    predictor = Predictor.load(options.checkpoint, read_schema(options.checkpoint), Batching(device="cpu"))
    listings = read_listings(options.data, options.rows)
    n_tokens = sum(found.tokens for found in predictor.extract(listings))
    floor, whole = alternate(
        lambda: bare_encoder(predictor, n_tokens), lambda: predictor.extract(listings), options.rounds
    )
    figures: dict[str, Any] = {
        "listings": len(listings),
        "tokens": n_tokens,
        "tokens_per_second": {"encoder": round(n_tokens / floor), "predictor": round(n_tokens / whole)},
        "listings_per_second": {
            "encoder": round(len(listings) / floor, 1),
            "predictor": round(len(listings) / whole, 1),
        },
        "ratios": {"predictor_over_encoder": round(floor / whole, 3)},
    }
    for name in ("encoder", "predictor"):
        tokens, texts = figures["tokens_per_second"][name], figures["listings_per_second"][name]
        print(f"{name:10} {tokens:>8,} tokens/s {texts:>8} listings/s")
    print(f"predictor / encoder = {figures['ratios']['predictor_over_encoder']}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


def read_listings(pattern: str, n: int) -> list[Listing]:
    """The first ``n`` listings of the files, over and over if there are fewer."""
    lines = [
        line for file in sorted(glob.glob(pattern)) for line in Path(file).read_text(encoding="utf-8").splitlines()
    ]
    rows = [json.loads(lines[i % len(lines)]) for i in range(n)]
    return [Listing(str(i), row["title"], row.get("description")) for i, row in enumerate(rows)]


@torch.inference_mode()
def bare_encoder(predictor: Predictor, n_tokens: int, length: int = 64, rows: int = 32) -> None:
    """As many tokens through the encoder alone, in full batches of ``rows`` x ``length`` without padding."""
    ids = torch.randint(10, predictor.text_encoder.tokenizer.get_vocab_size(), (rows, length), device=predictor.device)
    mask = torch.ones_like(ids)
    for _ in range(max(1, round(n_tokens / ids.numel()))):
        predictor.model.encoder(input_ids=ids, attention_mask=mask)


def alternate(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of each, run in turn after one warm-up."""
    seconds: tuple[list[float], list[float]] = ([], [])
    first()
    for _ in range(rounds):
        for run, times in zip((first, second), seconds, strict=True):
            began = time.perf_counter()
            run()
            times.append(time.perf_counter() - began)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


if __name__ == "__main__":
    main()
