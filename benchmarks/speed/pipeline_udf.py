"""What one would write today: a Hugging Face pipeline in a pandas UDF, from Parquet to Delta.

    spark-submit ... benchmarks/speed/pipeline_udf.py --source FILE --target DIR --model DIR --tasks 2 --device cpu

Nothing of this project is used. Prints the seconds from the first read to the commit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import pandas_udf

SPANS = "array<struct<entity_group:string,score:double,word:string,start:int,end:int>>"


def main() -> None:
    """Read, tag and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--source", "--target", "--model", "--device"):
        parser.add_argument(name, required=True)
    parser.add_argument("--tasks", type=int, required=True)
    options = parser.parse_args()
    model, device = options.model, options.device

    spark = SparkSession.builder.getOrCreate()

    @pandas_udf(SPANS)  # type: ignore[call-overload, untyped-decorator, unused-ignore]
    def tag(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        from transformers import pipeline

        tagger = pipeline("token-classification", model=model, aggregation_strategy="simple", device=device)
        for texts in batches:
            found = tagger(texts.tolist(), batch_size=32)
            yield pd.Series([[{**span, "score": float(span["score"])} for span in spans] for spans in found])

    began = time.monotonic()
    listings = spark.read.parquet(options.source).repartition(options.tasks)
    tagged = listings.withColumn("spans", tag(F.concat_ws(" ", "title", "description")))
    tagged.write.format("delta").save(options.target)
    print(f"figures: {time.monotonic() - began}", flush=True)


if __name__ == "__main__":
    main()
