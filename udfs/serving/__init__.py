"""The predictor, and how it is served: batches, memory, precision, processes."""
