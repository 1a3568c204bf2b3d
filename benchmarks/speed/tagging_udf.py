"""What one would write today: a Hugging Face pipeline, or GLiNER, in a pandas UDF, from Parquet to Delta.

    spark-submit ... benchmarks/speed/tagging_udf.py pipeline --source FILE --target DIR --model DIR --tasks 2 \\
        --device cpu
    spark-submit ... benchmarks/speed/tagging_udf.py gliner ... --labels Brand Color

Nothing of this project is used. Prints the seconds from the first read to the commit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import pandas_udf

Tag = Callable[[list[str]], list[list[dict[str, Any]]]]


def pipeline_tagger(options: argparse.Namespace) -> Tag:
    """A token classifier, its pieces joined to spans."""
    from transformers import pipeline

    tagger = pipeline("token-classification", model=options.model, aggregation_strategy="simple", device=options.device)

    def tag(texts: list[str]) -> list[list[dict[str, Any]]]:
        found = tagger(texts, batch_size=32)
        return [[{**span, "score": float(span["score"])} for span in spans] for spans in found]

    return tag


def gliner_tagger(options: argparse.Namespace) -> Tag:
    """GLiNER, asked for all labels at once."""
    from gliner import GLiNER  # type: ignore[import-not-found, unused-ignore]

    tagger = GLiNER.from_config(
        f"{options.model}/gliner.json", backbone_from_pretrained=False, map_location=options.device
    )
    return lambda texts: tagger.inference(texts, options.labels, batch_size=32)


TAGGERS = {
    "pipeline": (pipeline_tagger, "array<struct<entity_group:string,score:double,word:string,start:int,end:int>>"),
    "gliner": (gliner_tagger, "array<struct<label:string,score:double,text:string,start:int,end:int>>"),
}


def main() -> None:
    """Read, tag and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tagger", choices=TAGGERS)
    for name in ("--source", "--target", "--model", "--device"):
        parser.add_argument(name, required=True)
    parser.add_argument("--tasks", type=int, required=True)
    parser.add_argument("--labels", nargs="+", default=[])
    options = parser.parse_args()
    if options.tagger == "gliner" and not options.labels:
        parser.error("gliner is asked for --labels")
    make_tagger, spans = TAGGERS[options.tagger]

    spark = SparkSession.builder.getOrCreate()

    @pandas_udf(spans)  # type: ignore[call-overload, untyped-decorator, unused-ignore]
    def tag(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        own = make_tagger(options)
        for texts in batches:
            yield pd.Series(own(texts.tolist()))

    began = time.monotonic()
    listings = spark.read.parquet(options.source).repartition(options.tasks)
    tagged = listings.withColumn("spans", tag(F.concat_ws(" ", "title", "description")))
    tagged.write.format("delta").save(options.target)
    print(f"figures: {time.monotonic() - began}", flush=True)


if __name__ == "__main__":
    main()
