"""The process that forks Spark's Python workers, with torch and transformers imported once, before it forks the first;
without them for a job that has no model.

Set ``spark.python.daemon.module udfs.spark.daemon`` where the package is installed for the Python of the executors.
Workers then begin with the libraries in place, in memory that all of them share, and one that Spark ended for being
idle costs next to nothing to start again. Models are loaded after the fork, by each worker: CUDA does not survive one.
"""

from __future__ import annotations

import gc
import os

WITHOUT_MODEL = "FACETMILL_WITHOUT_MODEL"
"""Variable of the environment that a job without a model sets for its workers: they need no torch."""


def preload() -> None:
    """Import what loading a model needs. Only one thread may run when a process forks, so not pandas nor pyarrow, which
    start some when they are imported; numpy's are held back.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a task has one core; read when numpy is imported
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"  # whoever asks for GPUs before the fork must not start CUDA
    import udfs.serving.predictor  # noqa: F401

    gc.freeze()  # collections in a worker would touch, and so copy, what it shares


def main() -> None:
    """Serve Spark as ``pyspark.daemon`` does, preloaded."""
    from pyspark.daemon import manager

    if not os.environ.get(WITHOUT_MODEL):
        preload()
    manager()


if __name__ == "__main__":
    main()
